package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds quantiles: all in one statement, but those of a column with few values from their counts,
/// which takes no sorting.
final class QuantilePass {
  private final Statements statements;
  private final Answers answers;
  private final Predicate<String> isRepetitive;

  /// @param isRepetitive whether a column has few values
  QuantilePass(Statements statements, Predicate<String> isRepetitive) {
    this.statements = statements;
    this.answers = statements.answers();
    this.isRepetitive = isRepetitive;
  }

  /// What must be known before: how many values there are.
  static Metric.Scalar valuesOf(Metric.Quantile quantile) {
    return new Metric.Scalar("count(" + SqlSession.name(quantile.column()) + ")", quantile.where());
  }

  private record Column(String name, String where) {}

  void measure(List<Metric.Quantile> quantiles) {
    List<Metric.Quantile> sorted = new ArrayList<>();
    Map<Column, List<Metric.Quantile>> counted = new LinkedHashMap<>();
    for (Metric.Quantile quantile : quantiles) {
      statements.attempt(
          quantile,
          () -> {
            if (answers.count(valuesOf(quantile)) == 0) {
              answers.put(quantile, null);
            } else if (isCounted(quantile)) {
              counted
                  .computeIfAbsent(
                      new Column(quantile.column(), quantile.where()), _ -> new ArrayList<>())
                  .add(quantile);
            } else {
              sorted.add(quantile);
            }
          });
    }
    if (!sorted.isEmpty()) {
      sort(sorted);
    }
    counted.forEach(this::count);
  }

  private boolean isCounted(Metric.Quantile quantile) {
    return quantile.interpolation() != Metric.Interpolation.LINEAR
        && isRepetitive.test(quantile.column());
  }

  private void sort(List<Metric.Quantile> quantiles) {
    QuantileSql sql = new QuantileSql(statements.batch());
    quantiles.forEach(quantile -> sql.add(quantile, answers.count(valuesOf(quantile))));
    statements.attempt(
        quantiles,
        () ->
            statements.run(
                Pass.Kind.QUANTILE,
                quantiles.size() + " quantiles",
                quantiles.size(),
                "SELECT " + sql.columns() + " FROM " + statements.batch().sql(),
                row ->
                    quantiles.forEach(quantile -> answers.put(quantile, sql.read(quantile, row)))),
        this::sort);
  }

  /// The element at an index is the least value up to which there are more.
  private void count(Column column, List<Metric.Quantile> quantiles) {
    String elements =
        quantiles.stream()
            .flatMap(quantile -> ends(quantile).stream())
            .map(index -> "min(value) FILTER (WHERE upto > " + index + ")")
            .collect(Collectors.joining(", "));
    BatchColumn of = statements.batch().column(column.name);
    String sql =
        """
        SELECT %s FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto
          FROM (SELECT %s AS value, count(*) AS n FROM %s
            WHERE (%s) AND %s IS NOT NULL GROUP BY 1))
        """
            .formatted(
                elements, Scalars.comparable(of), statements.batch().sql(), column.where, of.sql());
    statements.attempt(
        quantiles,
        () ->
            statements.run(
                Pass.Kind.QUANTILE,
                column.name,
                quantiles.size(),
                sql,
                row -> {
                  for (int i = 0; i < quantiles.size(); i++) {
                    Object low = Objects.requireNonNull(row.value(2 * i + 1));
                    Object high = Objects.requireNonNull(row.value(2 * i + 2));
                    answers.put(quantiles.get(i), found(quantiles.get(i), low, high));
                  }
                }),
        half -> count(column, half));
  }

  private static Object found(Metric.Quantile quantile, Object low, Object high) {
    return quantile.interpolation() == Metric.Interpolation.MIDPOINT
        ? QuantileSql.middle(low, high)
        : low;
  }

  /// The indexes of the two elements that a quantile lies between.
  private List<Long> ends(Metric.Quantile quantile) {
    double index = quantile.share() * (answers.count(valuesOf(quantile)) - 1);
    return switch (quantile.interpolation()) {
      case NEAREST -> twice(Math.rint(index));
      case LOWER -> twice(Math.floor(index));
      case HIGHER -> twice(Math.ceil(index));
      case MIDPOINT, LINEAR -> List.of((long) Math.floor(index), (long) Math.ceil(index));
    };
  }

  private static List<Long> twice(double index) {
    return List.of((long) index, (long) index);
  }
}
