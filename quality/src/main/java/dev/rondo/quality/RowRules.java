package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.quality.Expectation.Bound;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says each expectation on rows in SQL: an expression that is true where a row breaks it, and
/// false or NULL where it does not. Inside, a column's name is its typed value, and the name with
/// the raw prefix is what came.
record RowRules(Contract contract, SourceColumns source, String rawPrefix) {

  String broken(Expectation.OfRows expectation) {
    return switch (expectation) {
      case Expectation.OfType(String column, _) ->
          raw(column) + " IS NOT NULL AND " + name(column) + " IS NULL";
      case Expectation.NotNull(String column) -> raw(column) + " IS NULL";
      case Expectation.Range(String column, Optional<Bound> lower, Optional<Bound> upper) ->
          outside(column, lower, upper);
      case Expectation.OneOf(String column, List<Object> values) ->
          values.stream()
              .map(value -> literal(column, value))
              .collect(Collectors.joining(", ", name(column) + " NOT IN (", ")"));
      case Expectation.Length(String column, var least, var most) ->
          "length(%s) NOT BETWEEN %d AND %d"
              .formatted(name(column), least.orElse(0), most.orElse(Integer.MAX_VALUE));
      case Expectation.Matches(String column, String pattern) ->
          "NOT regexp_matches(%s, %s)".formatted(name(column), SqlSession.text(pattern));
      case Expectation.RowSql(String sql) -> "NOT (" + sql + "\n)";
      case Expectation.Unique _ -> "FALSE";
    };
  }

  private String outside(String column, Optional<Bound> lower, Optional<Bound> upper) {
    String below =
        lower
            .map(end -> (end.inclusive() ? " < " : " <= ") + literal(column, end.value()))
            .map(end -> name(column) + end)
            .orElse("FALSE");
    String above =
        upper
            .map(end -> (end.inclusive() ? " > " : " >= ") + literal(column, end.value()))
            .map(end -> name(column) + end)
            .orElse("FALSE");
    return below + " OR " + above;
  }

  private String literal(String column, Object value) {
    ColumnType type = contract.column(column).map(ContractColumn::type).orElse(ColumnType.VARCHAR);
    return switch (value) {
      case Long number when type == ColumnType.BIGINT -> number.toString();
      case Number number -> "CAST('" + number.doubleValue() + "' AS DOUBLE)";
      case Boolean flag -> flag.toString();
      case String text -> SqlSession.text(text);
      default -> "CAST(" + SqlSession.text(value.toString()) + " AS " + type.sql() + ")";
    };
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

  static String name(String column) {
    return SqlSession.name(column);
  }

  /// What came in the column.
  String raw(String column) {
    return hasRaw(column) ? SqlSession.name(rawPrefix + column) : SqlSession.name(column);
  }

  /// Whether the checked table keeps what came beside the typed value: unless they are the same.
  boolean hasRaw(String column) {
    return contract
        .column(column)
        .flatMap(source::cast)
        .filter(cast -> !cast.equals(name(column)))
        .isPresent();
  }
}
