package dev.rondo.quality.docs;

import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import java.util.Comparator;
import java.util.Locale;

/// How a rule stands, or a whole check by its worst rule; the later, the worse.
public enum State {
  /// Not checked yet.
  UNKNOWN,
  /// Nothing broke it.
  KEPT,
  /// Broken, but no more than it puts up with.
  TOLERATED,
  /// Broken, and only recorded.
  NOTED,
  /// Broken, and told as a warning.
  WARNED,
  /// Rows that broke it were set aside.
  SET_ASIDE,
  /// The data as a whole failed it.
  FAILED;

  public static State of(RuleResult result) {
    if (result.passed()) {
      return result.breaches() == 0 ? KEPT : TOLERATED;
    }
    return switch (result.severity()) {
      case INFO -> NOTED;
      case WARNING -> WARNED;
      case ERROR -> result.wholeTable() ? FAILED : SET_ASIDE;
    };
  }

  /// The worst of its rules.
  public static State of(QualityResult result) {
    return result.rules().stream()
        .map(State::of)
        .max(Comparator.naturalOrder())
        .orElse(State.UNKNOWN);
  }

  /// How many rules people should look at.
  public static int broken(QualityResult result) {
    return (int) result.rules().stream().filter(rule -> of(rule).isBroken()).count();
  }

  /// Whether people should look at it.
  public boolean isBroken() {
    return compareTo(WARNED) >= 0;
  }

  /// The word in files and in the database.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static State parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
