package dev.rondo.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Percent escapes in texts of clients.
public final class Escapes {
  private static final Pattern ESCAPE = Pattern.compile("%([0-7][0-9A-Fa-f])");
  private static final Pattern ANY = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final int ROUNDS = 10;

  private Escapes() {}

  /// Whether there is one in a text, of whatever character.
  public static boolean isIn(String text) {
    return ANY.matcher(text).find();
  }

  /// What a text becomes when its ASCII characters are decoded until no escape of one is left;
  /// empty when that takes more than ten rounds.
  public static Optional<String> decoded(String text) {
    String last = text;
    for (int round = 0; round <= ROUNDS; round++) {
      String next = once(last);
      if (next.equals(last)) {
        return Optional.of(last);
      }
      last = next;
    }
    return Optional.empty();
  }

  private static String once(String text) {
    return text.indexOf('%') < 0
        ? text
        : ESCAPE
            .matcher(text)
            .replaceAll(escape -> Matcher.quoteReplacement(character(escape.group(1))));
  }

  private static String character(String digits) {
    return Character.toString(Integer.parseInt(digits, 16));
  }
}
