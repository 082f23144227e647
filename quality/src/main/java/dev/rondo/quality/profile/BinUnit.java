package dev.rondo.quality.profile;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// What the bins of a histogram count in. Each unit of time is whole in the next, so that bins of
/// one become bins of a larger one without a guess.
public enum BinUnit {
  NUMBER(0),
  SECOND(1),
  MINUTE(60),
  HOUR(3600),
  DAY(86_400),
  MONTH(1),
  YEAR(12),
  DECADE(120),
  CENTURY(1200);

  private static final DateTimeFormatter TO_MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  /// Seconds up to days, months from there.
  private final long size;

  BinUnit(long size) {
    this.size = size;
  }

  private boolean isCalendar() {
    return compareTo(DAY) > 0;
  }

  /// The bin of a time, given in seconds since 1970.
  long index(double epochSeconds) {
    long seconds = (long) Math.floor(epochSeconds);
    return isCalendar() ? Math.floorDiv(months(seconds), size) : Math.floorDiv(seconds, size);
  }

  private static long months(long epochSeconds) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochSeconds, 86_400L));
    return day.getYear() * 12L + day.getMonthValue() - 1;
  }

  /// SQL for the bin of a time.
  String sql(String value) {
    return isCalendar()
        ? "CAST(floor((year(%1$s) * 12 + month(%1$s) - 1) / %2$d) AS BIGINT)".formatted(value, size)
        : "CAST(floor(epoch(%s) / %d) AS BIGINT)".formatted(value, size);
  }

  /// The bin of this unit that holds a bin of a smaller one.
  long index(BinUnit finer, long index) {
    return index(finer.start(index).toEpochSecond(ZoneOffset.UTC));
  }

  private LocalDateTime start(long index) {
    return isCalendar()
        ? LocalDate.of(0, 1, 1).plusMonths(index * size).atStartOfDay()
        : LocalDateTime.ofEpochSecond(index * size, 0, ZoneOffset.UTC);
  }

  /// Where a bin begins, for people.
  String label(long index) {
    LocalDateTime start = start(index);
    return switch (this) {
      case NUMBER -> Long.toString(index);
      case SECOND -> start.toString();
      case MINUTE, HOUR -> start.format(TO_MINUTE);
      case DAY -> start.toLocalDate().toString();
      case MONTH -> start.format(DateTimeFormatter.ofPattern("uuuu-MM"));
      case YEAR, DECADE, CENTURY -> Integer.toString(start.getYear());
    };
  }
}
