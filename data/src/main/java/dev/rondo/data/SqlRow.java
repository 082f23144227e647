package dev.rondo.data;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The current row of a query's answer. Valid only inside the [SqlRowMapper] that receives it.
/// Columns are counted from 1, or named as in the query. By number is for many rows: those methods
/// make no object but the value.
public final class SqlRow {
  private final ResultSet result;

  SqlRow(ResultSet result) {
    this.result = result;
  }

  public boolean isNull(int column) {
    return read(() -> result.getObject(column) == null);
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

  /// How many columns there are.
  public int width() {
    return read(() -> result.getMetaData().getColumnCount());
  }

  /// The value as an object: whole numbers as Long or BigInteger, others as Double or BigDecimal, a
  /// Boolean, a String, a LocalDate, LocalTime or LocalDateTime, an OffsetDateTime; lists, maps and
  /// what else there is as the driver hands it out, valid as long as the row.
  public @Nullable Object value(int column) {
    return read(() -> plain(result.getObject(column)));
  }

  /// The elements of a list that are not NULL, each as [#value] has it.
  public List<Object> values(int column) {
    return read(() -> {
      List<Object> values = new ArrayList<>();
      if (result.getArray(column) instanceof java.sql.Array array) {
        for (Object element : (Object[]) array.getArray()) {
          if (plain(element) instanceof Object value) {
            values.add(value);
          }
        }
      }
      return values;
    });
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Byte number -> (Object) number.longValue();
      case Short number -> number.longValue();
      case Integer number -> number.longValue();
      case Float number -> number.doubleValue();
      case Timestamp time -> time.toLocalDateTime();
      case java.sql.Date date -> date.toLocalDate();
      case null -> null;
      case Object other -> other;
    };
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
          case OffsetDateTime t -> t.toInstant();
          case null, default ->
              throw Problem.of(ProblemCode.INTERNAL, "Column '%s' holds no time.", column);
        });
  }

  /// The elements of a list column as text.
  public List<String> texts(String column) {
    return read(() -> {
      java.sql.Array array = result.getArray(column);
      if (array == null) {
        return List.<String>of();
      }
      return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    });
  }

  /// A map column whose values are maps, such as the statistics that COPY returns, as text.
  public Map<String, Map<String, String>> nestedTexts(String column) {
    return read(() -> {
      Map<String, Map<String, String>> outer = new TreeMap<>();
      if (result.getObject(column) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> outer.put(String.valueOf(key), inner(value)));
      }
      return outer;
    });
  }

  private static Map<String, String> inner(Object value) {
    Map<String, String> inner = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, text) -> inner.put(String.valueOf(key), String.valueOf(text)));
    }
    return inner;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private interface Read<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  private static <T extends @Nullable Object> T read(Read<T> read) {
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
