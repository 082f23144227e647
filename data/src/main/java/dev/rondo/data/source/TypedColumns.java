package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Gives columns the types that were declared for them, and finds the values that have another. A
/// number with a fraction is no whole number.
final class TypedColumns {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z][A-Za-z_ ]*(\\([0-9]+(, *[0-9]+)?\\))?(\\[])?");
  private static final List<String> WHOLE =
      List.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT");

  private final SqlSession session;
  private final String relation;
  private final List<String> columns;
  private final Map<String, String> types;
  private final Optional<String> dateFormat;

  /// @param relation in which the declared columns are text
  TypedColumns(SqlSession session, String relation, List<String> columns, SourceOptions options) {
    this.session = session;
    this.relation = relation;
    this.columns = columns;
    this.types = options.types();
    this.dateFormat = options.dateFormat();
  }

  /// A value that has not the type of its column.
  ///
  /// @param row counted from 0
  record WrongValue(long row, int column, String type, String text) {
    String reason(String name) {
      return "The value of '%s' is not of type %s.".formatted(name, type.toLowerCase(Locale.ROOT));
    }
  }

  /// Refuses types of columns that are not there, and types that there are not.
  static void require(SqlSession session, SourceOptions options, List<String> columns) {
    options
        .types()
        .forEach((column, type) -> {
          if (!columns.contains(column)) {
            throw Problem.invalid(
                "A type is declared for '%s'. %s", column, Nearest.none("column", column, columns));
          }
          requireType(session, column, type);
        });
  }

  private static void requireType(SqlSession session, String column, String type) {
    try {
      if (FORM.matcher(type).matches()) {
        session.query("SELECT CAST(NULL AS " + type + ") IS NULL", row -> row.text(1));
        return;
      }
    } catch (Problem e) {
      System.getLogger(TypedColumns.class.getName())
          .log(System.Logger.Level.DEBUG, "The engine refuses a type.", e);
    }
    throw Problem.invalid(
        "The type '%s' of column '%s' is not known; there are bigint, double, decimal(18,2),"
            + " boolean, varchar, date, timestamp, time and more.",
        type, column);
  }

  /// Values of other types, at most so many of each column, by row.
  List<WrongValue> wrongValues(int most) {
    List<WrongValue> wrong = new ArrayList<>();
    types.forEach((column, type) ->
        session.forEach(
            "SELECT rowid, %s FROM %s WHERE %s ORDER BY rowid LIMIT %d"
                .formatted(
                    SqlSession.name(column), SqlSession.name(relation), isWrong(column), most),
            row ->
                wrong.add(
                    new WrongValue(row.number(1), columns.indexOf(column), type, row.text(2)))));
    wrong.sort(Comparator.comparingLong(WrongValue::row).thenComparingInt(WrongValue::column));
    return wrong;
  }

  /// Makes a table of the rows whose values are right.
  void into(String table) {
    String replaced =
        types.keySet().stream()
            .map(column -> typed(column) + " AS " + SqlSession.name(column))
            .collect(Collectors.joining(", "));
    String right =
        types.keySet().stream()
            .map(column -> "NOT " + isWrong(column))
            .collect(Collectors.joining(" AND "));
    session.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT * REPLACE (%s) FROM %s WHERE %s"
            .formatted(SqlSession.name(table), replaced, SqlSession.name(relation), right));
  }

  private String isWrong(String column) {
    return "(%s IS NOT NULL AND %s IS NULL)".formatted(SqlSession.name(column), typed(column));
  }

  private String typed(String column) {
    String name = SqlSession.name(column);
    String type = types.getOrDefault(column, "VARCHAR").toUpperCase(Locale.ROOT);
    if (type.equals("INT") || WHOLE.contains(type)) {
      return "CASE WHEN regexp_full_match(trim(%1$s), '[+-]?[0-9]+') THEN try_cast(%1$s AS %2$s) END"
          .formatted(name, type);
    }
    boolean isTime = type.equals("DATE") || type.startsWith("TIMESTAMP");
    return dateFormat.isPresent() && isTime
        ? "CAST(try_strptime(%s, %s) AS %s)"
            .formatted(name, SqlSession.text(dateFormat.get()), type)
        : "try_cast(%s AS %s)".formatted(name, type);
  }
}
