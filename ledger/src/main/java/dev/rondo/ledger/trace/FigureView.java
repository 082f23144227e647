package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.ledger.trace.Aggregation.Kind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What figures are made of, with the SQL of what is measured (`t` is the trace) and of what it is
/// grouped by.
public enum FigureView {
  TRACES("trace", "trace t", traces(), traceDimensions()),
  SPANS("span", "trace_span s JOIN trace t ON t.key = s.trace", spans(), spanDimensions()),
  ASSESSMENTS(
      "assessment",
      "trace_assessment a JOIN trace t ON t.key = a.trace AND a.valid = 1",
      assessments(),
      Map.of("assessment_name", "a.name", "assessment_value", "coalesce(a.value, 'null')"));

  private static final Set<Kind> COUNTS = EnumSet.of(Kind.COUNT);
  private static final Set<Kind> TIMES = EnumSet.of(Kind.AVG, Kind.MAX, Kind.MIN, Kind.PERCENTILE);
  private static final Set<Kind> AMOUNTS =
      EnumSet.of(Kind.AVG, Kind.MAX, Kind.MIN, Kind.PERCENTILE, Kind.SUM);

  private final String entity;
  private final String rows;
  private final Map<String, Measure> measures;
  private final Map<String, String> dimensions;

  FigureView(
      String entity, String rows, Map<String, Measure> measures, Map<String, String> dimensions) {
    this.entity = entity;
    this.rows = rows;
    this.measures = Map.copyOf(measures);
    this.dimensions = Map.copyOf(dimensions);
  }

  /// @param kind which aggregations there are of it
  record Measure(String sql, Amount kind) {}

  /// What kind of number is measured.
  enum Amount {
    COUNT,
    TIME,
    QUANTITY;

    Set<Kind> aggregations() {
      return switch (this) {
        case COUNT -> COUNTS;
        case TIME -> TIMES;
        case QUANTITY -> AMOUNTS;
      };
    }
  }

  /// The word before the keys of filters.
  String entity() {
    return entity;
  }

  String rows() {
    return rows;
  }

  /// @throws Problem `invalid-request` when it is not measured
  Measure measure(String metric) {
    Measure measure = measures.get(metric);
    if (measure == null) {
      throw Problem.invalid(
          "metric_name must be one of %s, got '%s'",
          measures.keySet().stream().sorted().toList(), metric);
    }
    return measure;
  }

  Map<String, String> dimensions() {
    return dimensions;
  }

  private static String metadata(String key) {
    return "(SELECT m.value FROM trace_metadata m WHERE m.trace = t.key AND m.key = '" + key + "')";
  }

  private static Map<String, Measure> traces() {
    Map<String, Measure> measures = new TreeMap<>();
    measures.put("trace_count", new Measure("1", Amount.COUNT));
    measures.put("session_count", new Measure(metadata(Trace.SESSION), Amount.COUNT));
    measures.put("latency", new Measure("t.millis", Amount.TIME));
    for (String tokens :
        Set.of(
            "input_tokens",
            "output_tokens",
            "total_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens")) {
      measures.put(tokens, new Measure(member(metadata(Trace.TOKENS), tokens), Amount.QUANTITY));
    }
    return measures;
  }

  /// A number in an object that is JSON in a text.
  private static String member(String json, String name) {
    return "CASE WHEN json_valid(%1$s) THEN CAST(json_extract(%1$s, '$.%2$s') AS REAL) END"
        .formatted(json, name);
  }

  private static Map<String, String> traceDimensions() {
    return Map.of(
        "trace_name",
        "(SELECT g.value FROM trace_tag g WHERE g.trace = t.key AND g.key = '" + Trace.NAME + "')",
        "trace_status",
        "t.state");
  }

  private static String spanAttribute(String key) {
    return "json_extract(s.content, '$.attributes.\"" + key + "\"')";
  }

  private static Map<String, Measure> spans() {
    Map<String, Measure> measures = new TreeMap<>();
    measures.put("span_count", new Measure("1", Amount.COUNT));
    measures.put("latency", new Measure("(s.ended - s.started) / 1e6", Amount.TIME));
    for (String cost : Set.of("input_cost", "output_cost", "total_cost")) {
      measures.put(
          cost, new Measure(member(spanAttribute("mlflow.llm.cost"), cost), Amount.QUANTITY));
    }
    return measures;
  }

  private static Map<String, String> spanDimensions() {
    return Map.of(
        "span_name", "s.name",
        "span_type", "s.type",
        "span_status", "s.status",
        "span_model_name", plain(spanAttribute("mlflow.llm.model")),
        "span_model_provider", plain(spanAttribute("mlflow.llm.provider")));
  }

  /// A text that is JSON in a text.
  private static String plain(String json) {
    return "CASE WHEN json_valid(%1$s) THEN json_extract(%1$s, '$') ELSE %1$s END".formatted(json);
  }

  private static Map<String, Measure> assessments() {
    String number =
        "CASE WHEN a.value IN ('true', 'false') THEN CAST(a.value = 'true' AS REAL)"
            + " WHEN json_valid(a.value) AND json_type(a.value) IN ('integer', 'real')"
            + " THEN CAST(a.value AS REAL) END";
    return Map.of(
        "assessment_count", new Measure("1", Amount.COUNT),
        "assessment_value", new Measure(number, Amount.TIME));
  }
}
