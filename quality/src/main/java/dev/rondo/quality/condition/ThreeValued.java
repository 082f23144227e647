package dev.rondo.quality.condition;

import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Or;
import java.util.ArrayList;
import java.util.List;

/// Says in conditions that are true or false when one in SQL's logic, where null is neither, would
/// be true. Negations move inward until they meet comparisons, which then ask for values.
final class ThreeValued {
  private ThreeValued() {}

  static RowCondition isTrue(RowCondition condition) {
    return switch (condition) {
      case Comparison comparison ->
          comparison.operator() == Operator.NOT_EQUAL ? withValues(comparison) : comparison;
      case Membership membership ->
          membership.isNegated() ? withValue(membership.column(), membership) : membership;
      case Nullity nullity -> nullity;
      case And(var parts) -> new And(parts.stream().map(ThreeValued::isTrue).toList());
      case Or(var parts) -> new Or(parts.stream().map(ThreeValued::isTrue).toList());
      case Not(var part) -> isFalse(part);
    };
  }

  private static RowCondition isFalse(RowCondition condition) {
    return switch (condition) {
      case Comparison(var left, var operator, var right) ->
          isTrue(new Comparison(left, operator.opposite(), right));
      case Membership(var column, var values, var isNegated) ->
          isTrue(new Membership(column, values, !isNegated));
      case Nullity(var column, var isNull) -> new Nullity(column, !isNull);
      case And(var parts) -> new Or(parts.stream().map(ThreeValued::isFalse).toList());
      case Or(var parts) -> new And(parts.stream().map(ThreeValued::isFalse).toList());
      case Not(var part) -> isTrue(part);
    };
  }

  private static RowCondition withValues(Comparison comparison) {
    List<RowCondition> parts = new ArrayList<>();
    parts.add(new Nullity(comparison.left(), false));
    if (comparison.right() instanceof Column right) {
      parts.add(new Nullity(right, false));
    }
    parts.add(comparison);
    return new And(parts);
  }

  private static RowCondition withValue(Column column, RowCondition condition) {
    return new And(List.of(new Nullity(column, false), condition));
  }
}
