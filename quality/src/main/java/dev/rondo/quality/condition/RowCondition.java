package dev.rondo.quality.condition;

import dev.rondo.kernel.Problem;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a row must fulfil to be judged. A condition is true or false and nothing between, as in
/// pandas: a comparison with null is false, but `!=` and `not in` are true. Immutable and
/// thread-safe.
public sealed interface RowCondition {

  /// Two values compared; the left one is a column's.
  record Comparison(Column left, Operator operator, Operand right) implements RowCondition {}

  /// One of some values, or none of them; they are text, numbers or booleans.
  record Membership(Column column, List<Object> values, boolean isNegated) implements RowCondition {
    public Membership {
      values = List.copyOf(values);
    }
  }

  record Nullity(Column column, boolean isNull) implements RowCondition {}

  record And(List<RowCondition> parts) implements RowCondition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<RowCondition> parts) implements RowCondition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(RowCondition part) implements RowCondition {}

  sealed interface Operand {}

  record Column(String name) implements Operand {}

  /// A Long, Double, String or Boolean; dates and times are text in ISO form.
  record Literal(Object value) implements Operand {}

  /// One row, by the names of its columns.
  @FunctionalInterface
  interface Row {
    /// Null when the column is null or not there.
    @Nullable Object value(String column);
  }

  /// Reads a condition in a named dialect: `pandas` (or `python`), `spark`, or
  /// `great_expectations`, also with `__experimental__` at its end.
  ///
  /// @throws Problem `invalid-request` that shows the text and the place where it cannot be read
  static RowCondition parse(String text, String dialect) {
    return switch (dialect) {
      case "pandas", "python" -> PandasParser.parse(text);
      case "spark" -> SparkParser.parse(text);
      case "great_expectations", "great_expectations__experimental__" -> ColParser.parse(text);
      default ->
          throw Problem.invalid(
              "No row condition is written in '%s'. Use 'pandas', 'spark' or 'great_expectations'.",
              dialect);
    };
  }

  /// Reads the JSON tree of a suite.
  static RowCondition read(JsonNode json) {
    return ConditionJson.read(json);
  }

  /// Reads a tree, or a text in a named dialect; without a name, a text with `col(` is Great
  /// Expectations', and any other pandas'.
  ///
  /// @param dialect may be empty
  static RowCondition read(JsonNode written, String dialect) {
    if (!written.isString()) {
      return read(written);
    }
    String text = written.stringValue();
    String own = text.contains("col(") ? "great_expectations" : "pandas";
    return parse(text, dialect.isEmpty() ? own : dialect);
  }

  /// The JSON tree; what that cannot hold stands in it as text for pandas.
  default ObjectNode json() {
    return ConditionJson.write(this);
  }

  /// The condition as `DataFrame.query` reads it.
  default String text() {
    return ConditionText.write(this);
  }

  /// An SQL expression that is never null. Floating-point columns must have null for NaN.
  ///
  /// @throws Problem `invalid-request` when a column is not among these, or is ordered against a
  ///   value of another kind
  default String sql(Map<String, Kind> columns) {
    return new ConditionSql(columns).write(this);
  }

  /// Whether a row fulfils the condition; NaN is null.
  default boolean test(Row row) {
    return new ConditionMatch(row).test(this);
  }

  /// The columns it names, in the order of its text.
  default Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    collect(this, columns);
    return columns;
  }

  private static void collect(RowCondition condition, Collection<String> columns) {
    switch (condition) {
      case Comparison(var left, _, var right) ->
          Stream.of(left, right)
              .filter(Column.class::isInstance)
              .forEach(operand -> columns.add(((Column) operand).name()));
      case Membership membership -> columns.add(membership.column().name());
      case Nullity nullity -> columns.add(nullity.column().name());
      case And(var parts) -> parts.forEach(part -> collect(part, columns));
      case Or(var parts) -> parts.forEach(part -> collect(part, columns));
      case Not(var part) -> collect(part, columns);
    }
  }
}
