package dev.rondo.quality.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Walks over the tokens of a text from left to right and gives each number and word its meaning,
/// by what stands around it. Used once.
final class DateReader {
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  /// A billion days in minutes.
  private static final BigDecimal LONGEST_SPAN = new BigDecimal("1440000000000");

  private final List<String> tokens;
  private final DateNumbers numbers = new DateNumbers();
  private final DateTime time = new DateTime();
  private boolean hasWeekday;
  private boolean hasZone;
  private boolean hasOffset;

  DateReader(List<String> tokens) {
    this.tokens = tokens;
  }

  boolean isDate() {
    for (int at = 0; at < tokens.size(); at++) {
      at = read(at);
    }
    boolean isSomething = numbers.size() > 0 || hasWeekday || !time.isEmpty();
    return isSomething && numbers.isDate() && time.exists();
  }

  private String token(int at) {
    if (at >= tokens.size()) {
      throw new UnreadableDate();
    }
    return tokens.get(at);
  }

  private boolean has(int at) {
    return at < tokens.size();
  }

  private boolean is(int at, String text) {
    return has(at) && tokens.get(at).equals(text);
  }

  /// Reads what begins at this token and returns the last token of it.
  private int read(int at) {
    String token = tokens.get(at);
    if (Character.isDigit(token.codePointAt(0))) {
      return number(at);
    } else if (DateWords.isWeekday(token)) {
      hasWeekday = true;
      return at;
    } else if (DateWords.month(token) != DateWords.NONE) {
      return month(at);
    } else if (DateWords.halfDay(token) != DateWords.NONE) {
      time.halfDay(DateWords.halfDay(token));
      return at;
    } else if (mayBeZone(token)) {
      hasZone = true;
      return at;
    } else if (time.hasHour() && (token.equals("+") || token.equals("-"))) {
      return offset(at);
    } else if (DateWords.isFiller(token) && !NOT_FINITE.contains(token.toLowerCase(Locale.ROOT))) {
      return at;
    }
    throw new UnreadableDate();
  }

  private boolean mayBeZone(String token) {
    return time.hasHour() && !hasZone && !hasOffset && DateWords.isZone(token);
  }

  /// A month's name, with the numbers that hang on it: `Jan-01-99`, `Jan of 01`.
  private int month(int at) {
    numbers.addMonth(DateWords.month(tokens.get(at)));
    if (is(at + 1, "-") || is(at + 1, "/")) {
      numbers.add(token(at + 2));
      if (is(at + 3, tokens.get(at + 1))) {
        numbers.add(token(at + 4));
        return at + 4;
      }
      return at + 2;
    }
    if (has(at + 4) && is(at + 1, " ") && DateWords.isOf(token(at + 2)) && is(at + 3, " ")) {
      yearOf(token(at + 4));
      return at + 4;
    }
    return at;
  }

  private void yearOf(String token) {
    if (Character.isDigit(token.codePointAt(0)) && token.indexOf('.') < 0) {
      numbers.addYear(token.length() > 2 ? token : "20" + "0".repeat(2 - token.length()) + token);
    }
  }

  private int offset(int at) {
    String hours = token(at + 1);
    hasOffset = true;
    int last = at + 1;
    if (hours.length() == 4) {
      DateTime.whole(hours);
    } else if (is(at + 2, ":")) {
      requireSpan(hours, token(at + 3));
      last = at + 3;
    } else if (hours.length() <= 2) {
      DateTime.whole(hours);
    } else {
      throw new UnreadableDate();
    }
    return last + zoneInParentheses(last);
  }

  /// Any offset will do that Python can hold as a span of time.
  private static void requireSpan(String hours, String minutes) {
    DateTime.whole(hours);
    DateTime.whole(minutes);
    BigDecimal span =
        new BigDecimal(hours).multiply(BigDecimal.valueOf(60)).add(new BigDecimal(minutes));
    if (span.compareTo(LONGEST_SPAN) >= 0) {
      throw new UnreadableDate();
    }
  }

  /// How many tokens a zone's name takes after an offset: ` (BRST)`.
  private int zoneInParentheses(int last) {
    boolean isThere =
        has(last + 4)
            && DateWords.isFiller(token(last + 1))
            && is(last + 2, "(")
            && is(last + 4, ")")
            && token(last + 3).length() >= 3
            && !hasZone
            && DateWords.isZone(token(last + 3));
    hasZone |= isThere;
    return isThere ? 4 : 0;
  }

  private int number(int at) {
    String token = tokens.get(at);
    BigDecimal value = value(token);
    int length = token.length();
    if (isCompactTime(at, length)) {
      time.hour(DateTime.whole(token.substring(0, 2)));
      if (length == 4) {
        time.minute(DateTime.whole(token.substring(2)));
      }
      return at;
    } else if (length == 6 || (length > 6 && token.indexOf('.') == 6)) {
      six(token);
      return at;
    } else if (length == 8 || length == 12 || length == 14) {
      long8(token);
      return at;
    }
    int unit = unitOf(at);
    return unit >= 0 ? withUnit(at, unit, value) : beforeSign(at, value);
  }

