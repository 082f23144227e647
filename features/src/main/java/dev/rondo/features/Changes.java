package dev.rondo.features;

import dev.rondo.data.Column;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The query that computes a view's values for some moments and keeps those that changed: a value
/// holds until the next row of the same entity. An entity that the view no longer returns gets a
/// row of NULLs. Offline and online values come from this same query.
final class Changes {
  private Changes() {}

  /// For every moment but the first the rows that differ from those of the moment before; for the
  /// first, all rows when it is `fromNothing`.
  ///
  /// @param moments in ascending order
  static String query(FeatureView view, List<EventTime> moments, boolean fromNothing) {
    boolean isNarrowed = view.ownRowsOnly() && moments.size() == 2 && !fromNothing;
    return """
    WITH as_of(n, ts) AS (VALUES %s), %s
    as_of_rows AS MATERIALIZED (
      SELECT a.n, v.* FROM (SELECT %s FROM (
    %s
    )) AS v JOIN as_of AS a ON a.ts = v.%s)
    SELECT a.ts AS %5$s, %s
    FROM as_of_rows AS cur
    FULL JOIN (SELECT * FROM as_of_rows WHERE n < %d) AS prev ON prev.n = cur.n - 1 AND %s
    JOIN as_of AS a ON a.n = coalesce(cur.n, prev.n + 1)
    WHERE cur.n IS NULL OR (cur.n >= %d AND (prev.n IS NULL OR %s))
    """
        .formatted(
            asOf(moments),
            isNarrowed ? narrowed(view, moments.getFirst(), moments.getLast()) : "",
            view.schema().casts(),
            view.sql(),
            FeatureView.TIME,
            columns(view),
            moments.size() - 1,
            view.sameKeys("prev", "cur"),
            fromNothing ? 0 : 1,
            differs(view));
  }

  private static String asOf(List<EventTime> moments) {
    return IntStream.range(0, moments.size())
        .mapToObj(n -> "(%d, %s)".formatted(n, SqlSession.time(moments.get(n))))
        .collect(Collectors.joining(", "));
  }

  /// Puts before the source, under its name, only the rows of entities of which a row came into the
  /// lookback or went out of it between two moments: all others keep their values.
  private static String narrowed(FeatureView view, EventTime before, EventTime after) {
    String keys =
        view.keys().stream()
            .map(key -> SqlSession.name(key.name()))
            .collect(Collectors.joining(", "));
    return """
    %1$s AS (SELECT s.* FROM main.%1$s AS s SEMI JOIN (
      SELECT %2$s FROM main.%1$s WHERE (%3$s >= %4$s AND %3$s < %5$s)
        OR (%3$s >= %6$s AND %3$s < %7$s)) AS touched USING (%2$s)
    WHERE s.%3$s >= %6$s AND s.%3$s < %5$s),
    """
        .formatted(
            SqlSession.name(view.source()),
            keys,
            SqlSession.name(view.timeColumn()),
            SqlSession.time(before),
            SqlSession.time(after),
            SqlSession.time(before.minus(view.lookback())),
            SqlSession.time(after.minus(view.lookback())));
  }

  private static String columns(FeatureView view) {
    Stream<String> keys = view.keys().stream().map(k -> coalesced(SqlSession.name(k.name())));
    Stream<String> features = view.features().stream().map(f -> "cur." + SqlSession.name(f.name()));
    return Stream.concat(keys, features).collect(Collectors.joining(", "));
  }

  private static String coalesced(String key) {
    return "coalesce(cur.%1$s, prev.%1$s) AS %1$s".formatted(key);
  }

  private static String differs(FeatureView view) {
    return view.features().stream()
        .map(f -> SqlSession.name(f.name()))
        .map(f -> "cur." + f + " IS DISTINCT FROM prev." + f)
        .collect(Collectors.joining(" OR "));
  }

  /// Refuses a relation of changes in which an entity has several values for one moment.
  static void refuseDoubles(SqlSession session, FeatureView view, String relation) {
    String identity =
        Stream.concat(Stream.of(FeatureView.TIME), view.keys().stream().map(Column::name))
            .map(SqlSession::name)
            .collect(Collectors.joining(", "));
    long doubles =
        session
            .query(
                "SELECT count(*) - count(DISTINCT (%s)) FROM %s".formatted(identity, relation),
                row -> row.number(1))
            .getFirst();
    if (doubles > 0) {
      throw doubles(view, doubles);
    }
  }

  /// The refusal of a query that returns entities more than once.
  static Problem doubles(FeatureView view, long count) {
    return Problem.of(
        ProblemCode.INVALID_DATA,
        "The query of feature view '%s' returns %d entities more than once for one moment; group"
            + " by its keys.",
        view.name(),
        count);
  }
}
