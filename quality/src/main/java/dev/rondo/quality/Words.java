package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

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
    List<String> words = values.stream().map(Words::of).toList();
    if (words.size() < 2) {
      return String.join("", words);
    }
    return words.stream().limit(words.size() - 1L).collect(Collectors.joining(", "))
        + " "
        + conjunction
        + " "
        + words.getLast();
  }

  static String names(List<String> columns) {
    return list(columns.stream().map(column -> "'" + column + "'").toList(), "and");
  }

  /// `a whole number`.
  static String aValueOf(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case BIGINT -> "a whole number";
      case DOUBLE -> "a finite number";
      case VARCHAR -> "text";
      case TIMESTAMP -> "a time such as 2018-04-01 12:30:00";
      case DATE -> "a date such as 2018-04-01";
    };
  }

  static String of(Duration duration) {
    if (!duration.isZero() && duration.toDays() % 365 == 0 && duration.getSeconds() % 86_400 == 0) {
      return counted(duration.toDays() / 365, "year");
    }
    if (duration.toDaysPart() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
      return counted(duration.toDays(), "day");
    }
    if (duration.equals(Duration.ofHours(duration.toHours()))) {
      return counted(duration.toHours(), "hour");
    }
    return duration.toSecondsPart() == 0
        ? counted(duration.toMinutes(), "minute")
        : counted(duration.toSeconds(), "second");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
