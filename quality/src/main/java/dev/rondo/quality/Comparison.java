package dev.rondo.quality;

import java.util.Arrays;
import java.util.Optional;

/// What a measured number must be, with the operators of the Open Data Contract Standard. Its
/// "between" leaves both ends out.
///
/// @param first the number, or the lower end
/// @param second the upper end; ignored by operators of one number
public record Comparison(Operator operator, double first, double second) {

  /// The operators, with their words in contracts.
  public enum Operator {
    BE("mustBe"),
    NOT_BE("mustNotBe"),
    BE_GREATER_THAN("mustBeGreaterThan"),
    BE_GREATER_OR_EQUAL_TO("mustBeGreaterOrEqualTo"),
    BE_LESS_THAN("mustBeLessThan"),
    BE_LESS_OR_EQUAL_TO("mustBeLessOrEqualTo"),
    BE_BETWEEN("mustBeBetween"),
    NOT_BE_BETWEEN("mustNotBeBetween");

    private final String key;

    Operator(String key) {
      this.key = key;
    }

    /// The key in a contract.
    public String key() {
      return key;
    }

    boolean takesTwo() {
      return this == BE_BETWEEN || this == NOT_BE_BETWEEN;
    }

    /// Whether it asks for more or less, not only for the same or another.
    boolean isOrdered() {
      return this != BE && this != NOT_BE;
    }

    static Optional<Operator> find(String key) {
      return Arrays.stream(values()).filter(operator -> operator.key.equals(key)).findFirst();
    }
  }

  public boolean holds(double value) {
    return switch (operator) {
      case BE -> value == first;
      case NOT_BE -> value != first;
      case BE_GREATER_THAN -> value > first;
      case BE_GREATER_OR_EQUAL_TO -> value >= first;
      case BE_LESS_THAN -> value < first;
      case BE_LESS_OR_EQUAL_TO -> value <= first;
      case BE_BETWEEN -> value > first && value < second;
      case NOT_BE_BETWEEN -> value <= first || value >= second;
    };
  }
}
