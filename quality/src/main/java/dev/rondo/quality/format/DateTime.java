package dev.rondo.quality.format;

import java.math.BigDecimal;

/// The time of day that a text has given so far. Later parts take the place of earlier ones.
final class DateTime {
  private static final int ABSENT = -1;
  private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

  private int hour = ABSENT;
  private int minute = ABSENT;
  private int second = ABSENT;

  boolean hasHour() {
    return hour != ABSENT;
  }

  boolean isEmpty() {
    return hour == ABSENT && minute == ABSENT && second == ABSENT;
  }

  boolean exists() {
    return hour < 24 && minute < 60 && second < 60;
  }

  void hour(int value) {
    hour = value;
  }

  void minute(int value) {
    minute = value;
  }

  /// With or without a fraction.
  void second(String value) {
    int dot = value.indexOf('.');
    second = whole(dot < 0 ? value : value.substring(0, dot));
    if (dot >= 0) {
      whole(value.substring(dot + 1));
    }
  }

  static int whole(String digits) {
    if (digits.isEmpty() || !digits.codePoints().allMatch(Character::isDigit)) {
      throw new UnreadableDate();
    }
    return DateNumbers.whole(new BigDecimal(digits));
  }

  void minuteWithFraction(BigDecimal value) {
    minute = DateNumbers.whole(value);
    second = hasFraction(value) ? fraction(value) : ABSENT;
  }

  /// A number before, or after, its unit: 0 for hours, 1 for minutes, 2 for seconds.
  void unit(int unit, String text, BigDecimal value) {
    switch (unit) {
      case 0 -> {
        hour = DateNumbers.whole(value);
        minute = hasFraction(value) ? fraction(value) : minute;
      }
      case 1 -> minuteWithFraction(value);
      case 2 -> second(text);
      default -> {}
    }
  }

  private static boolean hasFraction(BigDecimal value) {
    return value.remainder(BigDecimal.ONE).signum() != 0;
  }

  private static int fraction(BigDecimal value) {
    return value.remainder(BigDecimal.ONE).multiply(SIXTY).intValue();
  }

  /// An hour of twelve, before noon (0) or after (1).
  void halfDayHour(int value, int halfDay) {
    if (halfDay == 1 && value < 12) {
      hour = value + 12;
    } else {
      hour = halfDay == 0 && value == 12 ? 0 : value;
    }
  }

  void halfDay(int halfDay) {
    if (hour == ABSENT || hour > 12) {
      throw new UnreadableDate();
    }
    halfDayHour(hour, halfDay);
  }
}
