package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the rows that fail a test are found.
///
/// @param from a relation with the batch's columns and [#POSITION]
/// @param where true for those that fail
record FailingRows(String from, String where) {

  /// The column with a row's place in the batch, from 0.
  static final String POSITION = "\"rondo:position\"";

  /// The column with the judged value, where order is judged.
  static final String VALUE = "\"rondo:value\"";

  /// The column with the value before it.
  static final String PREVIOUS = "\"rondo:previous\"";

  /// @param badValues the values that fail, for a test that only Java can make
  static FailingRows of(Batch batch, RowTest test, String where, Optional<List<Object>> badValues) {
    String rows =
        "(SELECT *, row_number() OVER () - 1 AS %s FROM %s)".formatted(POSITION, batch.sql());
    String judged = "(" + where + ") AND " + test.judgedSql();
    return switch (test.bad()) {
      case RowTest.BySql(String sql, _, _) -> new FailingRows(rows, judged + " AND (" + sql + ")");
      case RowTest.ByTables(String sql) -> new FailingRows(rows, judged + " AND (" + sql + ")");
      case RowTest.ByPresence by -> new FailingRows(rows, judged + " AND " + presence(test, by));
      case RowTest.ByValue _ ->
          new FailingRows(
              rows, judged + badValues.map(values -> " AND " + in(test, values)).orElse(""));
      case RowTest.ByRepeats _ -> new FailingRows(repeated(batch, test, rows, judged), judged);
      case RowTest.ByStep(String broken) ->
          new FailingRows(stepping(test.columns().getFirst(), rows, judged), broken);
    };
  }

  private static String presence(RowTest test, RowTest.ByPresence by) {
    return SqlSession.name(test.columns().getFirst())
        + (by.badWhenMissing() ? " IS NULL" : " IS NOT NULL");
  }

  private static String in(RowTest test, List<Object> values) {
    return values.stream()
        .map(Scalars::sql)
        .collect(
            Collectors.joining(", ", SqlSession.name(test.columns().getFirst()) + " IN (", ")"));
  }

  private static String repeated(Batch batch, RowTest test, String rows, String judged) {
    String columns =
        test.columns().stream().map(SqlSession::name).collect(Collectors.joining(", "));
    String same =
        test.columns().stream()
            .map(SqlSession::name)
            .map(name -> "batch.%1$s IS NOT DISTINCT FROM twice.%1$s".formatted(name))
            .collect(Collectors.joining(" AND "));
    return """
    (SELECT batch.* FROM %s AS batch SEMI JOIN
      (SELECT %s FROM %s WHERE %s GROUP BY %2$s HAVING count(*) > 1) AS twice ON %s)
    """
        .formatted(rows, columns, batch.sql(), judged, same);
  }

  /// The present values in order, each with the one before it.
  static String stepping(String column, String rows, String judged) {
    return "(SELECT *, %1$s AS %4$s, lag(%1$s) OVER () AS %5$s FROM %2$s WHERE %3$s)"
        .formatted(SqlSession.name(column), rows, judged, VALUE, PREVIOUS);
  }

  /// SQL for people that finds the rows that fail.
  static String readable(Scope scope, RowTest test) {
    String relation = SqlSession.name(scope.batch().relation());
    String condition = scope.where().equals("TRUE") ? "" : "(" + scope.where() + ") AND ";
    String judged = test.judged() == Judged.ALWAYS ? "" : test.judgedSql() + " AND ";
    return switch (test.bad()) {
      case RowTest.BySql(String sql, _, _) ->
          "SELECT * FROM %s WHERE %s%s(%s)".formatted(relation, condition, judged, sql);
      case RowTest.ByRepeats _ ->
          "SELECT * FROM %s QUALIFY %s%scount(*) OVER (PARTITION BY %s) > 1"
              .formatted(
                  relation,
                  condition,
                  judged,
                  test.columns().stream().map(SqlSession::name).collect(Collectors.joining(", ")));
      case RowTest.ByStep(String broken) ->
          "SELECT * FROM %s WHERE %s"
              .formatted(
                  stepping(test.columns().getFirst(), relation, condition + test.judgedSql()),
                  broken);
      case RowTest.ByTables(String sql) ->
          "SELECT * FROM %s WHERE %s%s(%s)".formatted(relation, condition, judged, sql);
      case RowTest.ByPresence by ->
          "SELECT * FROM %s WHERE %s%s".formatted(relation, condition, presence(test, by));
      case RowTest.ByValue _ -> "";
    };
  }
}
