package dev.rondo.api.mlflow.otlp;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.TraceId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The spans of an exporter's request, by their trace. A span that cannot be told is `invalid-data`
/// and refuses all of the request.
public final class OtlpSpans {
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-fA-F]{16}");
  private static final List<String> STATUSES = List.of("UNSET", "OK", "ERROR");
  private static final String STATUS_PREFIX = "STATUS_CODE_";

  private OtlpSpans() {}

  /// @throws Problem `invalid-request` when these are no spans
  public static Map<TraceId, List<Span>> ofProtobuf(byte[] body) {
    return of(Wire.json(body, TraceMessages.REQUEST));
  }

  /// @throws Problem `invalid-request` when these are no spans
  public static Map<TraceId, List<Span>> ofJson(byte[] body) {
    try {
      return of(Json.MAPPER.readTree(body));
    } catch (JacksonException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "Invalid OpenTelemetry format: the body is no JSON.", e);
    }
  }

  private static Map<TraceId, List<Span>> of(JsonNode request) {
    Map<TraceId, List<Span>> spans = new LinkedHashMap<>();
    for (JsonNode resource : field(request, "resourceSpans", "resource_spans")) {
      for (JsonNode scope : field(resource, "scopeSpans", "scope_spans")) {
        for (JsonNode span : scope.path("spans")) {
          String trace = id(field(span, "traceId", "trace_id"), TRACE_ID, "trace");
          spans
              .computeIfAbsent(TraceId.ofTelemetry(trace), _ -> new ArrayList<>())
              .add(span(trace, span));
        }
      }
    }
    if (spans.isEmpty()) {
      throw Problem.invalid("Invalid OpenTelemetry format - no spans found");
    }
    return spans;
  }

  private static JsonNode field(JsonNode object, String name, String otherName) {
    return object.has(name) ? object.path(name) : object.path(otherName);
  }

  private static String id(JsonNode id, Pattern form, String what) {
    String text = id.asString("");
    if (!form.matcher(text).matches() || text.chars().allMatch(c -> c == '0')) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "A span has the %s id '%s', which is not one of hex digits.",
          what,
          Texts.brief(text));
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static Span span(String trace, JsonNode span) {
    String id = id(field(span, "spanId", "span_id"), SPAN_ID, "span");
    JsonNode above = field(span, "parentSpanId", "parent_span_id");
    Optional<String> parent =
        above.asString("").isEmpty() ? Optional.empty() : Optional.of(id(above, SPAN_ID, "parent"));
    long from = number(field(span, "startTimeUnixNano", "start_time_unix_nano"));
    long to = number(field(span, "endTimeUnixNano", "end_time_unix_nano"));
    String status = status(span.path("status").path("code"));
    String name = span.path("name").asString("");
    ObjectNode content = Json.object();
    content.put("trace_id", base64(trace)).put("span_id", base64(id));
    content.put("parent_span_id", parent.map(OtlpSpans::base64).orElse(null));
    content.put("name", name).put("start_time_unix_nano", from).put("end_time_unix_nano", to);
    content.set("events", events(span.path("events")));
    content
        .putObject("status")
        .put("code", STATUS_PREFIX + status)
        .put("message", span.path("status").path("message").asString(""));
    content.set(
        "attributes",
        AnyValue.attributes(span.path("attributes"))
            .put("mlflow.traceRequestId", Json.write(TraceId.ofTelemetry(trace).value())));
    content.set("links", links(span.path("links")));
    return new Span(id, parent, name, status, new Span.Interval(from, to), content);
  }

  /// A span as clients keep it in files.
  ///
  /// @throws Problem `invalid-data` when its ids are none
  public static Span ofContent(ObjectNode content) {
    String id = hex(content.path("span_id"));
    JsonNode above = content.path("parent_span_id");
    return new Span(
        id,
        above.asString("").isEmpty() ? Optional.empty() : Optional.of(hex(above)),
        content.path("name").asString(""),
        status(content.path("status").path("code")),
        new Span.Interval(
            number(content.path("start_time_unix_nano")),
            number(content.path("end_time_unix_nano"))),
        content);
  }

  /// The hex digits of an id in base64.
  private static String hex(JsonNode id) {
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(id.asString("")));
    } catch (IllegalArgumentException e) {
      throw Problem.wrap(ProblemCode.INVALID_DATA, "A span has an id that is none: " + id, e);
    }
  }

  /// A constant by its number or its name.
  private static String status(JsonNode code) {
    if (code.isString()) {
      String name = code.stringValue().replace(STATUS_PREFIX, "");
      return STATUSES.contains(name) ? name : STATUSES.getFirst();
    }
    int number = code.asInt(0);
    return number >= 0 && number < STATUSES.size() ? STATUSES.get(number) : STATUSES.getFirst();
  }

  private static ArrayNode events(JsonNode events) {
    ArrayNode list = Json.array();
    for (JsonNode event : events) {
      list.addObject()
          .put("name", event.path("name").asString(""))
          .put("time_unix_nano", number(field(event, "timeUnixNano", "time_unix_nano")))
          .set("attributes", AnyValue.attributes(event.path("attributes")));
    }
    return list;
  }

  private static ArrayNode links(JsonNode links) {
    ArrayNode list = Json.array();
    for (JsonNode link : links) {
      list.addObject()
          .put("trace_id", base64(id(field(link, "traceId", "trace_id"), TRACE_ID, "trace")))
          .put("span_id", base64(id(field(link, "spanId", "span_id"), SPAN_ID, "span")))
          .set("attributes", AnyValue.attributes(link.path("attributes")));
    }
    return list;
  }

  /// JSON has whole numbers of 64 bits as texts.
  static long number(JsonNode number) {
    try {
      return number.isMissingNode() ? 0 : Long.parseLong(number.asString("0"));
    } catch (NumberFormatException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "A span has a whole number that is none: " + number, e);
    }
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /// A span as OpenTelemetry has it in JSON, with ids in base64, of the content that is stored.
  public static ObjectNode json(ObjectNode content) {
    ObjectNode span = Json.object();
    for (String name : List.of("trace_id", "span_id", "parent_span_id", "name")) {
      if (!content.path(name).isNull()) {
        span.set(name, content.path(name));
      }
    }
    span.set("start_time_unix_nano", content.path("start_time_unix_nano"));
    span.set("end_time_unix_nano", content.path("end_time_unix_nano"));
    span.set("attributes", AnyValue.list(content.path("attributes")));
    addAll(content, span, "events");
    addAll(content, span, "links");
    ObjectNode status = span.putObject("status");
    String code = content.path("status").path("code").asString("");
    String message = content.path("status").path("message").asString("");
    if (!message.isEmpty()) {
      status.put("message", message);
    }
    if (!code.isEmpty() && !code.endsWith(STATUSES.getFirst())) {
      status.put("code", code);
    }
    return span;
  }

  /// What is no event or no link, in a file of a client's, is passed over.
  private static void addAll(ObjectNode content, ObjectNode span, String name) {
    for (JsonNode part : content.path(name)) {
      if (part instanceof ObjectNode object) {
        span.withArray(name).add(withList(object));
      }
    }
  }

  private static JsonNode withList(ObjectNode part) {
    ObjectNode whole = part.deepCopy();
    whole.set("attributes", AnyValue.list(part.path("attributes")));
    return whole;
  }
}
