package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// An experiment's number in its project; the default experiment has 0.
public record ExperimentId(long number) {
  /// Of the experiment that runs belong to which name none.
  public static final ExperimentId DEFAULT = new ExperimentId(0);

  private static final Pattern FORM = Pattern.compile("[0-9]{1,18}");

  /// @throws Problem `invalid-request` for what is no number
  public static ExperimentId parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw Problem.invalid("Invalid experiment id '%s': 1 to 18 decimal digits are needed.", text);
    }
    return new ExperimentId(Long.parseLong(text));
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
