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

/// Computes a view's values for some moments and keeps those that changed: a value holds until the
/// next row of the same entity. An entity that the query no longer returns gets a row of NULLs.
/// Offline and online values come from these same statements.
final class Changes {
  private Changes() {}

  /// Makes, for the moments set by [#asOf], the session's table `changes` of the view: for every
  /// moment but the first the rows that differ from those of the moment before; for the first, all
  /// rows when it is `fromNothing`.
  ///
  /// @param moments in ascending order
  static String compute(
      SqlSession session, FeatureView view, List<EventTime> moments, boolean fromNothing) {
    boolean isNarrowed = view.ownRowsOnly() && moments.size() == 2 && !fromNothing;
    session.execute(
        "CREATE OR REPLACE TEMP TABLE as_of_rows AS "
            + (isNarrowed ? narrowed(view, moments.getFirst(), moments.getLast()) : "")
            + "SELECT a.n, v.* FROM (SELECT "
            + view.schema().casts()
            + " FROM ("
            + view.sql()
            + ")) AS v JOIN as_of AS a ON a.ts = v."
            + FeatureView.TIME);
    if (!isNarrowed) {
      refuseDoubles(session, view);
    }
    String table = SqlSession.name("changes_" + view.name());
    session.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS %s UNION ALL %s"
            .formatted(table, changed(view, fromNothing), vanished(view)));
    return table;
  }

  /// Puts before the source, under its name, only the rows of entities of which a row came into the
  /// lookback or went out of it between two moments: all others keep their values.
  private static String narrowed(FeatureView view, EventTime before, EventTime after) {
    String source = SqlSession.name(view.source());
    String time = SqlSession.name(view.timeColumn());
    String keys =
        view.keys().stream()
            .map(key -> SqlSession.name(key.name()))
            .collect(Collectors.joining(", "));
    return """
    WITH %1$s AS (SELECT s.* FROM main.%1$s AS s SEMI JOIN (
      SELECT %2$s FROM main.%1$s WHERE (%3$s >= %4$s AND %3$s < %5$s)
        OR (%3$s >= %6$s AND %3$s < %7$s)) AS touched USING (%2$s)
    WHERE s.%3$s >= %6$s AND s.%3$s < %5$s)
    """
        .formatted(
            source,
            keys,
            time,
            literal(before),
            literal(after),
            literal(before.minus(view.lookback())),
            literal(after.minus(view.lookback())));
  }

  private static String literal(EventTime time) {
    return "TIMESTAMP '" + time.toString().replace("T", " ").replace("Z", "") + "'";
  }

  /// Sets the moments that [#compute] computes for.
  static void asOf(SqlSession session, List<EventTime> moments) {
    String values =
        IntStream.range(0, moments.size())
            .mapToObj(n ->
                "(%d, TIMESTAMP '%s')"
                    .formatted(n, moments.get(n).toString().replace("T", " ").replace("Z", "")))
            .collect(Collectors.joining(", "));
    session.execute(
        "CREATE OR REPLACE TEMP TABLE as_of AS SELECT * FROM (VALUES " + values + ") AS v(n, ts)");
  }

  private static void refuseDoubles(SqlSession session, FeatureView view) {
    String keys =
        Stream.concat(Stream.of("n"), view.keys().stream().map(k -> SqlSession.name(k.name())))
            .collect(Collectors.joining(", "));
    long doubles =
        session
            .query(
                "SELECT count(*) - count(DISTINCT (%s)) FROM as_of_rows".formatted(keys),
                row -> row.number(1))
            .getFirst();
    if (doubles > 0) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The query of feature view '%s' returns %d entities more than once for one moment; group"
              + " by its keys.",
          view.name(),
          doubles);
    }
  }

  private static String changed(FeatureView view, boolean fromNothing) {
    String differs =
        view.features().stream()
            .map(f -> SqlSession.name(f.name()))
            .map(f -> "cur." + f + " IS DISTINCT FROM prev." + f)
            .collect(Collectors.joining(" OR "));
    return "SELECT %s FROM as_of_rows AS cur LEFT JOIN as_of_rows AS prev"
            .formatted(columns("cur", view))
        + " ON prev.n = cur.n - 1 AND "
        + view.sameKeys("prev", "cur")
        + " WHERE (prev.n IS NULL OR "
        + differs
        + ") AND cur.n >= "
        + (fromNothing ? 0 : 1);
  }

  private static String vanished(FeatureView view) {
    String nulls =
        view.features().stream()
            .map(f -> "CAST(NULL AS %s) AS %s".formatted(f.type().sql(), SqlSession.name(f.name())))
            .collect(Collectors.joining(", "));
    String keys =
        view.keys().stream()
            .map(k -> "prev." + SqlSession.name(k.name()) + ", ")
            .collect(Collectors.joining());
    return "SELECT a.ts AS %s, %s%s FROM as_of_rows AS prev JOIN as_of AS a ON a.n = prev.n + 1"
            .formatted(FeatureView.TIME, keys, nulls)
        + " LEFT JOIN as_of_rows AS cur ON cur.n = a.n AND "
        + view.sameKeys("cur", "prev")
        + " WHERE cur.n IS NULL";
  }

  private static String columns(String relation, FeatureView view) {
    return view.schema().columns().stream()
        .map(Column::name)
        .map(SqlSession::name)
        .map(name -> relation + "." + name)
        .collect(Collectors.joining(", "));
  }
}
