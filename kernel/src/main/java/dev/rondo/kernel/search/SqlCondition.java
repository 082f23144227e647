package dev.rondo.kernel.search;

import java.util.Collections;
import java.util.List;

/// Conditions in the database's words. A value is always an argument, and a key never more than
/// what chooses a [Column]; neither is part of the statement.
public final class SqlCondition {
  private SqlCondition() {}

  /// SQL that is true where a column fulfils a condition, and not where it is NULL, unless that is
  /// asked for.
  ///
  /// @param arguments gets the values, in the order of their places
  public static String of(Condition condition, Column column, List<Object> arguments) {
    return column
        + switch (condition.operand()) {
          case Operand.Nothing _ -> " " + condition.operator();
          case Operand.Number(double value) -> {
            arguments.add(value);
            yield " " + condition.operator() + " ?";
          }
          case Operand.Texts(List<String> values) -> {
            arguments.addAll(values);
            String places = String.join(", ", Collections.nCopies(values.size(), "?"));
            yield " " + condition.operator() + " (" + places + ")";
          }
          case Operand.Text(String value) -> text(condition.operator(), value, arguments);
        };
  }

  private static String text(Operator operator, String value, List<Object> arguments) {
    return switch (operator) {
      case LIKE -> {
        arguments.add(glob(value));
        yield " GLOB ?";
      }
      case ILIKE -> {
        arguments.add(value);
        yield " LIKE ?";
      }
      case RLIKE -> {
        arguments.add(value);
        yield " REGEXP ?";
      }
      default -> {
        arguments.add(value);
        yield " " + operator + " ?";
      }
    };
  }

  /// The same pattern in the one language of SQLite's that tells capitals from small letters.
  static String glob(String like) {
    StringBuilder glob = new StringBuilder();
    for (char c : like.toCharArray()) {
      switch (c) {
        case '%' -> glob.append('*');
        case '_' -> glob.append('?');
        case '*', '?', '[' -> glob.append('[').append(c).append(']');
        default -> glob.append(c);
      }
    }
    return glob.toString();
  }
}
