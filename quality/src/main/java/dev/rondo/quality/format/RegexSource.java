package dev.rondo.quality.format;

import dev.rondo.kernel.Problem;

/// The text of a regular expression, read from left to right.
final class RegexSource {
  private final String text;
  private int at;

  RegexSource(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  void backTo(int position) {
    at = position;
  }

  String since(int position) {
    return text.substring(position, at);
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /// The next unit, or NUL at the end, where [#isAtEnd] must be asked if it matters.
  char peek() {
    return isAtEnd() ? 0 : text.charAt(at);
  }

  boolean isAt(String token) {
    return text.startsWith(token, at);
  }

  boolean take(String token) {
    if (!isAt(token)) {
      return false;
    }
    at += token.length();
    return true;
  }

  int next() {
    if (isAtEnd()) {
      throw refused("it ends too early");
    }
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  /// Takes the text up to the terminator, and the terminator.
  String until(char terminator) {
    int end = text.indexOf(terminator, at);
    if (end < 0) {
      throw refused("'%s' is missing".formatted(terminator));
    }
    String taken = text.substring(at, end);
    at = end + 1;
    return taken;
  }

  /// Takes at most so many digits of the radix.
  String digits(int radix, int most) {
    int start = at;
    while (at < text.length() && at - start < most && isDigit(text.charAt(at), radix)) {
      at++;
    }
    return text.substring(start, at);
  }

  static boolean isDigit(char c, int radix) {
    return c < 0x80 && Character.digit(c, radix) >= 0;
  }

  Problem refused(String reason) {
    return refused(reason, at);
  }

  Problem refused(String reason, int position) {
    return Problem.invalid(
        "The regular expression '%s' cannot be used: %s (at character %d).",
        text, reason, text.codePointCount(0, Math.min(position, text.length())) + 1);
  }
}
