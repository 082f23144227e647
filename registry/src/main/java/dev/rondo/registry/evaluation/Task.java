package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a model is asked.
public enum Task {
  /// A number.
  REGRESSION,
  /// One of two classes, 0 and 1, by the probability of 1.
  BINARY,
  /// One of several classes, 0 to K - 1, by the probability of each.
  MULTICLASS;

  /// The stable text on wires, in lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The task that a project's `task.type` names; empty for any other.
  public static Optional<Task> find(String text) {
    return switch (text) {
      case "regression" -> Optional.of(REGRESSION);
      case "binary", "binary-classification" -> Optional.of(BINARY);
      case "multiclass", "multiclass-classification" -> Optional.of(MULTICLASS);
      default -> Optional.empty();
    };
  }

  /// @throws Problem `invalid-request`
  public static Task parse(String text) {
    return find(text)
        .orElseThrow(() ->
            Problem.invalid(
                "'%s' is not a task that can be evaluated; it is one of %s.",
                text, List.of("regression", "binary", "multiclass")));
  }

  /// The measures that are taken, in their order.
  public List<Measure> measures() {
    return Arrays.stream(Measure.values()).filter(measure -> measure.isOf(this)).toList();
  }
}
