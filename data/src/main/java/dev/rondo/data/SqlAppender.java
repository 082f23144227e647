package dev.rondo.data;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;

/// Adds rows to a table, column by column in the table's order.
public interface SqlAppender extends AutoCloseable {
  SqlAppender text(String value);

  SqlAppender number(long value);

  SqlAppender real(double value);

  SqlAppender decimal(BigDecimal value);

  SqlAppender flag(boolean value);

  SqlAppender date(LocalDate value);

  SqlAppender timeOfDay(LocalTime value);

  SqlAppender bytes(byte[] value);

  /// NULL.
  SqlAppender nothing();

  /// Microseconds since the epoch, for a TIMESTAMP column.
  SqlAppender timeMicros(long value);

  /// Ends the row.
  void endRow();

  /// Flushes; rows are visible afterwards.
  @Override
  void close();
}
