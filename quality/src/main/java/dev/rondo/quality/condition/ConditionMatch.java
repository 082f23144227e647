package dev.rondo.quality.condition;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Operand;
import dev.rondo.quality.condition.RowCondition.Or;
import dev.rondo.quality.condition.RowCondition.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds one row against conditions, with the verdicts of [ConditionSql].
record ConditionMatch(Row row) {

  boolean test(RowCondition condition) {
    return switch (condition) {
      case Comparison(var left, var operator, var right) -> compares(left, operator, right);
      case Membership(var column, var values, var isNegated) -> isIn(column, values) != isNegated;
      case Nullity(var column, var isNull) -> (value(column) == null) == isNull;
      case And(var parts) -> parts.stream().allMatch(this::test);
      case Or(var parts) -> parts.stream().anyMatch(this::test);
      case Not(var part) -> !test(part);
    };
  }

  private @Nullable Object value(Column column) {
    Object value = row.value(column.name());
    boolean isNotANumber = value instanceof Number number && Double.isNaN(number.doubleValue());
    return isNotANumber ? null : value;
  }

  private boolean compares(Column column, Operator operator, Operand operand) {
    Object left = value(column);
    Object right =
        switch (operand) {
          case Column other -> value(other);
          case Literal(var value) -> value;
        };
    if (left == null || right == null) {
      return operator == Operator.NOT_EQUAL;
    }
    Optional<Object> comparable = comparable(left, right, operand instanceof Literal);
    if (comparable.isEmpty() && operator.isOrder()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "'%s' in column '%s' cannot be ordered against '%s'.",
          left,
          column.name(),
          right);
    }
    return comparable
        .map(value -> operator.holds(ConditionValues.compare(left, value)))
        .orElse(operator == Operator.NOT_EQUAL);
  }

  private boolean isIn(Column column, List<Object> values) {
    Object left = value(column);
    return left != null
        && values.stream()
            .anyMatch(member ->
                comparable(left, member, true)
                    .filter(value -> ConditionValues.compare(left, value) == 0)
                    .isPresent());
  }

  /// The right value as one that compares with the left, if it does.
  private static Optional<Object> comparable(Object left, Object right, boolean isLiteral) {
    Optional<Kind> kind = Kind.of(left);
    if (isLiteral && kind.equals(Optional.of(Kind.TIME))) {
      return ConditionValues.time(right).map(time -> time);
    }
    return kind.isPresent() && Kind.of(right).filter(kind.get()::comparesWith).isPresent()
        ? Optional.of(right)
        : Optional.empty();
  }
}
