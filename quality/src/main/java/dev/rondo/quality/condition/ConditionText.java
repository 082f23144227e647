package dev.rondo.quality.condition;

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
import java.util.stream.Collectors;

/// Writes conditions as [PandasParser] reads them.
final class ConditionText {
  private ConditionText() {}

  static String write(RowCondition condition) {
    return switch (condition) {
      case Comparison(var left, var operator, var right) ->
          write(left) + " " + operator.text() + " " + write(right);
      case Membership(var column, var values, var isNegated) ->
          write(column) + (isNegated ? " not in " : " in ") + list(values);
      case Nullity(var column, var isNull) -> write(column) + (isNull ? ".isnull()" : ".notnull()");
      case And(var parts) -> joined(parts, " and ");
      case Or(var parts) -> joined(parts, " or ");
      case Not(var part) -> "not (" + write(part) + ")";
    };
  }

  private static String joined(List<RowCondition> parts, String word) {
    return parts.stream()
        .map(part ->
            part instanceof And || part instanceof Or || part instanceof Not
                ? "(" + write(part) + ")"
                : write(part))
        .collect(Collectors.joining(word));
  }

  static String write(Operand operand) {
    return switch (operand) {
      case Column(var name) -> name(name);
      case Literal(var value) -> literal(value);
    };
  }

  private static String name(String name) {
    if (name.indexOf('`') >= 0) {
      throw Problem.invalid("The column name '%s' cannot stand in a row condition's text.", name);
    }
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !PandasParser.isReserved(name)
        ? name
        : "`" + name + "`";
  }

  private static String list(List<Object> values) {
    return values.stream().map(ConditionText::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String literal(Object value) {
    return switch (value) {
      case Boolean flag -> flag ? "True" : "False";
      case String text -> '"' + escaped(text) + '"';
      default -> value.toString();
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
