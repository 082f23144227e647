package dev.rondo.quality;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a rule says to an engine: an object, or the same as text in YAML or JSON.
final class Implementation {
  private Implementation() {}

  /// Any value; empty, after a mistake, when a text is no YAML.
  static Optional<JsonNode> tree(Fields item) {
    JsonNode implementation = item.raw("implementation");
    if (!implementation.isString()) {
      return Optional.of(implementation);
    }
    try {
      return Optional.of(Yaml.parse("", implementation.stringValue()).root());
    } catch (Problem e) {
      item.mistake("implementation", e.mistakes().getFirst().message());
      return Optional.empty();
    }
  }

  /// An object whose mistakes are the rule's; empty, after a mistake, when there is none.
  static Optional<Fields> of(Fields item) {
    if (item.raw("implementation").isObject()) {
      return Optional.of(item.object("implementation"));
    }
    Optional<JsonNode> tree = tree(item);
    if (tree.isPresent() && !tree.get().isObject()) {
      item.mistake("implementation", "An object with keys is needed here.");
    }
    return tree.filter(JsonNode::isObject).map(object -> item.within("implementation", object));
  }
}
