package dev.rondo.kernel.search;

import java.util.EnumSet;
import java.util.Set;

/// How a condition compares.
public enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">="),
  /// `%` stands for any characters and `_` for one; capitals count.
  LIKE("LIKE"),
  /// The same, but capitals do not count.
  ILIKE("ILIKE"),
  /// A regular expression that is found somewhere in the text.
  RLIKE("RLIKE"),
  IN("IN"),
  NOT_IN("NOT IN"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL");

  /// What numbers are compared by.
  public static final Set<Operator> OF_NUMBERS =
      Set.copyOf(EnumSet.of(EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST));

  /// What texts are matched by.
  public static final Set<Operator> OF_TEXTS =
      Set.copyOf(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE));

  /// Whether there is something at all.
  public static final Set<Operator> OF_PRESENCE = Set.copyOf(EnumSet.of(IS_NULL, IS_NOT_NULL));

  /// One of several texts.
  public static final Set<Operator> OF_MEMBERS = Set.copyOf(EnumSet.of(IN, NOT_IN));

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  /// As it is written.
  @Override
  public String toString() {
    return text;
  }
}
