package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.util.regex.Pattern;

/// A logged model's id: `m-` and 32 lower-case hex digits.
public record LoggedModelId(String value) {
  private static final Pattern FORM = Pattern.compile("m-[0-9a-f]{32}");

  public LoggedModelId {
    if (!isOne(value)) {
      throw Problem.notFound("Logged model with ID '%s' not found.", Texts.brief(value));
    }
  }

  /// Whether a text has the form of such an id.
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
