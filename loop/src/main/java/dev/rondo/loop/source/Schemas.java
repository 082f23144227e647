package dev.rondo.loop.source;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;

/// Table schemas of relations in a session.
final class Schemas {
  private Schemas() {}

  /// The columns of a relation, with types that tables have: whole numbers as BIGINT, other numbers
  /// as DOUBLE, everything else as text.
  static TableSchema of(SqlSession session, String relation) {
    return new TableSchema(
        session.query(
            "SELECT column_name, column_type FROM (DESCRIBE " + relation + ")",
            row -> new Column(row.text("column_name"), type(row.text("column_type")))));
  }

  private static ColumnType type(String sql) {
    return switch (sql) {
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          ColumnType.BIGINT;
      case "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
      case "DATE" -> ColumnType.DATE;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP WITH TIME ZONE" ->
          ColumnType.TIMESTAMP;
      default -> sql.startsWith("DECIMAL") ? ColumnType.DOUBLE : ColumnType.VARCHAR;
    };
  }
}
