package dev.rondo.quality.profile;

/// Hides what a value says and keeps its outline.
final class Masks {
  private static final int LONGEST = 40;

  private Masks() {}

  static String mask(String value) {
    StringBuilder masked = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST)
        .map(c -> Character.isLetterOrDigit(c) ? '*' : c)
        .forEach(masked::appendCodePoint);
    return masked.toString();
  }
}
