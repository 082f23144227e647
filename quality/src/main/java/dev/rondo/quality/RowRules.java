package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.quality.Expectation.Bound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says each expectation on rows in SQL: an expression that is true where a row breaks it, and
/// false where it does not, never NULL. Inside, a column's name is its typed value, and the name
/// with the raw prefix is what came.
///
/// @param tables the relations of the other tables that there are, by their objects' names
record RowRules(
    Contract contract, SourceColumns source, Map<String, String> tables, String rawPrefix) {

  String broken(Expectation.OfRows expectation) {
    return switch (expectation) {
      case Expectation.OfType(String column, _) ->
          hasRaw(column) ? raw(column) + " IS NOT NULL AND " + name(column) + " IS NULL" : "FALSE";
      case Expectation.NotNull(String column) -> raw(column) + " IS NULL";
      case Expectation.Range(String column, Optional<Bound> lower, Optional<Bound> upper) ->
          "coalesce(" + outside(column, lower, upper) + ", FALSE)";
      case Expectation.OneOf(String column, List<Object> values) ->
          values.stream()
              .map(value -> literal(column, value))
              .collect(
                  Collectors.joining(", ", "coalesce(" + name(column) + " NOT IN (", "), FALSE)"));
      case Expectation.Length(String column, var least, var most) ->
          "coalesce(length(%s) NOT BETWEEN %d AND %d, FALSE)"
              .formatted(name(column), least.orElse(0), most.orElse(Integer.MAX_VALUE));
      case Expectation.Matches(String column, String pattern) -> lacks(column, pattern);
      case Expectation.Formatted(String column, TextFormat format) ->
          lacks(column, format.pattern());
      case Expectation.MultipleOf(String column, double of) ->
          "coalesce(" + notMultiple(column, of) + ", FALSE)";
      case Expectation.References references -> orphan(references);
      case Expectation.RowSql(String sql) -> "coalesce(NOT (" + sql + "\n), FALSE)";
      case Expectation.Unique _ -> "FALSE";
    };
  }

  private static String lacks(String column, String pattern) {
    return "coalesce(NOT regexp_matches(%s, %s), FALSE)"
        .formatted(name(column), SqlSession.text(EcmaPattern.translated(pattern)));
  }

  private String notMultiple(String column, double of) {
    boolean isWhole = of == Math.rint(of) && of < 0x1p63;
    if (isWhole && type(column) == ColumnType.BIGINT) {
      return name(column) + " % " + (long) of + " <> 0";
    }
    String times = "(" + name(column) + " / CAST('" + of + "' AS DOUBLE))";
    return "abs(%1$s - round_even(%1$s, 0)) > 1e-9 * greatest(1, abs(%1$s))".formatted(times);
  }

  /// Where the other table is not there, no row is an orphan.
  private String orphan(Expectation.References references) {
    Optional<String> table = table(references);
    if (table.isEmpty()) {
      return "FALSE";
    }
    String keys = tuple(references.columns());
    String others = tuple(references.others());
    return "coalesce(%s AND %s NOT IN (SELECT %s FROM %s WHERE %s), FALSE)"
        .formatted(
            allPresent(references.columns()),
            keys,
            others,
            SqlSession.name(table.get()),
            allPresent(references.others()));
  }

  /// The relation that holds the other table's rows; a contract's own object is the one checked.
  Optional<String> table(Expectation.References references) {
    return Optional.ofNullable(tables.get(references.table()));
  }

  private static String allPresent(List<String> columns) {
    return columns.stream()
        .map(column -> name(column) + " IS NOT NULL")
        .collect(Collectors.joining(" AND "));
  }

  private static String tuple(List<String> columns) {
    String names = columns.stream().map(RowRules::name).collect(Collectors.joining(", "));
    return columns.size() == 1 ? names : "row(" + names + ")";
  }

  private String outside(String column, Optional<Bound> lower, Optional<Bound> upper) {
    String below =
        lower
            .map(end -> (end.inclusive() ? " < " : " <= ") + literal(column, end.value()))
            .map(end -> name(column) + end)
            .orElse("");
    String above =
        upper
            .map(end -> (end.inclusive() ? " > " : " >= ") + literal(column, end.value()))
            .map(end -> name(column) + end)
            .orElse("");
    return below + (below.isEmpty() || above.isEmpty() ? "" : " OR ") + above;
  }

  private String literal(String column, Object value) {
    ColumnType type = type(column);
    return switch (value) {
      case Long number when type == ColumnType.BIGINT -> number.toString();
      case Number number -> "CAST('" + number.doubleValue() + "' AS DOUBLE)";
      case Boolean flag -> flag.toString();
      case String text -> SqlSession.text(text);
      default -> "CAST(" + SqlSession.text(value.toString()) + " AS " + type.sql() + ")";
    };
  }

  private ColumnType type(String column) {
    return contract.column(column).map(ContractColumn::type).orElse(ColumnType.VARCHAR);
  }

  /// The expression for the rows that a rule can judge, for shares.
  String judged(Expectation.OfRows expectation) {
    return switch (expectation) {
      case Expectation.NotNull _ -> "TRUE";
      case Expectation.RowSql(String sql) -> "(" + sql + "\n) IS NOT NULL";
      default ->
          expectation.columns().stream()
              .map(column -> raw(column) + " IS NOT NULL")
              .collect(Collectors.joining(" OR ", "(", ")"));
    };
  }

  private static String name(String column) {
    return SqlSession.name(column);
  }

  /// What came in the column.
  String raw(String column) {
    return SqlSession.name(hasRaw(column) ? rawPrefix + column : column);
  }

  /// Whether the checked table keeps what came beside the typed value: unless they are the same.
  boolean hasRaw(String column) {
    return source.cast(contract, column).filter(cast -> !cast.equals(name(column))).isPresent();
  }

  /// The columns that a rule speaks of; for SQL those whose names stand in it, else all.
  List<String> columnsOf(Expectation.OfRows expectation) {
    if (!(expectation instanceof Expectation.RowSql(String sql))) {
      return expectation.columns();
    }
    List<String> all = contract.columns().stream().map(ContractColumn::name).toList();
    List<String> named = all.stream().filter(sql::contains).toList();
    return named.isEmpty() ? all : named;
  }
}
