package dev.rondo.quality.format;

import dev.rondo.kernel.Problem;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// A pattern of SQL's LIKE, where case counts: `%` is any text, `_` any one character, and after
/// the escape character, if there is one, the next character is itself. Immutable and thread-safe.
public final class Like implements Predicate<String> {
  private static final int ANY_TEXT = -1;
  private static final int ANY_ONE = -2;

  private final String pattern;
  private final int[] parts;

  private Like(String pattern, int[] parts) {
    this.pattern = pattern;
    this.parts = parts;
  }

  public static Like compile(String pattern) {
    return compile(pattern, OptionalInt.empty());
  }

  /// @throws Problem `invalid-request` when the escape is not one character, or when the pattern
  ///   ends with it
  public static Like compile(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) != 1) {
      throw Problem.invalid(
          "The escape of a LIKE pattern must be one character, not '%s'.", escape);
    }
    return compile(pattern, OptionalInt.of(escape.codePointAt(0)));
  }

  private static Like compile(String pattern, OptionalInt escape) {
    int[] points = pattern.codePoints().toArray();
    int[] parts = new int[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      boolean isEscape = escape.isPresent() && points[i] == escape.getAsInt();
      if (isEscape && ++i == points.length) {
        throw Problem.invalid(
            "The LIKE pattern '%s' ends with its escape character, which escapes nothing.",
            pattern);
      }
      parts[count++] = isEscape ? points[i] : part(points[i]);
    }
    return new Like(pattern, Arrays.copyOf(parts, count));
  }

  private static int part(int codePoint) {
    return codePoint == '%' ? ANY_TEXT : codePoint == '_' ? ANY_ONE : codePoint;
  }

  /// Only the last `%` ever needs to be tried again, since an earlier one gains nothing.
  @Override
  public boolean test(String text) {
    int at = 0;
    int part = 0;
    int retryPart = -1;
    int retryAt = 0;
    while (at < text.length()) {
      if (part < parts.length && parts[part] == ANY_TEXT) {
        retryPart = ++part;
        retryAt = at;
      } else if (part < parts.length && takes(parts[part], text.codePointAt(at))) {
        at = next(text, at);
        part++;
      } else if (retryPart >= 0) {
        retryAt = next(text, retryAt);
        at = retryAt;
        part = retryPart;
      } else {
        return false;
      }
    }
    return isEmptyFrom(part);
  }

  private static boolean takes(int part, int codePoint) {
    return part == ANY_ONE || part == codePoint;
  }

  private static int next(String text, int at) {
    return at + Character.charCount(text.codePointAt(at));
  }

  private boolean isEmptyFrom(int part) {
    return Arrays.stream(parts, part, parts.length).allMatch(p -> p == ANY_TEXT);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
