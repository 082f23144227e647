package dev.rondo.quality.exchange;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.OdcsShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a contract as a file of the Open Data Contract Standard, every object's keys in the
/// standard's order, so that equal contracts are equal files. Nothing but comments is lost.
public final class OdcsWriter {
  private OdcsWriter() {}

  public static String write(ContractDocument document) {
    return YamlText.of(ordered(document.tree(), OdcsShape.contract()));
  }

  static ObjectNode ordered(ObjectNode tree, OdcsShape shape) {
    List<String> keys = new ArrayList<>(shape.keys());
    keys.retainAll(tree.propertyNames());
    tree.propertyNames().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    ObjectNode ordered = Json.object();
    for (String key : keys) {
      JsonNode value = tree.get(key);
      Optional<OdcsShape> below = shape.at(key, value.isArray());
      ordered.set(key, below.map(s -> ordered(value, s)).orElse(value));
    }
    return ordered;
  }

  private static JsonNode ordered(JsonNode value, OdcsShape shape) {
    if (value instanceof ObjectNode object) {
      return ordered(object, shape);
    }
    if (!value.isArray()) {
      return value;
    }
    ArrayNode list = Json.array();
    value.forEach(item -> list.add(ordered(item, shape)));
    return list;
  }
}
