package dev.rondo.serving;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Reads event times out of requests: ISO-8601 text, in UTC unless it says otherwise, also with a
/// blank in place of the `T`; or whole epoch milliseconds.
final class EventTimes {
  private EventTimes() {}

  /// The epoch milliseconds, if this is a time.
  static OptionalLong millis(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return OptionalLong.of(value.asLong());
    }
    return value.isString() ? millis(value.asString()) : OptionalLong.empty();
  }

  private static OptionalLong millis(String text) {
    try {
      boolean hasZone = text.endsWith("Z") || text.lastIndexOf('+') > 10;
      String iso = text.length() > 10 && text.charAt(10) == ' ' ? withT(text) : text;
      return OptionalLong.of(
          hasZone
              ? Instant.parse(iso).toEpochMilli()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static String withT(String text) {
    return text.substring(0, 10) + "T" + text.substring(11);
  }
}
