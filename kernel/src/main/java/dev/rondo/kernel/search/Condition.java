package dev.rondo.kernel.search;

/// One clause of a filter, by the names of its [Vocabulary].
///
/// @param entity such as `metrics`
/// @param key such as `mae`
public record Condition(String entity, String key, Operator operator, Operand operand) {

  public boolean isOfText() {
    return operand instanceof Operand.Text;
  }

  /// The text that is compared with, where it is one.
  public String text() {
    return ((Operand.Text) operand).value();
  }

  /// The number that is compared with, where it is one.
  public double number() {
    return ((Operand.Number) operand).value();
  }
}
