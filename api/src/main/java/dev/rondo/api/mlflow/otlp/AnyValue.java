package dev.rondo.api.mlflow.otlp;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A value of an attribute: OpenTelemetry wraps each in an object that names its type.
final class AnyValue {
  private static final int DEEPEST = 64;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AnyValue() {}

  /// The attributes by key, each value as JSON in a text.
  ///
  /// @param list of `key` and wrapped `value`
  static ObjectNode attributes(JsonNode list) {
    ObjectNode attributes = Json.object();
    for (JsonNode one : list) {
      String key = one.path("key").asString("");
      attributes.put(key, Json.write(plain(one.path("value"), 0)));
    }
    return attributes;
  }

  private static JsonNode plain(JsonNode value, int depth) {
    if (depth > DEEPEST) {
      throw Problem.of(ProblemCode.INVALID_DATA, "An attribute is nested too deeply.");
    }
    for (var entry : value.properties()) {
      JsonNode inner = entry.getValue();
      return switch (entry.getKey()) {
        case "intValue", "int_value" -> whole(inner);
        case "doubleValue", "double_value" -> real(inner);
        case "arrayValue", "array_value" -> list(inner.path("values"), depth);
        case "kvlistValue", "kvlist_value" -> object(inner.path("values"), depth);
        default -> inner;
      };
    }
    return NODES.nullNode();
  }

  /// JSON has whole numbers as texts here.
  private static JsonNode whole(JsonNode number) {
    return NODES.numberNode(OtlpSpans.number(number));
  }

  /// JSON has no word for infinity.
  private static JsonNode real(JsonNode number) {
    return number.isNumber() && !Double.isFinite(number.doubleValue())
        ? NODES.stringNode(number.asString())
        : number;
  }

  private static ArrayNode list(JsonNode values, int depth) {
    ArrayNode list = Json.array();
    values.forEach(value -> list.add(plain(value, depth + 1)));
    return list;
  }

  private static ObjectNode object(JsonNode values, int depth) {
    ObjectNode object = Json.object();
    values.forEach(
        one -> object.set(one.path("key").asString(""), plain(one.path("value"), depth + 1)));
    return object;
  }

  /// The opposite of [#attributes].
  static ArrayNode list(JsonNode attributes) {
    ArrayNode list = Json.array();
    attributes
        .properties()
        .forEach(entry ->
            list.addObject()
                .put("key", entry.getKey())
                .set("value", wrapped(parsed(entry.getValue().asString("")))));
    return list;
  }

  private static JsonNode parsed(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JacksonException e) {
      return NODES.stringNode(json);
    }
  }

  private static ObjectNode wrapped(JsonNode value) {
    ObjectNode wrapped = Json.object();
    switch (value.getNodeType()) {
      case STRING -> wrapped.set("string_value", value);
      case BOOLEAN -> wrapped.set("bool_value", value);
      case NUMBER -> wrapped.set(value.isIntegralNumber() ? "int_value" : "double_value", value);
      case ARRAY -> {
        ArrayNode values = wrapped.putObject("array_value").putArray("values");
        value.forEach(one -> values.add(wrapped(one)));
      }
      case OBJECT -> {
        ArrayNode values = wrapped.putObject("kvlist_value").putArray("values");
        value
            .properties()
            .forEach(entry ->
                values
                    .addObject()
                    .put("key", entry.getKey())
                    .set("value", wrapped(entry.getValue())));
      }
      case BINARY, MISSING, NULL, POJO -> {}
    }
    return wrapped;
  }
}
