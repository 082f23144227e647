package dev.rondo.quality.suite;

import dev.rondo.quality.condition.RowCondition;
import tools.jackson.databind.JsonNode;

/// Which rows an expectation judges.
///
/// @param written a text, or a tree of comparisons
/// @param parser whose language the text is in; empty when it speaks for itself
public record Condition(JsonNode written, String parser) {

  /// As it is shown to people.
  public String text() {
    if (References.isOpen(written)) {
      return References.isReference(written)
          ? References.shortForm(written)
          : References.write(written).toString();
    }
    return written.isString() ? written.stringValue() : parsed().text();
  }

  /// @throws dev.rondo.kernel.Problem when it is no condition
  RowCondition parsed() {
    return RowCondition.read(written, parser);
  }
}
