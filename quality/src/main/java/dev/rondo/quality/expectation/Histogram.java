package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/// How many values of a column lie in each of several ranges, and how many below and above all.
/// Each range begins with its edge and ends before the next; the last one ends with its edge.
///
/// @param values how many non-null ones there are
record Histogram(long below, List<Long> counts, long above, long values) {
  Histogram {
    counts = List.copyOf(counts);
  }

  /// Asks for one aggregate for each edge, so that all of them share the scan of the others.
  static Judgement.Figure<Histogram> figure(Scope scope, BatchColumn column, List<Double> edges) {
    String number = number(column);
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      String sign = i == edges.size() - 1 ? "<=" : "<";
      metrics.add(
          scope.scalar("count_if(%s %s %s)".formatted(number, sign, Scalars.sql(edges.get(i)))));
    }
    metrics.add(values(scope, column));
    return new Judgement.Figure<>(
        metrics, answers -> of(metrics.stream().map(answers::count).toList()));
  }

  /// @param counts of what is below each edge, and of all values
  private static Histogram of(List<Long> counts) {
    List<Long> within = new ArrayList<>();
    int edges = counts.size() - 1;
    for (int i = 1; i < edges; i++) {
      within.add(counts.get(i) - counts.get(i - 1));
    }
    long values = counts.getLast();
    return new Histogram(counts.getFirst(), within, values - counts.get(edges - 1), values);
  }

  /// The number of non-null values.
  static Metric values(Scope scope, BatchColumn column) {
    return scope.scalar("count(" + column.sql() + ")");
  }

  /// A column's values as numbers in SQL; of times, seconds since 1970.
  static String number(BatchColumn column) {
    if (column.kind().isTemporal()) {
      return "epoch(" + column.sql() + ")";
    }
    if (column.kind().isNumeric()) {
      return "CAST(" + Scalars.comparable(column) + " AS DOUBLE)";
    }
    throw Problem.of(
        ProblemCode.INVALID_DATA,
        "Column \"%s\" is of type %s; a histogram needs numbers or times.",
        column.name(),
        column.engineType());
  }

  /// The shares of the ranges; NaN when there are no values.
  List<Double> shares() {
    return counts.stream().map(this::share).toList();
  }

  double share(long count) {
    return (double) count / values;
  }
}
