package dev.rondo.quality.exchange;

import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Drafts a contract from a JSON Schema of an object, or of a list of objects: a column for each
/// property. References inside the document are followed.
public final class JsonSchemaImport {
  private static final Set<String> ROOT =
      Set.of(
          "$schema",
          "$id",
          "id",
          "$defs",
          "definitions",
          "title",
          "description",
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "$comment",
          "examples");
  private static final Set<String> PROPERTY =
      Set.of(
          "type",
          "title",
          "description",
          "format",
          "enum",
          "const",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "properties",
          "items",
          "required",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "examples",
          "$comment",
          "$ref",
          "deprecated",
          "additionalProperties",
          "anyOf",
          "oneOf",
          "nullable");
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "string", List.of("minLength", "maxLength", "pattern"),
          "integer",
              List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "number",
              List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "array", List.of("minItems", "maxItems", "uniqueItems"),
          "object", List.of("minProperties", "maxProperties"));

  private final Drafting draft;
  private final JsonNode source;

  private JsonSchemaImport(Drafting draft) {
    this.draft = draft;
    this.source = draft.source();
  }

  /// @param file its name, for the draft's id and for places
  /// @throws dev.rondo.kernel.Problem when the text is neither JSON nor YAML
  public static Draft of(String file, String text) {
    return new JsonSchemaImport(Drafting.from(file, text)).read(file);
  }

  private Draft read(String file) {
    String path = source.path("type").asString("").equals("array") ? "/items" : "";
    JsonNode schema = path.isEmpty() ? resolved(source, "") : resolved(source.path("items"), path);
    String fallback = file.replaceFirst("^.*/", "").replaceFirst("\\..*$", "");
    String title = schema.path("title").asString(source.path("title").asString(fallback));
    draft.head(title, title, "");
    if (!source.path("description").asString("").isBlank()) {
      draft.root().putObject("description").put("purpose", source.path("description").asString());
    }
    ObjectNode object = draft.object(title.replaceAll("[^\\p{L}\\p{N}_]+", "_"));
    unknown(schema, ROOT, path);
    Set<String> required = texts(schema.path("required"));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String at = path + "/properties/" + Yaml.escape(property.getKey());
      column(
          Drafting.column(object, property.getKey()),
          property.getValue(),
          at,
          required.contains(property.getKey()),
          0);
    }
    if (schema.path("additionalProperties").isBoolean()
        && !schema.path("additionalProperties").booleanValue()) {
      Drafting.custom(object, "extraColumns", Json.MAPPER.valueToTree("refuse"));
    }
    return draft.draft();
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private void unknown(JsonNode schema, Set<String> known, String path) {
    for (String key : schema.propertyNames()) {
      if (!known.contains(key)) {
        draft.leave(
            path + "/" + Yaml.escape(key),
            "'%s' is not carried over: %s".formatted(key, brief(schema.get(key))));
      }
    }
  }

  private static String brief(JsonNode node) {
    return Texts.shortened(node.toString(), 100);
  }

  /// What a reference refers to, with what stands beside it.
  private JsonNode resolved(JsonNode schema, String path) {
    JsonNode found = schema;
    for (int i = 0; i < 20 && found.path("$ref").isString(); i++) {
      String reference = found.path("$ref").stringValue();
      JsonNode target =
          reference.startsWith("#/") ? source.at(reference.substring(1)) : Json.object();
      if (!target.isObject() || target.isEmpty()) {
        draft.leave(path, "The reference '%s' leads nowhere here.".formatted(reference));
        return without(found);
      }
      ObjectNode merged = (ObjectNode) target.deepCopy();
      without(found).forEachEntry(merged::set);
      found = merged;
    }
    return found.path("$ref").isString() ? without(found) : found;
  }

  private static ObjectNode without(JsonNode schema) {
    ObjectNode rest = schema instanceof ObjectNode object ? object.deepCopy() : Json.object();
    rest.remove("$ref");
    return rest;
  }

  private void column(
      ObjectNode column, JsonNode given, String path, boolean isRequired, int depth) {
    JsonNode schema = alternative(resolved(given, path), path);
    Set<String> types =
        schema.path("type").isArray()
            ? texts(schema.path("type"))
            : new HashSet<>(Set.of(schema.path("type").asString("")));
    boolean isNullable = types.remove("null") || schema.path("nullable").asBoolean(false);
    String type = logical(schema, types, path);
    if (!type.isEmpty()) {
      column.put("logicalType", type);
    }
    if (!schema.path("title").asString("").isBlank()) {
      column.put("businessName", schema.path("title").asString());
    }
    Drafting.describe(column, schema.path("description"));
    if (isRequired && !isNullable) {
      column.put("required", true);
    }
    unknown(schema, PROPERTY, path);
    options(column, schema, type, path);
    members(column, schema, path);
    if (schema.path("examples").isArray()) {
      column.set("examples", schema.get("examples"));
    }
    nested(column, schema, type, path, depth);
  }

  /// Of a value or null, the value; of other alternatives nothing.
  private JsonNode alternative(JsonNode schema, String path) {
    for (String key : List.of("anyOf", "oneOf")) {
      List<JsonNode> some =
          schema
              .path(key)
              .valueStream()
              .filter(each -> !each.path("type").asString("").equals("null"))
              .toList();
      boolean isOne = some.size() == 1 && schema.path(key).size() == 2;
      if (isOne) {
        ObjectNode merged = (ObjectNode) schema.deepCopy();
        merged.remove(key);
        resolved(some.getFirst(), path).forEachEntry(merged::set);
        return merged.put("nullable", true);
      }
      if (!some.isEmpty()) {
        draft.leave(path + "/" + key, "'%s' is not carried over.".formatted(key));
      }
    }
    return schema;
  }

  private String logical(JsonNode schema, Set<String> types, String path) {
    if (types.equals(Set.of("integer", "number"))) {
      return "number";
    }
    if (types.size() != 1) {
      draft.leave(path + "/type", "A column has one type, not " + schema.path("type") + ".");
      return "";
    }
    String type = types.iterator().next();
    String format = schema.path("format").asString("");
    if (type.isEmpty()) {
      return ofMembers(schema).orElse(schema.has("properties") ? "object" : "");
    }
    return switch (format) {
      case "date" -> type.equals("string") ? "date" : type;
      case "date-time" -> type.equals("string") ? "timestamp" : type;
      default -> type;
    };
  }

  private static Optional<String> ofMembers(JsonNode schema) {
    JsonNode first =
        schema.path("enum").isEmpty() ? schema.path("const") : schema.path("enum").get(0);
    return first.isString()
        ? Optional.of("string")
        : first.isIntegralNumber()
            ? Optional.of("integer")
            : first.isNumber() ? Optional.of("number") : Optional.empty();
  }

  private void options(ObjectNode column, JsonNode schema, String type, String path) {
    ObjectNode options = Json.object();
    for (String key : OPTIONS.getOrDefault(type, List.of())) {
      if (schema.has(key)) {
        options.set(key, schema.get(key));
      }
    }
    String format = schema.path("format").asString("");
    if (type.equals("string") && !format.isEmpty()) {
      options.put("format", format);
    } else if (!format.isEmpty() && !Set.of("date", "timestamp").contains(type)) {
      draft.leave(path + "/format", "The format '%s' is not carried over.".formatted(format));
    }
    if (!options.isEmpty()) {
      column.set("logicalTypeOptions", options);
    }
  }

  private void members(ObjectNode column, JsonNode schema, String path) {
    ArrayNode values = Json.array();
    schema.path("enum").valueStream().filter(value -> !value.isNull()).forEach(values::add);
    if (schema.has("const")) {
      values.add(schema.get("const"));
    }
    if (!values.isEmpty()) {
      ObjectNode rule = Json.object().put("metric", "invalidValues");
      rule.putObject("arguments").set("validValues", values);
      Drafting.rule(column, rule.put("mustBe", 0));
    }
  }

  private void nested(ObjectNode column, JsonNode schema, String type, String path, int depth) {
    if (depth > 20) {
      draft.leave(path, "What is nested deeper is not carried over.");
      return;
    }
    if (type.equals("object")) {
      Set<String> required = texts(schema.path("required"));
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        column(
            Drafting.column(column, property.getKey()),
            property.getValue(),
            path + "/properties/" + Yaml.escape(property.getKey()),
            required.contains(property.getKey()),
            depth + 1);
      }
    } else if (type.equals("array") && schema.path("items").isObject()) {
      column(column.putObject("items"), schema.get("items"), path + "/items", false, depth + 1);
    }
  }
}
