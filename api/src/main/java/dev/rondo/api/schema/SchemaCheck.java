package dev.rondo.api.schema;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Holds a value against the part of JSON Schema that [Schema] writes.
public final class SchemaCheck {
  private final Function<String, @Nullable JsonNode> definitions;

  /// @param definitions the schema that a `$ref` names; null when there is none
  public SchemaCheck(Function<String, @Nullable JsonNode> definitions) {
    this.definitions = definitions;
  }

  /// Every place where the value is not as the schema says, each with its JSON pointer.
  public List<Mistake> check(JsonNode schema, JsonNode value) {
    List<Mistake> mistakes = new ArrayList<>();
    check(schema, value, "", mistakes);
    return mistakes;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<Mistake> mistakes) {
    if (schema.has("$ref")) {
      check(definition(schema.get("$ref").asString()), value, path, mistakes);
      return;
    }
    if (schema.has("anyOf")) {
      checkChoices(schema.get("anyOf"), value, path, mistakes);
      return;
    }
    String type = schema.path("type").asString("");
    if (!type.isEmpty() && !isType(type, value)) {
      mistakes.add(
          Mistake.at(path, "%s is needed here, not %s.".formatted(article(type), brief(value))));
      return;
    }
    switch (type) {
      case "object" -> checkObject(schema, value, path, mistakes);
      case "array" -> {
        for (int i = 0; i < value.size(); i++) {
          check(schema.path("items"), value.get(i), path + "/" + i, mistakes);
        }
      }
      case "string" -> checkText(schema, value.asString(), path, mistakes);
      case "integer", "number" -> checkRange(schema, value.asDouble(), path, mistakes);
      default -> {}
    }
  }

  private JsonNode definition(String reference) {
    JsonNode definition = definitions.apply(reference);
    if (definition == null) {
      throw new IllegalStateException("No schema is defined as " + reference);
    }
    return definition;
  }

  private void checkChoices(JsonNode choices, JsonNode value, String path, List<Mistake> mistakes) {
    List<Mistake> first = List.of();
    for (JsonNode choice : choices) {
      List<Mistake> tried = new ArrayList<>();
      check(choice, value, path, tried);
      if (tried.isEmpty()) {
        return;
      }
      first = first.isEmpty() ? tried : first;
    }
    mistakes.addAll(first);
  }

  private void checkObject(JsonNode schema, JsonNode value, String path, List<Mistake> mistakes) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        mistakes.add(Mistake.at(path, "The field '%s' is missing.".formatted(name.asString())));
      }
    }
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String place = path + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      if (properties.has(field.getKey())) {
        check(properties.get(field.getKey()), field.getValue(), place, mistakes);
      } else if (others.isObject()) {
        check(others, field.getValue(), place, mistakes);
      } else if (others.isBoolean() && !others.asBoolean()) {
        mistakes.add(Mistake.at(place, unknown(field.getKey(), properties)));
      }
    }
  }

  private static String unknown(String name, JsonNode properties) {
    return "There is no field '%s'; there are %s."
        .formatted(name, String.join(", ", properties.propertyNames()));
  }

  private static void checkText(JsonNode schema, String text, String path, List<Mistake> mistakes) {
    JsonNode values = schema.path("enum");
    if (values.isArray() && values.valueStream().noneMatch(v -> v.asString().equals(text))) {
      List<String> known = values.valueStream().map(JsonNode::asString).toList();
      mistakes.add(
          Mistake.at(path, "'%s' is not one of %s.".formatted(text, String.join(", ", known))));
    }
    int length = text.length();
    if (length < schema.path("minLength").asInt(0)
        || length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      mistakes.add(
          Mistake.at(path, "A text of %d characters is too short or too long.".formatted(length)));
    }
  }

  private static void checkRange(
      JsonNode schema, double value, String path, List<Mistake> mistakes) {
    if (value < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
        || value > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)) {
      mistakes.add(
          Mistake.at(
              path,
              "The number must lie between %s and %s."
                  .formatted(schema.path("minimum"), schema.path("maximum"))));
    }
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private static String article(String type) {
    return switch (type) {
      case "object", "array", "integer" -> "An " + type;
      case "null" -> "Null";
      default -> "A " + type;
    };
  }

  private static String brief(JsonNode value) {
    return Texts.shortened(value.toString(), 40);
  }
}
