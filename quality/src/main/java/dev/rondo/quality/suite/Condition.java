package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.condition.RowCondition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

  /// The condition and its parser as arguments.
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.set(GreatExpectations.CONDITION, written);
    return parser.isEmpty() ? json : json.put(GreatExpectations.PARSER, parser);
  }

  /// This condition with nothing open in it, as [#json] wrote it.
  Condition as(ObjectNode bound) {
    return new Condition(bound.path(GreatExpectations.CONDITION), parser);
  }

  /// @throws dev.rondo.kernel.Problem when it is no condition
  RowCondition parsed() {
    if (!written.isString()) {
      return RowCondition.read(written);
    }
    String text = written.stringValue();
    String own = text.contains("col(") ? "great_expectations" : "pandas";
    return RowCondition.parse(text, parser.isEmpty() ? own : parser);
  }
}
