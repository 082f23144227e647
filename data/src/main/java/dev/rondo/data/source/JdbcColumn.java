package dev.rondo.data.source;

import dev.rondo.data.SqlAppender;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// A column of a PostgreSQL table: the type that it gets here, and how its values come over.
///
/// @param index from 1
/// @param type in our SQL: whole numbers as BIGINT; numbers of a declared width as DECIMAL, others
///   as DOUBLE; times with a zone as UTC; what is not known as text
record JdbcColumn(int index, String name, String type) {
  private static final int WIDEST = 38;

  static JdbcColumn of(ResultSetMetaData columns, int index) throws SQLException {
    return new JdbcColumn(index, columns.getColumnLabel(index), type(columns, index));
  }

  private static String type(ResultSetMetaData columns, int index) throws SQLException {
    String own = columns.getColumnTypeName(index);
    return switch (columns.getColumnType(index)) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "BIGINT";
      case Types.REAL, Types.FLOAT -> "DOUBLE";
      case Types.DOUBLE -> own.equals("money") ? "VARCHAR" : "DOUBLE";
      case Types.NUMERIC, Types.DECIMAL ->
          decimal(columns.getPrecision(index), columns.getScale(index));
      case Types.BIT, Types.BOOLEAN -> own.equals("bool") ? "BOOLEAN" : "VARCHAR";
      case Types.DATE -> "DATE";
      case Types.TIME -> own.equals("time") ? "TIME" : "VARCHAR";
      case Types.TIMESTAMP -> own.equals("timestamptz") ? "TIMESTAMPTZ" : "TIMESTAMP";
      case Types.TIMESTAMP_WITH_TIMEZONE -> "TIMESTAMPTZ";
      case Types.BINARY, Types.VARBINARY -> "BLOB";
      default -> "VARCHAR";
    };
  }

  private static String decimal(int precision, int scale) {
    boolean fits = precision > 0 && precision <= WIDEST && scale >= 0 && scale <= precision;
    return fits ? "DECIMAL(%d,%d)".formatted(precision, scale) : "DOUBLE";
  }

  /// The type of the column that is made; what has a zone is kept as UTC.
  String columnType() {
    return type.equals("TIMESTAMPTZ") ? "TIMESTAMP" : type;
  }

  void append(ResultSet row, SqlAppender to) throws SQLException {
    if (row.getString(index) == null) {
      to.nothing();
      return;
    }
    switch (type) {
      case "BIGINT" -> to.number(row.getLong(index));
      case "DOUBLE" -> to.real(row.getDouble(index));
      case "BOOLEAN" -> to.flag(row.getBoolean(index));
      case "DATE" -> to.date(row.getObject(index, LocalDate.class));
      case "TIME" -> to.timeOfDay(row.getObject(index, LocalTime.class));
      case "TIMESTAMP" -> to.timeMicros(micros(row.getObject(index, LocalDateTime.class)));
      case "TIMESTAMPTZ" -> to.timeMicros(micros(row.getObject(index, OffsetDateTime.class)));
      case "BLOB" -> to.bytes(row.getBytes(index));
      case "VARCHAR" -> to.text(row.getString(index));
      default -> to.decimal(row.getObject(index, BigDecimal.class));
    }
  }

  private static long micros(OffsetDateTime time) {
    if (time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)) {
      return micros(time.toLocalDateTime());
    }
    return micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
  }

  /// Both databases know a time after and one before all others.
  private static long micros(LocalDateTime time) {
    if (time.equals(LocalDateTime.MAX)) {
      return Long.MAX_VALUE;
    }
    if (time.equals(LocalDateTime.MIN)) {
      return -Long.MAX_VALUE;
    }
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L), time.getNano() / 1_000);
  }
}
