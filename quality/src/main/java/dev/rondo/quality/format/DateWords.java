package dev.rondo.quality.format;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The English words that the lenient date parser knows; their case does not count.
final class DateWords {
  static final int NONE = -1;

  private static final Map<String, Integer> MONTHS =
      numbered(
          "jan january",
          "feb february",
          "mar march",
          "apr april",
          "may",
          "jun june",
          "jul july",
          "aug august",
          "sep sept september",
          "oct october",
          "nov november",
          "dec december");
  private static final Map<String, Integer> WEEKDAYS =
      numbered(
          "mon monday",
          "tue tuesday",
          "wed wednesday",
          "thu thursday",
          "fri friday",
          "sat saturday",
          "sun sunday");
  private static final Map<String, Integer> UNITS =
      numbered("h hour hours", "m minute minutes", "s second seconds");
  private static final Map<String, Integer> HALF_DAYS = numbered("am a", "pm p");
  private static final Set<String> FILLERS =
      Set.of(
          " ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd",
          "rd", "th");
  private static final Set<String> UTC = Set.of("UTC", "GMT", "Z", "z");
  private static final int LONGEST_ZONE = 5;

  private DateWords() {}

  private static Map<String, Integer> numbered(String... groups) {
    Map<String, Integer> words = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      for (String word : List.of(groups[i].split(" "))) {
        words.put(word, i);
      }
    }
    return Map.copyOf(words);
  }

  private static int find(Map<String, Integer> words, String token) {
    return words.getOrDefault(token.toLowerCase(Locale.ROOT), NONE);
  }

  /// From 1, or [#NONE].
  static int month(String token) {
    int index = find(MONTHS, token);
    return index == NONE ? NONE : index + 1;
  }

  static boolean isWeekday(String token) {
    return find(WEEKDAYS, token) != NONE;
  }

  /// 0 for hours, 1 for minutes, 2 for seconds, or [#NONE].
  static int unit(String token) {
    return find(UNITS, token);
  }

  /// 0 before noon, 1 after, or [#NONE].
  static int halfDay(String token) {
    return find(HALF_DAYS, token);
  }

  /// Whether it may stand anywhere and says nothing.
  static boolean isFiller(String token) {
    return FILLERS.contains(token.toLowerCase(Locale.ROOT));
  }

  static boolean isOf(String token) {
    return token.equalsIgnoreCase("of");
  }

  static boolean isZone(String token) {
    return token.length() <= LONGEST_ZONE
        && (UTC.contains(token) || token.chars().allMatch(c -> c >= 'A' && c <= 'Z'));
  }
}
