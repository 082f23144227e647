package dev.rondo.kernel;

import java.util.regex.Pattern;

/// Texts of clients where there is little room for them.
public final class Texts {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final int BRIEF = 100;

  private Texts() {}

  /// The first characters of a text; one that takes two places is never halved.
  ///
  /// @param most at least 1
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /// [#cut], with a sign that more followed, which is not counted.
  public static String shortened(String text, int most) {
    return text.length() <= most ? text : cut(text, most) + "…";
  }

  /// As a message may hold it: [#shortened] and without control characters.
  public static String brief(String text) {
    return masked(shortened(text, BRIEF));
  }

  /// Control characters are replaced.
  public static String masked(String text) {
    return CONTROL.matcher(text).replaceAll("\uFFFD");
  }
}
