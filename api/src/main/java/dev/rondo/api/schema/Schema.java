package dev.rondo.api.schema;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The shape of a JSON value, as JSON Schema. Immutable. [RecordSchema] derives one from a record.
///
/// @param body the schema itself, which may be a `$ref` to a definition
/// @param definitions the named schemas that it refers to
public record Schema(ObjectNode body, Map<String, ObjectNode> definitions) {
  private static final String REF = "#/components/schemas/";

  public Schema {
    definitions = Map.copyOf(definitions);
  }

  public static Schema text() {
    return type("string");
  }

  /// An ISO-8601 moment in UTC.
  public static Schema time() {
    return type("string").with("format", "date-time");
  }

  public static Schema integer() {
    return type("integer");
  }

  public static Schema number() {
    return type("number");
  }

  public static Schema flag() {
    return type("boolean");
  }

  /// Any JSON value.
  public static Schema any() {
    return new Schema(Json.object(), Map.of());
  }

  /// One of these texts.
  public static Schema oneOf(String... values) {
    ObjectNode body = type("string").body;
    ArrayNode list = body.putArray("enum");
    for (String value : values) {
      list.add(value);
    }
    return new Schema(body, Map.of());
  }

  public static Schema array(Schema items) {
    ObjectNode body = type("array").body;
    body.set("items", items.body);
    return new Schema(body, items.definitions);
  }

  /// An object whose keys are free and whose values are of one shape.
  public static Schema map(Schema values) {
    ObjectNode body = type("object").body;
    body.set("additionalProperties", values.body);
    return new Schema(body, values.definitions);
  }

  /// An object without fields yet; add them by [#field] and [#optional]. Others are refused.
  public static Schema object() {
    ObjectNode body = type("object").body;
    body.putObject("properties");
    body.putArray("required");
    body.put("additionalProperties", false);
    return new Schema(body, Map.of());
  }

  /// Derives the shape of a record as it is written to JSON, under the record's name.
  public static Schema of(Class<? extends Record> type) {
    return RecordSchema.of(type);
  }

  public Schema field(String name, Schema schema) {
    Schema with = optional(name, schema);
    ((ArrayNode) with.body.get("required")).add(name);
    return with;
  }

  public Schema optional(String name, Schema schema) {
    ObjectNode copy = body.deepCopy();
    ((ObjectNode) copy.get("properties")).set(name, schema.body);
    Map<String, ObjectNode> all = new LinkedHashMap<>(definitions);
    all.putAll(schema.definitions);
    return new Schema(copy, all);
  }

  /// Fields beside the declared ones are allowed.
  public Schema extensible() {
    ObjectNode copy = body.deepCopy();
    copy.remove("additionalProperties");
    return new Schema(copy, definitions);
  }

  /// The value, or null.
  public Schema orNull() {
    return or(type("null"));
  }

  /// A value of this shape, or of another.
  public Schema or(Schema other) {
    ObjectNode either = Json.object();
    either.putArray("anyOf").add(body).add(other.body);
    Map<String, ObjectNode> all = new LinkedHashMap<>(definitions);
    all.putAll(other.definitions);
    return new Schema(either, all);
  }

  public Schema describe(String sentence) {
    return with("description", sentence);
  }

  /// The range of a number, both ends included.
  public Schema range(long least, long most) {
    ObjectNode copy = body.deepCopy();
    copy.put("minimum", least).put("maximum", most);
    return new Schema(copy, definitions);
  }

  /// The length of a text, both ends included.
  public Schema length(int least, int most) {
    ObjectNode copy = body.deepCopy();
    copy.put("minLength", least).put("maxLength", most);
    return new Schema(copy, definitions);
  }

  /// Publishes the schema under a name, and refers to it wherever it is used.
  public Schema named(String name) {
    Map<String, ObjectNode> all = new LinkedHashMap<>(definitions);
    all.put(name, body);
    return new Schema(reference(name), all);
  }

  static ObjectNode reference(String name) {
    return Json.object().put("$ref", REF + name);
  }

  /// Every place where a value is not of this shape.
  public List<Mistake> check(JsonNode value) {
    return new SchemaCheck(ref -> definitions.get(ref.substring(REF.length()))).check(body, value);
  }

  /// Like [#check], for a value that came as text, such as a parameter of a query.
  public List<Mistake> checkText(String text) {
    String type = body.path("type").asString("string");
    JsonNode value =
        switch (type) {
          case "integer", "number", "boolean" -> literal(text);
          default -> JsonNodeFactory.instance.stringNode(text);
        };
    return check(value);
  }

  private static JsonNode literal(String text) {
    return text.matches("true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?")
        ? Json.parse(text)
        : JsonNodeFactory.instance.stringNode(text);
  }

  private Schema with(String key, String value) {
    ObjectNode copy = body.deepCopy();
    copy.put(key, value);
    return new Schema(copy, definitions);
  }

  private static Schema type(String type) {
    return new Schema(Json.object().put("type", type), Map.of());
  }
}
