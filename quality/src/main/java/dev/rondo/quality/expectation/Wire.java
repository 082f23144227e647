package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values of a table as JSON: times as ISO text, what is not a number as null, infinities as
/// `Infinity` and `-Infinity`.
final class Wire {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Wire() {}

  static JsonNode of(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node;
      case Long number -> NODES.numberNode(number);
      case Integer number -> NODES.numberNode(number);
      case BigInteger number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number.doubleValue());
      case Double number ->
          Double.isFinite(number)
              ? NODES.numberNode(number.doubleValue())
              : number.isNaN() ? NODES.nullNode() : NODES.stringNode(number.toString());
      case Boolean flag -> NODES.booleanNode(flag);
      case LocalDateTime time ->
          NODES.stringNode(time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
      default -> NODES.stringNode(value.toString());
    };
  }

  static ArrayNode list(List<? extends @Nullable Object> values) {
    ArrayNode list = Json.array();
    values.forEach(value -> list.add(of(value)));
    return list;
  }

  static ArrayNode list(Cells values) {
    ArrayNode list = Json.array();
    for (int i = 0; i < values.size(); i++) {
      list.add(of(values.get(i)));
    }
    return list;
  }

  /// An object with one value.
  static ObjectNode observed(@Nullable Object value) {
    ObjectNode result = Json.object();
    result.set("observed_value", of(value));
    return result;
  }
}
