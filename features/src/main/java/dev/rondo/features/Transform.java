package dev.rondo.features;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// How a feature is made of one field of the request. Each has two forms, one for SQL in batch and
/// one for a request, which give the same value.
public enum Transform {
  /// The number itself.
  VALUE("CAST(%s AS DOUBLE)"),
  /// 0 to 1439 in UTC, from a time.
  MINUTE_OF_DAY("CAST(hour(%1$s) * 60 + minute(%1$s) AS DOUBLE)"),
  /// 0 to 23 in UTC, from a time.
  HOUR_OF_DAY("CAST(hour(%s) AS DOUBLE)"),
  /// 0 to 7 in UTC, from a time: which three hours of the day.
  EIGHTH_OF_DAY("CAST(hour(%s) // 3 AS DOUBLE)"),
  /// 1 on Saturday and Sunday in UTC, else 0, from a time.
  WEEKEND("CAST(isodow(%s) > 5 AS DOUBLE)"),
  /// 1 (Monday) to 7 (Sunday) in UTC, from a time.
  DAY_OF_WEEK("CAST(isodow(%s) AS DOUBLE)"),
  /// 0 on Monday 00:00 to 167 on Sunday 23:00 in UTC, from a time.
  HOUR_OF_WEEK("CAST((isodow(%1$s) - 1) * 24 + hour(%1$s) AS DOUBLE)");

  private final String sql;

  Transform(String sql) {
    this.sql = sql;
  }

  /// The expression in SQL.
  ///
  /// @param column quoted
  String sql(String column) {
    return sql.formatted(column);
  }

  /// Whether the field must be a time.
  boolean needsTime() {
    return this != VALUE;
  }

  double ofNumber(double value) {
    return value;
  }

  double ofTime(long epochMillis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1_000L), 0, ZoneOffset.UTC);
    int weekday = time.getDayOfWeek().getValue();
    return switch (this) {
      case VALUE -> epochMillis;
      case MINUTE_OF_DAY -> time.getHour() * 60.0 + time.getMinute();
      case HOUR_OF_DAY -> time.getHour();
      case EIGHTH_OF_DAY -> time.getHour() / 3;
      case WEEKEND -> weekday > 5 ? 1 : 0;
      case DAY_OF_WEEK -> weekday;
      case HOUR_OF_WEEK -> (weekday - 1) * 24.0 + time.getHour();
    };
  }
}
