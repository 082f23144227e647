package dev.rondo.training;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// One candidate to train.
///
/// @param name lower-case letters, digits and dashes; its files are named after it
/// @param train the rows to learn from
/// @param validation the rows to judge by; an empty range for none
public record Plan(String name, RowRange train, RowRange validation, Parameters parameters) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public Plan {
    if (!NAME.matcher(name).matches()) {
      throw Problem.invalid(
          "'%s' is not a candidate's name: use lower-case letters, digits and dashes, 64 at the"
              + " most.",
          name);
    }
  }
}
