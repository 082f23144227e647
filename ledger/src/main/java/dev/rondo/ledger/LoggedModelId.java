package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// A logged model's id: `m-` and 32 lower-case hex digits.
public record LoggedModelId(String value) {
  private static final Pattern FORM = Pattern.compile("m-[0-9a-f]{32}");

  public LoggedModelId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.notFound("Logged model with ID '%s' not found.", Limits.brief(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
