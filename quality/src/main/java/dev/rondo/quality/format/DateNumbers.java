package dev.rondo.quality.format;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/// The up to three numbers of a date, in the order of the text, and which of them are known to be
/// the year or the month. What is left open is guessed: above 31 is a year, above 12 no month, and
/// otherwise the American order.
final class DateNumbers {
  private static final int NONE = -1;
  private static final int LARGEST = 1_000_000;

  private final List<Integer> numbers = new ArrayList<>();
  private int yearAt = NONE;
  private int monthAt = NONE;
  private boolean hasCentury;

  int size() {
    return numbers.size();
  }

  /// Digits; more than two are a year.
  void add(String digits) {
    add(digits, digits.length() > 2 && isNumber(digits));
  }

  /// Digits that are a year.
  void addYear(String digits) {
    hasCentury |= digits.length() > 2;
    add(digits, true);
  }

  private void add(String digits, boolean isYear) {
    if (!isNumber(digits)) {
      throw new UnreadableDate();
    }
    hasCentury |= digits.length() > 2;
    append(whole(new BigDecimal(digits)), isYear);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
  }

  /// A number with or without a fraction, which is dropped; above 100 it is a year.
  void add(BigDecimal value) {
    boolean isYear = value.compareTo(BigDecimal.valueOf(100)) > 0;
    hasCentury |= isYear;
    append(whole(value), isYear);
  }

  /// A number, at most a large one that no part of a date is.
  static int whole(BigDecimal value) {
    return value.min(BigDecimal.valueOf(LARGEST)).intValue();
  }

  private void append(int number, boolean isYear) {
    if (isYear && yearAt != NONE) {
      throw new UnreadableDate();
    }
    numbers.add(number);
    yearAt = isYear ? numbers.size() - 1 : yearAt;
  }

  void addMonth(int month) {
    if (monthAt != NONE) {
      throw new UnreadableDate();
    }
    numbers.add(month);
    monthAt = numbers.size() - 1;
  }

  /// Whether a number could be the day, as far as month and year are known.
  boolean mayBeDay(BigDecimal value) {
    int most = 31;
    if (monthAt != NONE) {
      int year = yearAt == NONE ? 2000 : numbers.get(yearAt);
      most = YearMonth.of(year, numbers.get(monthAt)).lengthOfMonth();
    }
    return value.compareTo(BigDecimal.ONE) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  /// Whether they make a date that exists, in a leap year and in January where they do not say.
  boolean isDate() {
    int known = (yearAt == NONE ? 0 : 1) + (monthAt == NONE ? 0 : 1);
    if (numbers.size() > 3) {
      throw new UnreadableDate();
    }
    return switch (numbers.size()) {
      case 0 -> true;
      case 1 -> one(numbers.getFirst());
      case 2 -> known == 2 ? isDate(yearAt, monthAt, NONE) : two(numbers.get(0), numbers.get(1));
      default -> known == 2 ? isDate(yearAt, monthAt, 3 - yearAt - monthAt) : three();
    };
  }

  private boolean one(int number) {
    if (monthAt == 0) {
      return true;
    }
    return yearAt == 0 || number > 31 ? isDate(0, NONE, NONE) : isDate(NONE, NONE, 0);
  }

  private boolean two(int first, int second) {
    if (monthAt != NONE) {
      int other = 1 - monthAt;
      boolean isYear = numbers.get(other) > 31;
      return isYear ? isDate(other, monthAt, NONE) : isDate(NONE, monthAt, other);
    }
    if (first > 31) {
      return isDate(0, 1, NONE);
    }
    return second > 31 ? isDate(1, 0, NONE) : isDate(NONE, 0, 1);
  }

  private boolean three() {
    int first = numbers.get(0);
    boolean isMiddleYear = numbers.get(1) > 31;
    return switch (monthAt) {
      case 0 -> isMiddleYear ? isDate(1, 0, 2) : isDate(2, 0, 1);
      case 1 -> first > 31 ? isDate(0, 1, 2) : isDate(2, 1, 0);
      case 2 -> isMiddleYear ? isDate(1, 2, 0) : isDate(0, 2, 1);
      default -> {
        if (first > 31 || yearAt == 0) {
          yield isDate(0, 1, 2);
        }
        yield first > 12 ? isDate(2, 1, 0) : isDate(2, 0, 1);
      }
    };
  }

  /// By the places of the year, the month and the day.
  private boolean isDate(int year, int month, int day) {
    int number = year == NONE ? 2000 : full(numbers.get(year));
    int monthNumber = month == NONE ? 1 : numbers.get(month);
    int dayNumber = day == NONE ? 1 : numbers.get(day);
    boolean isMonth = number >= 1 && number <= 9999 && monthNumber >= 1 && monthNumber <= 12;
    return isMonth
        && dayNumber >= 1
        && dayNumber <= YearMonth.of(number, monthNumber).lengthOfMonth();
  }

  /// Years of two digits lie in this century or the last; which one changes no leap year.
  private int full(int year) {
    return year < 100 && !hasCentury ? year + 2000 : year;
  }
}
