package dev.rondo.quality.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives columns of an object other names, also where its rules speak of them, so that rules before
/// and after a renaming can be compared. Where a rule's SQL uses a name otherwise, it comes out as
/// another rule, never as the same.
final class Renaming {
  private static final List<String> RULES = List.of("quality", "relationships");
  private static final Set<String> VALUES =
      Set.of("validValues", "missingValues", "value_set", "values");

  private Renaming() {}

  static void apply(ObjectNode object, Map<String, String> names) {
    if (names.isEmpty()) {
      return;
    }
    RULES.forEach(key -> replace(object, key, names));
    for (JsonNode column : object.path("properties")) {
      if (column instanceof ObjectNode property) {
        String name = property.path("name").asString("");
        property.put("name", names.getOrDefault(name, name));
        RULES.forEach(key -> replace(property, key, names));
      }
    }
  }

  private static void replace(ObjectNode owner, String key, Map<String, String> names) {
    if (owner.has(key)) {
      owner.set(key, renamed(owner.get(key), names));
    }
  }

  private static JsonNode renamed(JsonNode node, Map<String, String> names) {
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(renamed(node.stringValue(), names));
    }
    if (node instanceof ObjectNode object) {
      for (String key : List.copyOf(object.propertyNames())) {
        if (!VALUES.contains(key)) {
          replace(object, key, names);
        }
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, renamed(list.get(i), names));
      }
    }
    return node;
  }

  private static String renamed(String text, Map<String, String> names) {
    String other = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      other =
          Pattern.compile("(?<![\\w'])" + Pattern.quote(name.getKey()) + "(?![\\w'])")
              .matcher(other)
              .replaceAll(Matcher.quoteReplacement(name.getValue()));
    }
    return other;
  }
}
