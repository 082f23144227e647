package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// An execution's id: 32 lower-case hex digits, in order of submission.
public record ExecutionId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public ExecutionId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid(
          "'%s' is not an execution's id: 32 lower-case hex digits are needed.", value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
