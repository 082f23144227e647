package dev.rondo.quality.expectation;

import dev.rondo.quality.Severity;
import dev.rondo.quality.condition.RowCondition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
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

  private static final Pattern SHORT = Pattern.compile("[\\w.]{1,40}");

  public ExpectationType type() {
    return arguments.type();
  }

  /// The same under another id.
  public ExpectationConfig named(String other) {
    return new ExpectationConfig(other, arguments, severity, condition, meta, description);
  }

  /// The name that its results are kept by: its id, or else its type with its column and, where it
  /// watches a figure over time, with what makes that figure another one.
  public String name() {
    if (!id.isEmpty()) {
      return id;
    }
    StringBuilder name = new StringBuilder(type().name());
    column().ifPresent(column -> name.append(':').append(column));
    type()
        .watched()
        .ifPresent(parameters -> {
          parameters.forEach(parameter -> mark(name, arguments.value(parameter)));
          condition.ifPresent(where -> name.append(':').append(digest(where.toString())));
        });
    return name.toString();
  }

  private static void mark(StringBuilder name, JsonNode value) {
    if (!value.isNull()) {
      String text = value.asString(value.toString());
      name.append(':').append(SHORT.matcher(text).matches() ? text : digest(text));
    }
  }

  private static String digest(String text) {
    return Integer.toHexString(text.hashCode());
  }

  /// The columns that it speaks of, those of its row condition among them, each once.
  public List<String> columns() {
    return Stream.concat(
            arguments.columns().stream(),
            condition.stream().flatMap(where -> where.columns().stream()))
        .distinct()
        .toList();
  }

  /// The column that it speaks of, when it is one.
  public Optional<String> column() {
    return type().takes("column") ? arguments.optionalText("column") : Optional.empty();
  }
}
