package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/// A run's id: 32 lower-case hex digits.
public record RunId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid("'%s' is not a run id: 32 lower-case hex digits are needed.", value);
    }
  }

  /// The id that a text is; empty when it cannot be one of a run here.
  public static Optional<RunId> find(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new RunId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
