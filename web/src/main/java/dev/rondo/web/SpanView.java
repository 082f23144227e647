package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A step of a trace as clients write it, those of the series 2 and 3 alike.
///
/// @param from in nanoseconds since 1970, as `to`
record SpanView(
    String id, String parent, String name, boolean isFailed, long from, long to, JsonNode content) {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{11}=");
  private static final int LONGEST = 50_000;
  private static final String INPUTS = "mlflow.spanInputs";
  private static final String OUTPUTS = "mlflow.spanOutputs";
  private static final String TYPE = "mlflow.spanType";
  private static final String TRACE = "mlflow.traceRequestId";
  private static final Set<String> SHOWN_APART = Set.of(INPUTS, OUTPUTS, TYPE, TRACE);
  private static final String EXCEPTION = "exception";

  /// What happened during a step.
  ///
  /// @param at nanoseconds after the step began
  record Moment(String name, long at, Map<String, String> attributes) {}

  /// @param trace its lines, the outermost call first; may be empty
  record Failure(String type, String message, String trace) {}

  static SpanView of(JsonNode content) {
    JsonNode context = content.path("context");
    JsonNode status = content.path("status");
    long from = first(content, "start_time_unix_nano", "start_time").asLong(0);
    return new SpanView(
        hex((content.has("span_id") ? content : context).path("span_id").asString("")),
        hex(first(content, "parent_span_id", "parent_id").asString("")),
        content.path("name").asString(""),
        (status.has("code") ? status.path("code") : content.path("status_code"))
            .asString("")
            .contains("ERROR"),
        from,
        Math.max(from, first(content, "end_time_unix_nano", "end_time").asLong(from)),
        content);
  }

  /// An id as clients speak of it: they write it in base64, or in hex digits, with `0x` or without.
  private static String hex(String id) {
    return BASE64.matcher(id).matches()
        ? HexFormat.of().formatHex(Base64.getDecoder().decode(id))
        : id.startsWith("0x") ? id.substring(2) : id;
  }

  private static JsonNode first(JsonNode content, String name, String olderName) {
    return content.has(name) ? content.path(name) : content.path(olderName);
  }

  long nanos() {
    return to - from;
  }

  /// Such as `LLM`; may be empty.
  String type() {
    return attribute(TYPE).filter(type -> !type.equals("UNKNOWN")).orElse("");
  }

  /// What the status says of itself; may be empty.
  String message() {
    JsonNode status = content.path("status");
    return (status.isObject() ? status.path("message") : content.path("status_message"))
        .asString("");
  }

  Optional<String> inputs() {
    return attribute(INPUTS);
  }

  Optional<String> outputs() {
    return attribute(OUTPUTS);
  }

  private Optional<String> attribute(String key) {
    JsonNode value = content.path("attributes").path(key);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(text(value));
  }

  /// Those that have no place of their own.
  Map<String, String> attributes() {
    Map<String, String> attributes = texts(content.path("attributes"));
    attributes.keySet().removeAll(SHOWN_APART);
    return attributes;
  }

  private static Map<String, String> texts(JsonNode attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.forEachEntry((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  /// A text stands for the JSON in it; that is laid out in lines.
  private static String text(JsonNode value) {
    String text = value.isString() ? value.stringValue() : value.toString();
    try {
      JsonNode read = Json.MAPPER.readTree(text);
      String told =
          read.isString() ? read.stringValue() : read.isContainer() ? Json.pretty(read) : text;
      return Format.cut(told, LONGEST);
    } catch (JacksonException e) {
      return Format.cut(text, LONGEST);
    }
  }

  /// All that happened but exceptions.
  List<Moment> moments() {
    return content
        .path("events")
        .valueStream()
        .filter(event -> !isException(event))
        .map(event ->
            new Moment(
                event.path("name").asString(""),
                first(event, "time_unix_nano", "timestamp").asLong(from) - from,
                texts(event.path("attributes"))))
        .toList();
  }

  private static boolean isException(JsonNode event) {
    return event.path("name").asString("").equals(EXCEPTION);
  }

  List<Failure> failures() {
    return content
        .path("events")
        .valueStream()
        .filter(SpanView::isException)
        .map(event -> event.path("attributes"))
        .map(told ->
            new Failure(
                told(told, "exception.type"),
                told(told, "exception.message"),
                told(told, "exception.stacktrace")))
        .toList();
  }

  private static String told(JsonNode attributes, String key) {
    JsonNode value = attributes.path(key);
    return value.isMissingNode() ? "" : text(value);
  }
}
