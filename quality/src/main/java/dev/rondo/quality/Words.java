package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import java.time.Duration;
import java.util.List;

/// Values as words in sentences for people.
final class Words {
  private static final int LONGEST = 80;
  private static final double EXACT = 1L << 53;

  private Words() {}

  /// Numbers without needless zeros, anything else as its text.
  static String of(Object value) {
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < EXACT
        ? Long.toString(number.longValue())
        : value.toString();
  }

  /// Quoted, and cut when long.
  static String quoted(String text) {
    int count = text.codePointCount(0, text.length());
    return count <= LONGEST
        ? "'" + text + "'"
        : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…'";
  }

  static String list(List<?> values, String conjunction) {
    return Phrasebook.ENGLISH.list(values, conjunction);
  }

  /// `a whole number`.
  static String aValueOf(ColumnType type) {
    return Phrasebook.ENGLISH.say(type);
  }

  static String of(Duration duration) {
    return of(duration, Phrasebook.ENGLISH);
  }

  static String of(Duration duration, Phrasebook words) {
    if (!duration.isZero() && duration.toDays() % 365 == 0 && duration.getSeconds() % 86_400 == 0) {
      return words.counted(duration.toDays() / 365, "year");
    }
    if (duration.toDaysPart() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
      return words.counted(duration.toDays(), "day");
    }
    if (duration.equals(Duration.ofHours(duration.toHours()))) {
      return words.counted(duration.toHours(), "hour");
    }
    return duration.toSecondsPart() == 0
        ? words.counted(duration.toMinutes(), "minute")
        : words.counted(duration.toSeconds(), "second");
  }
}
