package dev.rondo.kernel.database;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The current row of a result. Valid only inside the [RowMapper] that receives it. Columns are
/// named as in the query; a NULL where a plain accessor is used is an error.
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  public String text(String column) {
    return optionalText(column).orElseThrow(() -> missing(column));
  }

  public Optional<String> optionalText(String column) {
    try {
      return Optional.ofNullable(result.getString(column));
    } catch (SQLException e) {
      throw failed(column, e);
    }
  }

  public long number(String column) {
    return optionalNumber(column).orElseThrow(() -> missing(column));
  }

  public OptionalLong optionalNumber(String column) {
    try {
      long value = result.getLong(column);
      return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (SQLException e) {
      throw failed(column, e);
    }
  }

  public double real(String column) {
    return optionalReal(column).orElseThrow(() -> missing(column));
  }

  public OptionalDouble optionalReal(String column) {
    try {
      double value = result.getDouble(column);
      return result.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    } catch (SQLException e) {
      throw failed(column, e);
    }
  }

  public boolean flag(String column) {
    return number(column) != 0;
  }

  /// A time that was stored as epoch milliseconds.
  public Instant time(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  public Optional<Instant> optionalTime(String column) {
    OptionalLong millis = optionalNumber(column);
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }

  private static Problem missing(String column) {
    return Problem.of(ProblemCode.INTERNAL, "Column '%s' holds no value.", column);
  }

  private static Problem failed(String column, SQLException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "Column '" + column + "' cannot be read: " + e.getMessage(), e);
  }
}
