package dev.rondo.quality.suite;

import tools.jackson.databind.JsonNode;

/// Which rows an expectation judges.
///
/// @param written a text, or a tree of comparisons
/// @param parser whose language the text is in; empty when it speaks for itself
public record Condition(JsonNode written, String parser) {

  /// As it is shown to people.
  public String text() {
    return written.isString() ? written.stringValue() : written.toString();
  }
}
