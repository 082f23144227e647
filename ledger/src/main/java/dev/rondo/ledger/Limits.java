package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import java.util.regex.Pattern;

/// What the ledger takes: how long, how many.
final class Limits {
  static final int NAME = 250;
  static final int FACTS = 1 << 16;
  static final int BATCH = 25_000;
  static final int PAGE = 1_000;
  static final int SEARCH = 50_000;
  static final int LOCATION = 2_048;
  private static final int EXPERIMENT_NAME = 500;
  private static final int EXPERIMENT_TAG = 5_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Limits() {}

  static boolean isName(String value) {
    return !value.isBlank() && value.length() <= NAME && !CONTROL.matcher(value).find();
  }

  static void name(String what, String value) {
    if (!isName(value)) {
      throw Problem.invalid(
          "'%s' cannot be a run's %s: 1 to %d characters without control characters are needed.",
          Texts.brief(value), what, NAME);
    }
  }

  static void key(String value) {
    if (!isName(value)) {
      throw Problem.invalid(
          "'%s' cannot be a key: 1 to %d characters without control characters are needed.",
          Texts.brief(value), NAME);
    }
  }

  /// In the protocol's words.
  static void length(String what, String value, int limit) {
    if (value.length() > limit) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "'%s' exceeds the maximum length of %d characters: it has %d.",
          what,
          limit,
          value.length());
    }
  }

  static void batch(int size) {
    if (size > BATCH) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "One call has %d entries; %d are the most: send them in several.",
          size,
          BATCH);
    }
  }

  static void page(int limit) {
    limit(limit, PAGE);
  }

  static void limit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw Problem.invalid("The limit is %d; it must be 1 to %d.", limit, most);
    }
  }

  static void experimentName(String value) {
    if (value.isBlank() || CONTROL.matcher(value).find()) {
      throw Problem.invalid("'%s' cannot be an experiment's name.", Texts.brief(value));
    }
    length("experiment's name", value, EXPERIMENT_NAME);
  }

  static void modelName(String value) {
    if (value.isBlank() || CONTROL.matcher(value).find()) {
      throw Problem.invalid(
          "'%s' cannot be a logged model's name: characters other than blanks are needed, and no"
              + " control characters.",
          Texts.brief(value));
    }
  }

  static void experimentTag(Tag tag) {
    length("value of tag '" + tag.key() + "'", tag.value(), EXPERIMENT_TAG);
  }
}
