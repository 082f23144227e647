package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.expectation.ExpectationType;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads which rows an expectation judges, and refuses what is no condition.
final class ConditionReader {
  private ConditionReader() {}

  /// @param key holds a text, a tree, or an object of both `condition` and `parser`
  /// @param parser whose language a text is in, when it does not say so itself
  static Optional<Condition> read(ExpectationType type, Fields owner, String key, String parser) {
    if (!owner.has(key)) {
      return Optional.empty();
    }
    if (!type.isConditional()) {
      owner.mistake(key, "%s takes no row condition.".formatted(type.name()));
      return Optional.empty();
    }
    JsonNode written = owner.raw(key);
    if (written.has("condition")) {
      Fields both = owner.object(key).only("condition", "parser");
      return read(type, both, "condition", both.text("parser", parser));
    }
    if (!written.isString() && !written.isObject()) {
      owner.require(key, false, "a condition such as vendor == 1");
      return Optional.empty();
    }
    Condition condition = new Condition(References.read(written), parser);
    if (!References.isOpen(condition.written())) {
      owner.tried(key, condition::parsed);
    }
    return Optional.of(condition);
  }
}
