package dev.rondo.data.source;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Locale;

/// Which types the values of a text column all have, as a set of bits. Narrower than what the
/// engine would take: `1.5` is no whole number, `1` no truth value, `1_000` no number.
final class Kinds {
  static final int WHOLE = 1;
  static final int HUGE = 2;
  static final int REAL = 4;
  static final int TRUTH = 8;
  static final int DATE = 16;
  static final int TIME = 32;
  static final int ANY = 63;

  /// No value that could be of any type but text is longer.
  static final int LONGEST = 64;

  private static final int MOST_DIGITS = 38;
  private static final String LARGEST = "9223372036854775807";

  /// With as many digits before it as are looked at, still a number that the engine can hold.
  private static final int LARGEST_EXPONENT = 240;

  private Kinds() {}

  /// The narrowest type of a column whose values all have these.
  static String sql(int kinds) {
    if (kinds == ANY || kinds == 0) {
      return "VARCHAR";
    }
    if ((kinds & TRUTH) != 0) {
      return "BOOLEAN";
    }
    if ((kinds & WHOLE) != 0) {
      return "BIGINT";
    }
    if ((kinds & HUGE) != 0) {
      return "HUGEINT";
    }
    if ((kinds & REAL) != 0) {
      return "DOUBLE";
    }
    return (kinds & DATE) != 0 ? "DATE" : "TIMESTAMP";
  }

  static int of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, bytes.length);
  }

  /// The types that a value can have; 0 when it can only be text.
  static int of(byte[] text, int length) {
    if (length == 0 || length > LONGEST) {
      return 0;
    }
    byte first = text[0];
    if (isDigit(first) && length >= 10 && text[4] == '-') {
      return date(text, length);
    }
    if (isDigit(first) || first == '-' || first == '+' || first == '.') {
      return number(text, length);
    }
    return word(text, length);
  }

  private static int number(byte[] text, int length) {
    int start = text[0] == '-' || text[0] == '+' ? 1 : 0;
    int at = digits(text, start, length);
    int whole = at - start;
    if (at == length) {
      return whole > 0 ? whole(text, start, length) : 0;
    }
    int fraction = 0;
    if (text[at] == '.') {
      int end = digits(text, at + 1, length);
      fraction = end - at - 1;
      at = end;
    }
    if (whole + fraction == 0) {
      return start == 1 ? word(text, length) : 0;
    }
    return at == length || isExponent(text, at, length) ? REAL : 0;
  }

  private static boolean isExponent(byte[] text, int at, int length) {
    if (text[at] != 'e' && text[at] != 'E') {
      return false;
    }
    int start = at + 1;
    if (start < length && (text[start] == '-' || text[start] == '+')) {
      start++;
    }
    return start < length
        && length - start <= 3
        && number(text, start, length) >= 0
        && number(text, start, length) <= LARGEST_EXPONENT;
  }

  private static int whole(byte[] text, int start, int length) {
    int digits = length - start;
    if (digits < LARGEST.length()) {
      return WHOLE | HUGE | REAL;
    }
    String number = ascii(text, start, length);
    if (digits == LARGEST.length() && number.compareTo(LARGEST) <= 0) {
      return WHOLE | HUGE | REAL;
    }
    return digits <= MOST_DIGITS ? HUGE | REAL : REAL;
  }

  private static int digits(byte[] text, int from, int length) {
    int at = from;
    while (at < length && isDigit(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int word(byte[] text, int length) {
    if (length > 9) {
      return 0;
    }
    return switch (ascii(text, 0, length).toLowerCase(Locale.ROOT)) {
      case "true", "false" -> TRUTH;
      case "nan", "inf", "-inf", "infinity", "-infinity" -> REAL;
      default -> 0;
    };
  }

  private static String ascii(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// `2020-01-31`, and after a blank or `T` a time of day, then perhaps the distance to UTC.
  private static int date(byte[] text, int length) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    boolean isDate =
        text[7] == '-'
            && year > 0
            && month >= 1
            && month <= 12
            && day >= 1
            && isDay(year, month, day);
    if (!isDate) {
      return 0;
    }
    if (length == 10) {
      return DATE | TIME;
    }
    return (text[10] == ' ' || text[10] == 'T') && isTime(text, 11, length) ? TIME : 0;
  }

  private static boolean isDay(int year, int month, int day) {
    return day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isTime(byte[] text, int from, int length) {
    if (length < from + 5
        || text[from + 2] != ':'
        || !in(text, from, 23)
        || !in(text, from + 3, 59)) {
      return false;
    }
    int at = from + 5;
    if (at < length && text[at] != ':') {
      return false;
    }
    if (at < length) {
      if (length < at + 3 || !in(text, at + 1, 59)) {
        return false;
      }
      at += 3;
      if (at < length && text[at] == '.') {
        int end = digits(text, at + 1, length);
        if (end == at + 1 || end > at + 7) {
          return false;
        }
        at = end;
      }
    }
    return at == length || isZone(text, at, length);
  }

  private static boolean isZone(byte[] text, int at, int length) {
    if (text[at] == 'Z') {
      return length == at + 1;
    }
    boolean isSigned = text[at] == '+' || text[at] == '-';
    if (!isSigned || length < at + 3 || !in(text, at + 1, 15)) {
      return false;
    }
    return length == at + 3 || (length == at + 6 && text[at + 3] == ':' && in(text, at + 4, 59));
  }

  /// Whether two digits are at most so much.
  private static boolean in(byte[] text, int at, int most) {
    int value = number(text, at, at + 2);
    return value >= 0 && value <= most;
  }

  private static int number(byte[] text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + text[i] - '0';
    }
    return value;
  }
}