  private static BigDecimal value(String token) {
    try {
      return new BigDecimal(token);
    } catch (NumberFormatException e) {
      throw new UnreadableDate();
    }
  }

  /// `19990101T23[59]`
  private boolean isCompactTime(int at, int length) {
    return numbers.size() == 3
        && (length == 2 || length == 4)
        && !time.hasHour()
        && !is(at + 1, ":")
        && !(has(at + 1) && DateWords.unit(token(at + 1)) != DateWords.NONE);
  }

  /// `YYMMDD`, or after a date `HHMMSS[.ss]`.
  private void six(String token) {
    if (numbers.size() == 0 && token.indexOf('.') < 0) {
      numbers.add(token.substring(0, 2));
      numbers.add(token.substring(2, 4));
      numbers.add(token.substring(4));
    } else {
      time.hour(DateTime.whole(token.substring(0, 2)));
      time.minute(DateTime.whole(token.substring(2, 4)));
      time.second(token.substring(4));
    }
  }

  /// `YYYYMMDD[hhmm[ss]]`
  private void long8(String token) {
    numbers.addYear(token.substring(0, 4));
    numbers.add(token.substring(4, 6));
    numbers.add(token.substring(6, 8));
    if (token.length() > 8) {
      time.hour(DateTime.whole(token.substring(8, 10)));
      time.minute(DateTime.whole(token.substring(10, 12)));
    }
    if (token.length() > 12) {
      time.second(token.substring(12));
    }
  }

  /// The place of the unit that a number belongs to, behind it or, for the next smaller one, before
  /// it.
  private int unitOf(int at) {
    if (isUnit(at + 1)) {
      return at + 1;
    } else if (is(at + 1, " ") && isUnit(at + 2)) {
      return at + 2;
    } else if (at > 0 && isUnit(at - 1)) {
      return at - 1;
    }
    boolean isLast = at == tokens.size() - 1;
    return at > 1 && isLast && is(at - 1, " ") && isUnit(at - 2) ? at - 2 : -1;
  }

  private boolean isUnit(int at) {
    return has(at) && DateWords.unit(tokens.get(at)) != DateWords.NONE;
  }

  private int withUnit(int at, int unitAt, BigDecimal value) {
    int unit = DateWords.unit(tokens.get(unitAt));
    time.unit(unitAt > at ? unit : unit + 1, tokens.get(at), value);
    return Math.max(at, unitAt);
  }

  private int beforeSign(int at, BigDecimal value) {
    if (has(at + 2) && is(at + 1, ":")) {
      return clock(at, value);
    } else if (is(at + 1, "-") || is(at + 1, "/") || is(at + 1, ".")) {
      return separated(at);
    } else if (!has(at + 1) || DateWords.isFiller(token(at + 1))) {
      return alone(at, value);
    } else if (DateWords.halfDay(token(at + 1)) != DateWords.NONE
        && value.compareTo(BigDecimal.valueOf(24)) < 0) {
      time.halfDayHour(value.intValue(), DateWords.halfDay(token(at + 1)));
      return at + 1;
    } else if (numbers.mayBeDay(value)) {
      numbers.add(value);
      return at;
    }
    throw new UnreadableDate();
  }

  /// `HH:MM[:SS[.ss]]`
  private int clock(int at, BigDecimal hours) {
    time.hour(DateNumbers.whole(hours));
    time.minuteWithFraction(value(token(at + 2)));
    if (has(at + 4) && is(at + 3, ":")) {
      time.second(token(at + 4));
      return at + 4;
    }
    return at + 2;
  }

  /// `01-02[-03]`, with a month's name in the second or third place.
  private int separated(int at) {
    numbers.add(tokens.get(at));
    if (!has(at + 2) || DateWords.isFiller(token(at + 2))) {
      return at + 1;
    }
    numberOrMonth(token(at + 2));
    if (is(at + 3, tokens.get(at + 1))) {
      numberOrMonth(token(at + 4));
      return at + 4;
    }
    return at + 2;
  }

  private void numberOrMonth(String token) {
    int month = DateWords.month(token);
    if (month != DateWords.NONE) {
      numbers.addMonth(month);
    } else {
      numbers.add(token);
    }
  }

  /// A number before a blank or at the end: an hour if `am` or `pm` follows, or a part of the date.
  private int alone(int at, BigDecimal value) {
    int halfDay = has(at + 2) ? DateWords.halfDay(token(at + 2)) : DateWords.NONE;
    if (halfDay == DateWords.NONE) {
      numbers.add(value);
      return at + 1;
    }
    time.halfDayHour(DateNumbers.whole(value), halfDay);
    return at + 2;
  }
}
