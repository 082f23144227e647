package dev.rondo.ledger.trace;

import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.SqlCondition;
import dev.rondo.kernel.search.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Conditions on traces in the database's words; `t` is the trace.
final class TraceConditions {
  private static final String TAG =
      "(SELECT g.value FROM trace_tag g WHERE g.trace = t.key AND g.key = '" + Trace.NAME + "')";
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "request_id",
          Column.of("t.id"),
          "timestamp",
          Column.of("t.started"),
          "execution_time",
          Column.of("t.millis"),
          "end_time",
          Column.of("(t.started + t.millis)"),
          "status",
          Column.of("t.state"),
          "client_request_id",
          Column.of("t.client_request_id"),
          "experiment_id",
          Column.of("t.experiment"),
          "name",
          Column.of(TAG));

  /// The columns that a span itself has.
  static final Map<String, Column> SPANS =
      Map.of(
          "name",
          Column.of("s.name"),
          "type",
          Column.of("s.type"),
          "status",
          Column.of("s.status"),
          TraceSearch.SPAN_CONTENT,
          Column.of("s.content"));

  private static final String RUNS =
      "SELECT m.value AS run FROM trace_metadata m WHERE m.trace = t.key AND m.key = '"
          + Trace.SOURCE_RUN
          + "' UNION ALL SELECT r.run FROM trace_run r WHERE r.project = t.project AND r.trace = t.id";

  /// An attribute's text: its value is JSON in a text.
  private static final Column SPAN_VALUE =
      Column.of(
          "CASE WHEN json_valid(v.value) AND json_type(v.value) = 'text'"
              + " THEN json_extract(v.value, '$') ELSE v.value END");

  private TraceConditions() {}

  /// All of them; what is asked of spans must be true of one and the same.
  ///
  /// @param arguments gets the values, in the order of their places
  static String all(List<Condition> conditions, List<Object> arguments) {
    List<String> all = new ArrayList<>();
    List<String> ofOneSpan = new ArrayList<>();
    for (Condition condition : conditions) {
      if (!condition.entity().equals(TraceSearch.SPAN)) {
        all.add(sql(condition, arguments));
      }
    }
    for (Condition condition : conditions) {
      if (condition.entity().equals(TraceSearch.SPAN)) {
        ofOneSpan.add(span(condition, arguments));
      }
    }
    if (!ofOneSpan.isEmpty()) {
      all.add(inSpan(String.join(" AND ", ofOneSpan)));
    }
    return all.isEmpty() ? "TRUE" : String.join(" AND ", all);
  }

  private static String sql(Condition condition, List<Object> arguments) {
    return switch (condition.entity()) {
      case Vocabulary.ATTRIBUTES -> attribute(condition, arguments);
      case "tags" -> entry("trace_tag", condition, arguments);
      case "metadata" -> entry("trace_metadata", condition, arguments);
      case "issue" -> {
        arguments.add(condition.text());
        yield "EXISTS (SELECT 1 FROM trace_assessment a WHERE a.trace = t.key"
            + " AND a.kind = 'ISSUE' AND a.name = ?)";
      }
      default -> assessment(condition, arguments);
    };
  }

  private static String attribute(Condition condition, List<Object> arguments) {
    return switch (condition.key()) {
      case "run_id" ->
          "EXISTS (SELECT 1 FROM (%s) WHERE %s)"
              .formatted(RUNS, SqlCondition.of(condition, Column.of("run"), arguments));
      case "prompt" -> {
        arguments.add(condition.text());
        yield "EXISTS (SELECT 1 FROM trace_prompt p WHERE p.trace = t.key"
            + " AND p.name || '/' || p.version = ?)";
      }
      case "text" -> inSpan(SqlCondition.of(condition, Column.of("s.content"), arguments));
      default -> SqlCondition.of(condition, attribute(condition.key()), arguments);
    };
  }

  private static Column attribute(String key) {
    Column attribute = ATTRIBUTES.get(key);
    if (attribute == null) {
      throw new IllegalArgumentException("There is no column for '" + key + "'.");
    }
    return attribute;
  }

  private static String entry(String table, Condition condition, List<Object> arguments) {
    arguments.add(condition.key());
    String entry = "EXISTS (SELECT 1 FROM " + table + " g WHERE g.trace = t.key AND g.key = ?";
    return matched(entry, condition, Column.of("g.value"), arguments);
  }

  private static String assessment(Condition condition, List<Object> arguments) {
    arguments.add(condition.entity().equals("feedback") ? "FEEDBACK" : "EXPECTATION");
    arguments.add(condition.key());
    String assessment =
        "EXISTS (SELECT 1 FROM trace_assessment a WHERE a.trace = t.key AND a.valid = 1"
            + " AND a.kind = ? AND a.name = ?";
    return matched(assessment, condition, Column.of("a.value"), arguments);
  }

  /// @param exists up to where a condition on the value may follow
  private static String matched(
      String exists, Condition condition, Column value, List<Object> arguments) {
    return Operator.OF_PRESENCE.contains(condition.operator())
        ? (condition.operator() == Operator.IS_NULL ? "NOT " : "") + exists + ")"
        : exists + " AND " + SqlCondition.of(condition, value, arguments) + ")";
  }

  private static String span(Condition condition, List<Object> arguments) {
    TraceSearch.check(condition);
    Column column = SPANS.get(condition.key());
    if (column != null) {
      return SqlCondition.of(condition, column, arguments);
    }
    arguments.add(condition.key().substring(TraceSearch.SPAN_ATTRIBUTE.length()));
    return "EXISTS (SELECT 1 FROM json_each(s.content, '$.attributes') v WHERE v.key = ? AND "
        + SqlCondition.of(condition, SPAN_VALUE, arguments)
        + ")";
  }

  private static String inSpan(String condition) {
    return "EXISTS (SELECT 1 FROM trace_span s WHERE s.trace = t.key AND " + condition + ")";
  }

  /// @param arguments gets the key of a tag
  static String sql(Sort order, List<Object> arguments) {
    String value = value(order, arguments);
    return value + (order.isAscending() ? "" : " DESC") + " NULLS LAST";
  }

  private static String value(Sort order, List<Object> arguments) {
    if (order.entity().equals("tags")) {
      arguments.add(order.key());
      return "(SELECT g.value FROM trace_tag g WHERE g.trace = t.key AND g.key = ?)";
    }
    return order.key().equals("run_id")
        ? "(SELECT min(run) FROM (" + RUNS + "))"
        : attribute(order.key()).toString();
  }
}
