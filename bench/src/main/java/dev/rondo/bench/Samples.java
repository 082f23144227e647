package dev.rondo.bench;

import java.util.ArrayList;
import java.util.List;

/// The values that the counted runs gave.
record Samples(List<Double> values) {

  /// One run, and what it measured.
  interface Run {
    double measure() throws Exception;
  }

  Samples {
    values = values.stream().sorted().toList();
  }

  /// Runs once to warm up, and then as often as asked.
  static Samples of(int runs, Run run) throws Exception {
    run.measure();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      values.add(run.measure());
    }
    return new Samples(values);
  }

  double median() {
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  double min() {
    return values.getFirst();
  }

  double max() {
    return values.getLast();
  }

  int runs() {
    return values.size();
  }
}
