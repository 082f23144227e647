package dev.rondo.web;

import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunData;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Runs held side by side.
///
/// @param told what the clients said of themselves, such as the commit
record Comparison(
    List<RunData> runs,
    List<Line> parameters,
    List<Figures> metrics,
    List<Line> datasets,
    List<Line> tags,
    List<Line> told) {
  /// How many lines of a table are shown.
  static final int MOST = 300;

  /// What each run says under a key.
  ///
  /// @param values in the order of the runs; empty where a run says nothing
  record Line(String key, List<Optional<String>> values) {
    boolean differs() {
      return new HashSet<>(values).size() > 1;
    }
  }

  /// What each run has measured.
  ///
  /// @param best the value that is the best, where its name tells which way is good
  record Figures(String key, List<Optional<Double>> values, Optional<Double> best) {
    boolean isBest(int run) {
      return best.isPresent()
          && values.get(run).filter(value -> isSame(value, best.get())).isPresent();
    }

    /// But for the last digits, in which equal computations may differ.
    private static boolean isSame(double a, double b) {
      return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    }

    /// How a run's value differs from the first run's.
    Optional<Double> difference(int run) {
      return run == 0
          ? Optional.empty()
          : values
              .getFirst()
              .flatMap(first ->
                  values
                      .get(run)
                      .filter(value -> !isSame(value, first))
                      .map(value -> value - first))
              .filter(Double::isFinite);
    }
  }

  static Comparison of(List<RunData> runs) {
    return new Comparison(
        runs,
        lines(runs, run -> Format.pairs(run.parameters())),
        figures(runs),
        lines(runs, run -> datasets(run.datasets())),
        lines(runs, run -> ClientTags.without(run.tags())),
        lines(runs, run -> ClientTags.of(run.tags())));
  }

  static List<Line> differing(List<Line> lines) {
    return lines.stream().filter(Line::differs).toList();
  }

  static List<Line> same(List<Line> lines) {
    return lines.stream().filter(line -> !line.differs()).toList();
  }

  Run run(int number) {
    return runs.get(number).run();
  }

  private static String told(DatasetInput input) {
    String context = input.tags().getOrDefault(DatasetInput.CONTEXT, "");
    return context.isEmpty() ? input.dataset().digest() : input.dataset().digest() + ", " + context;
  }

  private static Map<String, String> datasets(List<DatasetInput> inputs) {
    Map<String, String> told = new HashMap<>();
    inputs.forEach(
        input -> told.merge(input.dataset().name(), told(input), (one, more) -> one + "; " + more));
    return told;
  }

  private static List<Line> lines(
      List<RunData> runs, Function<RunData, Map<String, String>> texts) {
    List<Map<String, String>> each = runs.stream().map(texts).toList();
    TreeSet<String> keys = new TreeSet<>();
    each.forEach(one -> keys.addAll(one.keySet()));
    return keys.stream()
        .map(key ->
            new Line(key, each.stream().map(one -> Optional.ofNullable(one.get(key))).toList()))
        .toList();
  }

  private static List<Figures> figures(List<RunData> runs) {
    TreeMap<String, Map<Integer, Double>> values = new TreeMap<>();
    for (int i = 0; i < runs.size(); i++) {
      for (Metric metric : runs.get(i).metrics()) {
        values.computeIfAbsent(metric.key(), _ -> new HashMap<>()).put(i, metric.value());
      }
    }
    return values.entrySet().stream()
        .map(one ->
            new Figures(
                one.getKey(),
                IntStream.range(0, runs.size())
                    .mapToObj(run -> Optional.ofNullable(one.getValue().get(run)))
                    .toList(),
                Sense.best(one.getKey(), List.copyOf(one.getValue().values()))))
        .toList();
  }
}
