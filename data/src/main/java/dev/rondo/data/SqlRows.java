package dev.rondo.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/// Walks a JDBC result as [SqlRow]s, for the engines.
public final class SqlRows {
  private SqlRows() {}

  /// Hands the rows over, one after the other.
  public static void forEach(ResultSet result, Consumer<SqlRow> consumer) throws SQLException {
    SqlRow row = new SqlRow(result);
    while (result.next()) {
      consumer.accept(row);
    }
  }
}
