package dev.rondo.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A moment in the time that data speaks of, in UTC. System time (leases, timeouts, logs) is a
/// plain [Instant]; the two types keep them from being mixed: a replay drives event time alone.
public record EventTime(Instant value) implements Comparable<EventTime> {

  /// The start of a day in UTC.
  public static EventTime startOf(LocalDate day) {
    return new EventTime(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /// Reads `2018-04-01T00:00:00Z`, or a bare date as its start.
  public static EventTime parse(String text) {
    try {
      return read(text);
    } catch (DateTimeParseException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "'" + text + "' is not a time: write 2018-04-01 or 2018-04-01T00:00:00Z.",
          e);
    }
  }

  /// Like [#parse]; empty for what is no time.
  public static Optional<EventTime> find(String text) {
    try {
      return Optional.of(read(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static EventTime read(String text) {
    return text.length() == 10
        ? startOf(LocalDate.parse(text))
        : new EventTime(Instant.parse(text));
  }

  public EventTime plus(Duration duration) {
    return new EventTime(value.plus(duration));
  }

  public EventTime minus(Duration duration) {
    return new EventTime(value.minus(duration));
  }

  public boolean isBefore(EventTime other) {
    return value.isBefore(other.value);
  }

  /// The UTC day that holds this moment.
  public LocalDate day() {
    return LocalDate.ofInstant(value, ZoneOffset.UTC);
  }

  @Override
  public int compareTo(EventTime other) {
    return value.compareTo(other.value);
  }

  /// ISO-8601 in UTC.
  @Override
  public String toString() {
    return value.toString();
  }
}
