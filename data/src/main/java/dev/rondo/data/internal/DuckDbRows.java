package dev.rondo.data.internal;

import dev.rondo.data.SqlAppender;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import org.duckdb.DuckDBAppender;

/// Adds rows by the driver's own way of doing so. Confined to one thread.
final class DuckDbRows implements SqlAppender {
  private final DuckDBAppender appender;
  private boolean isInRow;

  DuckDbRows(DuckDBAppender appender) {
    this.appender = appender;
  }

  private interface Add {
    void run() throws SQLException;
  }

  private DuckDbRows add(Add add) {
    try {
      if (!isInRow) {
        appender.beginRow();
        isInRow = true;
      }
      add.run();
      return this;
    } catch (SQLException e) {
      throw DuckDbSession.refused(e);
    }
  }

  @Override
  public SqlAppender text(String value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender number(long value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender real(double value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender decimal(BigDecimal value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender flag(boolean value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender date(LocalDate value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender timeOfDay(LocalTime value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender timeMicros(long value) {
    return add(() -> appender.appendEpochMicros(value));
  }

  @Override
  public SqlAppender bytes(byte[] value) {
    return add(() -> appender.append(value));
  }

  @Override
  public SqlAppender nothing() {
    return add(appender::appendNull);
  }

  @Override
  public void endRow() {
    add(appender::endRow);
    isInRow = false;
  }

  @Override
  public void close() {
    try {
      appender.close();
    } catch (SQLException e) {
      throw DuckDbSession.refused(e);
    }
  }
}
