package dev.rondo.quality.suite;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds what is wrong with arguments before a suite runs: defaults stand in for its parameters,
/// and what stands open without one is not judged yet.
final class ArgumentCheck {
  /// Any moment: only the form of what is worked out counts.
  private static final LocalDateTime SOME_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final FormulaValue values;

  ArgumentCheck(Map<String, JsonNode> defaults) {
    this.values = new FormulaValue(defaults, SOME_TIME);
  }

  /// Tells each mistake with the name of its argument, which is empty when it is of several.
  void check(ExpectationType type, ObjectNode given, BiConsumer<String, String> mistakes) {
    ObjectNode bound = Json.object();
    Set<String> open = new HashSet<>();
    given.forEachEntry((name, value) -> {
      try {
        if (values.parameters().keySet().containsAll(References.names(value))) {
          bound.set(name, References.bind(value, values));
        } else {
          open.add(name);
        }
      } catch (Problem e) {
        open.add(name);
        mistakes.accept(name, e.text());
      }
    });
    for (Mistake mistake : type.mistakes(bound)) {
      boolean isOfSeveral = mistake.path().isEmpty();
      if (isOfSeveral ? open.isEmpty() : !open.contains(mistake.path())) {
        mistakes.accept(mistake.path(), mistake.message());
      }
    }
  }
}
