package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// An assessment's id: `a-` and 32 hex digits.
public record AssessmentId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  public AssessmentId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid("An assessment's id has letters, digits and dashes only.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
