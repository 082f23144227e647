package dev.rondo.data;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The current row of a query's answer. Valid only inside the [SqlRowMapper] that receives it.
/// Columns are counted from 1, or named as in the query. By number is for many rows: those methods
/// make no object but the value.
public final class SqlRow {
  private final ResultSet result;

  SqlRow(ResultSet result) {
    this.result = result;
  }

  public boolean isNull(String column) {
    return read(() -> result.getObject(column) == null);
  }

  /// The value as text; NULL becomes empty text.
  public String text(int column) {
    try {
      return orEmpty(result.getString(column));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /// The value as text; NULL becomes empty text.
  public String text(String column) {
    return read(() -> orEmpty(result.getString(column)));
  }

  /// NULL becomes 0.
  public long number(int column) {
    try {
      return result.getLong(column);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /// NULL becomes 0.
  public long number(String column) {
    return read(() -> result.getLong(column));
  }

  /// NULL becomes NaN.
  public double real(int column) {
    try {
      double value = result.getDouble(column);
      return result.wasNull() ? Double.NaN : value;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /// NULL becomes NaN.
  public double real(String column) {
    return read(() -> {
      double value = result.getDouble(column);
      return result.wasNull() ? Double.NaN : value;
    });
  }

  public boolean flag(String column) {
    return read(() -> result.getBoolean(column));
  }

  /// A whole number of any size; NULL becomes 0.
  public BigInteger big(String column) {
    return read(() -> {
      String text = result.getString(column);
      return text == null ? BigInteger.ZERO : new BigInteger(text);
    });
  }

  /// A TIMESTAMP, which is UTC in all our tables.
  public Instant time(String column) {
    return read(() ->
        switch (result.getObject(column)) {
          case Timestamp t -> t.toLocalDateTime().toInstant(ZoneOffset.UTC);
          case LocalDateTime t -> t.toInstant(ZoneOffset.UTC);
          case java.time.OffsetDateTime t -> t.toInstant();
          case null, default ->
              throw Problem.of(ProblemCode.INTERNAL, "Column '%s' holds no time.", column);
        });
  }

  /// The elements of a list column as text.
  public java.util.List<String> texts(String column) {
    return read(() -> {
      java.sql.Array array = result.getArray(column);
      if (array == null) {
        return java.util.List.<String>of();
      }
      return java.util.Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    });
  }

  /// A map column whose values are maps, such as the statistics that COPY returns, as text.
  public java.util.Map<String, java.util.Map<String, String>> nestedTexts(String column) {
    return read(() -> {
      java.util.Map<String, java.util.Map<String, String>> outer = new java.util.TreeMap<>();
      if (result.getObject(column) instanceof java.util.Map<?, ?> map) {
        map.forEach((key, value) -> outer.put(String.valueOf(key), inner(value)));
      }
      return outer;
    });
  }

  private static java.util.Map<String, String> inner(Object value) {
    java.util.Map<String, String> inner = new java.util.TreeMap<>();
    if (value instanceof java.util.Map<?, ?> map) {
      map.forEach((key, text) -> inner.put(String.valueOf(key), String.valueOf(text)));
    }
    return inner;
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private interface Read<T> {
    T run() throws SQLException;
  }

  private static <T> T read(Read<T> read) {
    try {
      return read.run();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static Problem unreadable(SQLException e) {
    return Problem.wrap(ProblemCode.INTERNAL, "A value cannot be read: " + e.getMessage(), e);
  }
}
