package dev.rondo.loop;

import dev.rondo.data.SqlSession;
import dev.rondo.features.FeatureView;
import dev.rondo.features.ViewFeatures;
import dev.rondo.kernel.EventTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rows of a source, and what a feature view makes of them.
///
/// @param count how many rows
/// @param values by feature; NaN where the view says nothing of the keys
record ViewRows(long count, Map<String, Float> values) {
  ViewRows {
    values = Map.copyOf(values);
  }

  /// Computes the view anew.
  ///
  /// @param scan a relation that holds the source's rows of that time
  /// @param own which of the rows the view may depend on, by column; empty for all
  /// @param keys that the values are wanted of
  /// @param to the moment
  static ViewRows of(
      SqlSession session,
      ViewFeatures use,
      String scan,
      Map<String, Long> own,
      Map<String, Long> keys,
      EventTime from,
      EventTime to) {
    FeatureView view = use.view();
    String time = SqlSession.name(view.timeColumn());
    String window =
        time + " >= " + SqlSession.time(from) + " AND " + time + " < " + SqlSession.time(to);
    String sql =
        """
        WITH as_of(ts) AS (VALUES (%1$s)), %2$s AS (SELECT * FROM %3$s WHERE %4$s)
        SELECT source.n, %5$s FROM (SELECT count(*) AS n FROM %2$s) AS source
        LEFT JOIN (SELECT * FROM (
        %6$s
        ) WHERE %7$s) AS v ON true
        """
            .formatted(
                SqlSession.time(to),
                SqlSession.name(view.source()),
                scan,
                condition(window, own),
                use.features().stream()
                    .map(name -> "CAST(v.%1$s AS DOUBLE) AS %1$s".formatted(SqlSession.name(name)))
                    .collect(Collectors.joining(", ")),
                view.sql(),
                condition("true", keys));
    return session
        .query(
            sql,
            row -> {
              Map<String, Float> values = new HashMap<>();
              for (int i = 0; i < use.features().size(); i++) {
                values.put(use.features().get(i), (float) row.real(i + 2));
              }
              return new ViewRows(row.number(1), values);
            })
        .getFirst();
  }

  private static String condition(String first, Map<String, Long> keys) {
    return Stream.concat(
            Stream.of(first),
            keys.entrySet().stream()
                .map(key -> SqlSession.name(key.getKey()) + " = " + key.getValue()))
        .collect(Collectors.joining(" AND "));
  }

  /// Whether a model that was given these inputs was given the view's values.
  ///
  /// @param inputs by name
  boolean gives(Map<String, Float> inputs) {
    return values.entrySet().stream()
        .allMatch(one ->
            Float.compare(one.getValue(), inputs.getOrDefault(one.getKey(), Float.NaN)) == 0);
  }
}
