package dev.rondo.quality.format;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;

/// The parts of a date that a format has taken from a text, and whether they make a moment that
/// exists. Of parts that say the same thing twice, the later one counts. Weeks and days of the year
/// may reach into the years beside theirs.
final class StrptimeMoment {
  private static final int ABSENT = -1;
  private static final int NO_YEAR = 1900;
  private static final int LEAP_YEAR = 1904;
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private int year = ABSENT;
  private int month = 1;
  private int day = 1;
  private int dayOfYear = ABSENT;
  private int isoYear = ABSENT;
  private int isoWeek = ABSENT;
  private int week = ABSENT;
  private boolean weekStartsOnMonday;

  /// 0 is Monday.
  private int weekday = ABSENT;

  private int second;
  private String offset = "";

  private StrptimeMoment() {}

  /// @param groups which group of the match a directive took, in the order of the format
  static StrptimeMoment of(Map<StrptimeDirective, Integer> groups, MatchResult found) {
    StrptimeMoment moment = new StrptimeMoment();
    groups.forEach((directive, group) -> moment.take(directive, found.group(group)));
    return moment;
  }

  private void take(StrptimeDirective directive, String text) {
    switch (directive) {
      case YEAR -> year = number(text);
      case SHORT_YEAR -> year = number(text) + (number(text) < 69 ? 2000 : 1900);
      case MONTH -> month = number(text);
      case MONTH_NAME, SHORT_MONTH_NAME -> month = 1 + index(MONTHS, text);
      case DAY -> day = number(text);
      case DAY_OF_YEAR -> dayOfYear = number(text);
      case DAY_NAME, SHORT_DAY_NAME -> weekday = index(DAYS, text);
      case DAY_OF_WEEK -> weekday = (number(text) + 6) % 7;
      case ISO_DAY_OF_WEEK -> weekday = number(text) - 1;
      case WEEK_FROM_SUNDAY -> week(number(text), false);
      case WEEK_FROM_MONDAY -> week(number(text), true);
      case ISO_YEAR -> isoYear = number(text);
      case ISO_WEEK -> isoWeek = number(text);
      case SECOND -> second = number(text);
      case OFFSET -> offset = text;
      case HOUR, HALF_DAY_HOUR, HALF_DAY, MINUTE, FRACTION, ZONE -> {}
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text.strip());
  }

  private static int index(List<String> names, String text) {
    return names.indexOf(text.substring(0, 3).toLowerCase(Locale.ROOT));
  }

  private void week(int number, boolean startsOnMonday) {
    week = number;
    weekStartsOnMonday = startsOnMonday;
  }

  boolean isReal() {
    return second < 60 && isOffset() && !isContradiction() && isDate();
  }

  /// Less than a day, with all of its colons or none.
  private boolean isOffset() {
    if (offset.length() <= 1) {
      return true;
    }
    String digits = offset.replace(":", "");
    int colons = offset.length() - digits.length();
    boolean hasSeconds = digits.length() > 5;
    return number(offset.substring(1, 3)) < 24 && (colons == 0 || !hasSeconds || colons == 2);
  }

  /// The ISO week, its year and a day of the week need each other.
  private boolean isContradiction() {
    if (year == ABSENT && isoYear != ABSENT) {
      return isoWeek == ABSENT || weekday == ABSENT || dayOfYear != ABSENT;
    }
    return week == ABSENT && isoWeek != ABSENT;
  }

  private boolean isDate() {
    if (year == 0 || (isIsoWeek() && isoYear == 0) || !isDayOfMonth()) {
      return false;
    }
    LocalDate date = date();
    boolean exists = date.getYear() >= 1 && date.getYear() <= 9999;
    return exists && !(isLeapDayWithoutYear() && isLeapDay(date));
  }

  /// Without a day of the year, or a week, month and day must go together.
  private boolean isDayOfMonth() {
    boolean isWeek = weekday != ABSENT && week != ABSENT;
    return dayOfYear != ABSENT
        || isWeek
        || isIsoWeek()
        || day <= YearMonth.of(knownYear(), month).lengthOfMonth();
  }

  private boolean isIsoWeek() {
    boolean hasAll = weekday != ABSENT && isoYear != ABSENT && isoWeek != ABSENT;
    return hasAll && dayOfYear == ABSENT && week == ABSENT;
  }

  private int knownYear() {
    return year != ABSENT ? year : isLeapDayWithoutYear() ? LEAP_YEAR : NO_YEAR;
  }

  private boolean isLeapDayWithoutYear() {
    return year == ABSENT && month == 2 && day == 29;
  }

  private static boolean isLeapDay(LocalDate date) {
    return date.getMonthValue() == 2 && date.getDayOfMonth() == 29;
  }

  private LocalDate date() {
    LocalDate first = LocalDate.of(knownYear(), 1, 1);
    if (dayOfYear != ABSENT) {
      return first.plusDays(dayOfYear - 1L);
    }
    if (weekday != ABSENT && week != ABSENT) {
      return inWeek(first);
    }
    if (isIsoWeek()) {
      return inIsoWeek();
    }
    return first.withMonth(month).withDayOfMonth(day);
  }

  /// The first Monday, or Sunday, begins week 1; the days before it are week 0.
  private LocalDate inWeek(LocalDate first) {
    int shift = weekStartsOnMonday ? 0 : 1;
    int firstDay = (first.getDayOfWeek().getValue() - 1 + shift) % 7;
    int wanted = (weekday + shift) % 7;
    int start = week == 0 ? -firstDay : (7 - firstDay) % 7 + 7 * (week - 1);
    return first.plusDays(start + wanted);
  }

  private LocalDate inIsoWeek() {
    return LocalDate.of(isoYear, 1, 4)
        .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1)
        .with(ChronoField.DAY_OF_WEEK, 1)
        .plusWeeks(isoWeek - 1L)
        .plusDays(weekday);
  }
}
