package dev.rondo.kernel;

import java.util.Locale;

/// Numbers of things in sentences for people.
public final class Counted {
  private Counted() {}

  /// `1 row`, `17,379 rows`.
  public static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /// `1 row is`, `17,379 rows are`.
  public static String are(long number, String noun) {
    return of(number, noun) + (number == 1 ? " is" : " are");
  }
}
