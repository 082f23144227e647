package dev.rondo.data;

/// Adds rows to a table, column by column in the table's order.
public interface SqlAppender extends AutoCloseable {
  SqlAppender text(String value);

  SqlAppender number(long value);

  SqlAppender real(double value);

  /// Microseconds since the epoch, for a TIMESTAMP column.
  SqlAppender timeMicros(long value);

  /// Ends the row.
  void endRow();

  /// Flushes; rows are visible afterwards.
  @Override
  void close();
}
