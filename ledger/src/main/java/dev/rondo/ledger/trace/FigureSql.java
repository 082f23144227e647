package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.SqlCondition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A query of figures in the database's words: the rows with what is measured and its group, each
/// with its place in the group, become one row for each group.
final class FigureSql {
  static final String BUCKET = "time_bucket";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss+00:00").withZone(ZoneOffset.UTC);
  private static final Map<String, Column> KEYS =
      Map.of(
          "trace.status",
          Column.of("t.state"),
          "span.name",
          Column.of("s.name"),
          "span.status",
          Column.of("s.status"),
          "span.type",
          Column.of("s.type"),
          "assessment.name",
          Column.of("a.name"),
          "assessment.type",
          Column.of("lower(a.kind)"));

  private final FigureQuery query;
  private final List<String> groups;

  FigureSql(FigureQuery query) {
    this.query = query;
    this.groups = new ArrayList<>(query.dimensions());
    if (query.time().seconds().isPresent()) {
      groups.addFirst(BUCKET);
    }
  }

  /// @param arguments gets the values, in the order of their places
  String statement(ProjectName project, List<Object> arguments) {
    String keys = keys();
    String where = where(project, arguments);
    arguments.add(query.page().limit() + 1);
    arguments.add(query.page().offset());
    return """
    WITH measured AS (SELECT %1$s %2$s AS value FROM %3$s WHERE %4$s),
    placed AS (SELECT *, row_number() OVER (PARTITION BY %5$s ORDER BY value) - 1 AS place,
      count(value) OVER (PARTITION BY %5$s) AS places FROM measured %6$s)
    SELECT %5$s, %7$s FROM placed GROUP BY %5$s ORDER BY %5$s LIMIT ? OFFSET ?
    """
        .formatted(
            groupColumns(),
            query.view().measure(query.metric()).sql(),
            query.view().rows(),
            where,
            keys,
            isCount() ? "" : "WHERE value IS NOT NULL",
            values());
  }

  private boolean isCount() {
    return query.aggregations().stream().allMatch(one -> one.kind() == Aggregation.Kind.COUNT);
  }

  /// The columns of the groups; with none of them, all rows are one group.
  private String keys() {
    return IntStream.rangeClosed(0, groups.size())
        .mapToObj(i -> "g" + i)
        .collect(Collectors.joining(", "));
  }

  private String groupColumns() {
    StringBuilder columns = new StringBuilder("0 AS g0, ");
    for (int i = 0; i < groups.size(); i++) {
      columns.append(group(groups.get(i))).append(" AS g").append(i + 1).append(", ");
    }
    return columns.toString();
  }

  private String group(String name) {
    long millis = query.time().seconds().orElse(0) * 1_000;
    return name.equals(BUCKET)
        ? "t.started / %1$d * %1$d".formatted(millis)
        : String.valueOf(query.view().dimensions().get(name));
  }

  private String values() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < query.aggregations().size(); i++) {
      values.add(aggregate(query.aggregations().get(i)) + " AS v" + i);
    }
    return String.join(", ", values);
  }

  /// Sessions are counted once, however many traces they have.
  private String aggregate(Aggregation aggregation) {
    return query.metric().equals("session_count") ? "count(DISTINCT value)" : aggregation.sql();
  }

  private String where(ProjectName project, List<Object> arguments) {
    StringBuilder sql =
        new StringBuilder(TraceTable.where(project, query.experiments(), List.of(), arguments));
    query.time().from().ifPresent(from -> add(sql, "t.started >= ?", from, arguments));
    query.time().to().ifPresent(to -> add(sql, "t.started <= ?", to, arguments));
    query.conditions().forEach(one -> sql.append(" AND ").append(condition(one, arguments)));
    return sql.toString();
  }

  private static void add(StringBuilder sql, String condition, long value, List<Object> arguments) {
    sql.append(" AND ").append(condition);
    arguments.add(value);
  }

  private String condition(Condition condition, List<Object> arguments) {
    String entity = condition.entity();
    if (!entity.equals("trace") && !entity.equals(query.view().entity())) {
      throw Problem.invalid(
          "Filtering by %s is only supported for the view of them, got %s", entity, query.view());
    }
    Column column = KEYS.get(entity + "." + condition.key());
    if (column != null) {
      return SqlCondition.of(condition, column, arguments);
    }
    return entry(condition, arguments);
  }

  private static String entry(Condition condition, List<Object> arguments) {
    int dot = condition.key().indexOf('.');
    String kind = dot < 0 ? "" : condition.key().substring(0, dot);
    if (!condition.entity().equals("trace") || !kind.equals("tag") && !kind.equals("metadata")) {
      throw Problem.invalid(
          "Invalid entity '%s' specified for view type '%s'. A trace has status, tag.<key> and"
              + " metadata.<key>, a span name, status and type, an assessment name and type.",
          condition.key(), condition.entity());
    }
    arguments.add(condition.key().substring(dot + 1));
    return "EXISTS (SELECT 1 FROM trace_%s g WHERE g.trace = t.key AND g.key = ? AND %s)"
        .formatted(kind, SqlCondition.of(condition, Column.of("g.value"), arguments));
  }

  /// What is said when there is nothing to measure: that nothing was counted.
  List<Figure> ofNothing() {
    SortedMap<String, Double> none = new TreeMap<>(Map.of(Aggregation.Kind.COUNT.name(), 0.0));
    return groups.isEmpty() && isCount() ? List.of(new Figure(new TreeMap<>(), none)) : List.of();
  }

  Figure figure(Row row) {
    SortedMap<String, String> dimensions = new TreeMap<>();
    for (int i = 0; i < groups.size(); i++) {
      String name = groups.get(i);
      String column = "g" + (i + 1);
      if (name.equals(BUCKET)) {
        dimensions.put(name, TIME.format(Instant.ofEpochMilli(row.number(column))));
      } else {
        row.optionalText(column).ifPresent(value -> dimensions.put(name, value));
      }
    }
    SortedMap<String, Double> values = new TreeMap<>();
    for (int i = 0; i < query.aggregations().size(); i++) {
      String label = query.aggregations().get(i).label();
      row.optionalReal("v" + i).ifPresent(value -> values.put(label, value));
    }
    return new Figure(dimensions, values);
  }
}
