package dev.rondo.delivery.repository;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// A Git commit, as 40 lower-case hex digits.
public record CommitId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

  public CommitId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid("'%s' is not a commit: 40 lower-case hex digits are needed.", value);
    }
  }

  /// The first ten digits, for people.
  public String brief() {
    return value.substring(0, 10);
  }

  @Override
  public String toString() {
    return value;
  }
}
