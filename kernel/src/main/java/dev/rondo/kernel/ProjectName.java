package dev.rondo.kernel;

import java.util.regex.Pattern;

/// A project's name: lower-case letters, digits and dashes, starting with a letter, 64 at the most.
public record ProjectName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public ProjectName {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid(
          "'%s' is not a project name: use lower-case letters, digits and dashes, starting with a"
              + " letter, 64 at the most.",
          value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
