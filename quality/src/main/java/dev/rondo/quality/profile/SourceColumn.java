package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A column of the relation, and the SQL to look at it with.
///
/// @param index its place, from 0
/// @param type the engine's
record SourceColumn(int index, String name, String type, Family family) {
  static final int LONGEST_TEXT = 200;

  /// @param from for SQL
  static List<SourceColumn> of(SqlSession session, String from) {
    List<SourceColumn> columns = new ArrayList<>();
    session.forEach(
        "SELECT column_name, column_type FROM (DESCRIBE FROM " + from + ")",
        row -> columns.add(column(columns.size(), row.text(1), row.text(2))));
    return columns;
  }

  private static SourceColumn column(int index, String name, String type) {
    return new SourceColumn(index, name, type, Family.of(type));
  }

  boolean isNumber() {
    return family.isNumber();
  }

  boolean isTime() {
    return family == Family.TIME;
  }

  boolean isDate() {
    return type.equals("DATE");
  }

  boolean isText() {
    return family == Family.TEXT;
  }

  String quoted() {
    return SqlSession.name(name);
  }

  /// The value in the form that its family is compared in; NULL where it is NaN or infinite.
  String value() {
    return switch (family) {
      case WHOLE -> "CAST(" + quoted() + " AS BIGINT)";
      case DECIMAL -> "CAST(" + quoted() + " AS DOUBLE)";
      case FLOAT -> finite("CAST(" + quoted() + " AS DOUBLE)");
      case BOOLEAN -> quoted();
      case TEXT, OTHER -> type.equals("VARCHAR") ? quoted() : "CAST(" + quoted() + " AS VARCHAR)";
      case TIME -> finite("CAST(" + quoted() + " AS TIMESTAMP)");
    };
  }

  private String finite(String value) {
    return "CASE WHEN isfinite(" + quoted() + ") THEN " + value + " END";
  }

  /// The value as a DOUBLE: a number, or the seconds of a time.
  String real() {
    return switch (family) {
      case WHOLE -> "CAST(" + quoted() + " AS DOUBLE)";
      case DECIMAL, FLOAT -> value();
      case TIME -> "epoch(" + value() + ")";
      case BOOLEAN, TEXT, OTHER -> "CAST(NULL AS DOUBLE)";
    };
  }

  /// The value as people read it, of bounded length.
  String shown() {
    return shown(value());
  }

  String shown(String value) {
    return switch (family) {
      case TIME ->
          isDate()
              ? "CAST(CAST(" + value + " AS DATE) AS VARCHAR)"
              : "CAST(" + value + " AS VARCHAR)";
      case TEXT, OTHER -> "left(" + value + ", " + LONGEST_TEXT + ")";
      case WHOLE, DECIMAL, FLOAT, BOOLEAN -> "CAST(" + value + " AS VARCHAR)";
    };
  }

  /// In words that hold for any engine, such as `integer` or `list`.
  String logical() {
    if (type.endsWith("]")) {
      return "list";
    }
    return switch (family) {
      case WHOLE -> "integer";
      case DECIMAL -> type.startsWith("DECIMAL") ? "decimal" : "integer";
      case FLOAT -> "decimal";
      case BOOLEAN -> "boolean";
      case TEXT -> type.equals("UUID") ? "uuid" : "text";
      case TIME -> isDate() ? "date" : "timestamp";
      case OTHER -> type.equals("\"NULL\"") ? "nothing" : firstWord();
    };
  }

  private String firstWord() {
    return type.toLowerCase(Locale.ROOT).split("[^a-z]")[0];
  }
}
