package dev.rondo.quality.expectation;

import dev.rondo.quality.Severity;
import dev.rondo.quality.condition.RowCondition;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One expectation of a suite, as written and found right.
///
/// @param id may be empty
/// @param condition which rows are judged; empty for all
/// @param meta free notes, handed on
/// @param description replaces the sentence made of the arguments; may be empty
public record ExpectationConfig(
    String id,
    Arguments arguments,
    Severity severity,
    Optional<RowCondition> condition,
    ObjectNode meta,
    String description) {

  public ExpectationType type() {
    return arguments.type();
  }

  /// The column that it speaks of, when it is one.
  public Optional<String> column() {
    return type().takes("column") ? arguments.optionalText("column") : Optional.empty();
  }
}
