package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The current row of a result, whose columns differ between the releases of MLflow: one that is
/// not there has no value.
final class SqlRow {
  private final ResultSet result;
  private final Set<String> columns = new HashSet<>();

  SqlRow(ResultSet result) throws SQLException {
    this.result = result;
    ResultSetMetaData meta = result.getMetaData();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i).toLowerCase(Locale.ROOT));
    }
  }

  boolean next() {
    try {
      return result.next();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  Optional<String> text(String column) {
    try {
      return columns.contains(column)
          ? Optional.ofNullable(result.getString(column))
          : Optional.empty();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  String full(String column) {
    return text(column).orElse("");
  }

  OptionalLong number(String column) {
    try {
      if (!columns.contains(column)) {
        return OptionalLong.empty();
      }
      long value = result.getLong(column);
      return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  long number(String column, long otherwise) {
    return number(column).orElse(otherwise);
  }

  double real(String column) {
    try {
      return result.getDouble(column);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  boolean flag(String column) {
    try {
      return columns.contains(column) && result.getBoolean(column);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  static Problem unreadable(SQLException e) {
    return SqlTrouble.of("The store", e);
  }
}
