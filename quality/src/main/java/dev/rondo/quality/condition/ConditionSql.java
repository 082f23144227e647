package dev.rondo.quality.condition;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Operand;
import dev.rondo.quality.condition.RowCondition.Or;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes conditions as SQL for the engine, every name and value quoted. Kinds that do not compare
/// are decided here: equal they never are.
///
/// @param columns every column that a condition may name
record ConditionSql(Map<String, Kind> columns) {

  String write(RowCondition condition) {
    return switch (condition) {
      case Comparison comparison -> comparison(comparison);
      case Membership membership -> membership(membership);
      case Nullity(var column, var isNull) ->
          "(" + name(column) + (isNull ? " IS NULL)" : " IS NOT NULL)");
      case And(var parts) -> joined(parts, " AND ", "TRUE");
      case Or(var parts) -> joined(parts, " OR ", "FALSE");
      case Not(var part) -> "(NOT " + write(part) + ")";
    };
  }

  private String joined(List<RowCondition> parts, String word, String nothing) {
    return parts.isEmpty()
        ? nothing
        : "(" + String.join(word, parts.stream().map(this::write).toList()) + ")";
  }

  private Kind kind(Column column) {
    Kind kind = columns.get(column.name());
    if (kind == null) {
      throw Problem.invalid(
          "The row condition names the column '%s', which is not there. The columns are %s.",
          column.name(), String.join(", ", columns.keySet()));
    }
    return kind;
  }

  private String name(Column column) {
    kind(column);
    return SqlSession.name(column.name());
  }

  private String comparison(Comparison comparison) {
    Kind kind = kind(comparison.left());
    Operator operator = comparison.operator();
    Optional<String> right = right(kind, comparison.right());
    boolean whenNot = operator == Operator.NOT_EQUAL;
    if (right.isPresent()) {
      String left = left(comparison.left(), kind);
      return "coalesce(%s %s %s, %s)".formatted(left, operator.sql(), right.get(), truth(whenNot));
    }
    if (operator.isOrder()) {
      throw Problem.invalid(
          "The row condition orders the column '%s', which holds %s, against %s.",
          comparison.left().name(), kind.words(), ConditionText.write(comparison.right()));
    }
    return truth(whenNot);
  }

  private static String truth(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  private String left(Column column, Kind kind) {
    String name = name(column);
    return switch (kind) {
      case NUMBER, TEXT -> name;
      case TRUTH -> "CAST(" + name + " AS BIGINT)";
      case TIME -> "CAST(" + name + " AS TIMESTAMP)";
    };
  }

  /// The right side, if it compares with the kind.
  private Optional<String> right(Kind kind, Operand operand) {
    return switch (operand) {
      case Column column ->
          kind(column).comparesWith(kind)
              ? Optional.of(left(column, kind(column)))
              : Optional.empty();
      case Literal(var value) -> literal(kind, value);
    };
  }

  private static Optional<String> literal(Kind kind, Object value) {
    if (kind == Kind.TIME) {
      return ConditionValues.time(value).map(time -> "CAST('" + time + "' AS TIMESTAMP)");
    }
    return Kind.of(value).filter(kind::comparesWith).map(_ -> literal(value));
  }

  private static String literal(Object value) {
    return switch (value) {
      case Boolean flag -> flag ? "1" : "0";
      case Double number -> "CAST('" + number + "' AS DOUBLE)";
      case Long number -> "CAST(" + number + " AS BIGINT)";
      default -> text(value.toString());
    };
  }

  /// A NUL cannot stand in the text of a statement.
  private static String text(String value) {
    String quoted = SqlSession.text(value);
    return value.indexOf(0) < 0 ? quoted : "(" + quoted.replace("\0", "' || chr(0) || '") + ")";
  }

  private String membership(Membership membership) {
    Kind kind = kind(membership.column());
    List<String> members =
        membership.values().stream().flatMap(value -> literal(kind, value).stream()).toList();
    if (members.isEmpty()) {
      return truth(membership.isNegated());
    }
    return "coalesce(%s %sIN (%s), %s)"
        .formatted(
            left(membership.column(), kind),
            membership.isNegated() ? "NOT " : "",
            String.join(", ", members),
            truth(membership.isNegated()));
  }
}
