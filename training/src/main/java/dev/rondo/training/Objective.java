package dev.rondo.training;

import dev.rondo.kernel.Problem;
import java.util.Arrays;

/// What training makes small.
public enum Objective {
  ABSOLUTE_ERROR("reg:absoluteerror"),
  SQUARED_ERROR("reg:squarederror");

  private final String text;

  Objective(String text) {
    this.text = text;
  }

  /// XGBoost's name for it, which the project's files use too.
  public String text() {
    return text;
  }

  public static Objective of(String text) {
    return Arrays.stream(values())
        .filter(objective -> objective.text.equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                "'%s' is not an objective; use reg:absoluteerror or reg:squarederror.", text));
  }
}
