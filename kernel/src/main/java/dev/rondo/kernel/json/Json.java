package dev.rondo.kernel.json;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out. Maps and records are written with their keys in alphabetical order, so that
/// equal values have equal digests; trees keep the order that they were made in. Duplicate keys and
/// trailing text are refused, unknown properties of records are ignored.
public final class Json {
  /// The one configured mapper; immutable and thread-safe.
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private Json() {}

  /// Parses a document that must be an object.
  public static ObjectNode parseObject(String text) {
    if (parse(text) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid("A JSON object is needed here.");
  }

  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw Problem.invalid("The JSON is empty.");
      }
      return node;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// Reads a value of a record type.
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public static <T> T read(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Indented, for people.
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// Says where and what, without the library's class names.
  public static Problem malformed(JacksonException e) {
    var location = e.getLocation();
    String place =
        location == null || location.getLineNr() <= 0
            ? ""
            : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    return Problem.wrap(
        ProblemCode.INVALID_REQUEST,
        "The JSON is malformed" + place + ": " + e.getOriginalMessage(),
        e);
  }
}
