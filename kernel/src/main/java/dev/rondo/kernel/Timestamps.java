package dev.rondo.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Times as data has them: ISO-8601, also with a blank for the `T`, in UTC unless it says
/// otherwise.
public final class Timestamps {
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;

  private static final int LAST_YEAR = 9_999;

  private Timestamps() {}

  /// Reads `2026-01-31T10:00:00.5Z`, of any zone.
  ///
  /// @throws DateTimeException when it is none of these, or not of the years 0 to 9999
  public static Instant parseZoned(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
      throw new DateTimeException("The year " + time.getYear() + " is too far away.");
    }
    return time.toInstant();
  }

  /// Reads `2018-04-01 12:30:00` with a blank or a `T`, with or without seconds and their fraction;
  /// a zone is turned into UTC; a bare date is its start. Empty when it is none of these.
  public static Optional<LocalDateTime> parse(String text) {
    try {
      if (text.length() == SECONDS_LENGTH && isPlain(text)) {
        return Optional.of(
            LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19)));
      }
      return text.length() < DATE_LENGTH ? Optional.empty() : Optional.of(general(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Whether this is `yyyy-mm-dd hh:mm:ss`, which needs no general reader: it is what most data
  /// has.
  private static boolean isPlain(String text) {
    for (int i = 0; i < SECONDS_LENGTH; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T' || c == ' ';
            case 13, 16 -> c == ':';
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static LocalDateTime general(String text) {
    if (text.length() == DATE_LENGTH) {
      return LocalDate.parse(text).atStartOfDay();
    }
    String iso =
        text.charAt(DATE_LENGTH) == ' '
            ? text.substring(0, DATE_LENGTH) + "T" + text.substring(DATE_LENGTH + 1)
            : text;
    return hasZone(iso)
        ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : LocalDateTime.parse(iso);
  }

  private static boolean hasZone(String iso) {
    return iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > DATE_LENGTH;
  }
}
