package dev.rondo.quality;

import java.util.Arrays;
import java.util.Optional;

/// What a measured number must be, with the operators of the Open Data Contract Standard. Its
/// "between" leaves both ends out.
///
/// @param first the number, or the lower end
/// @param second the upper end; ignored by operators of one number
public record Comparison(Operator operator, double first, double second) {

  /// The operators, with their words in contracts and in sentences.
  public enum Operator {
    BE("mustBe", "is %s"),
    NOT_BE("mustNotBe", "is not %s"),
    BE_GREATER_THAN("mustBeGreaterThan", "is more than %s"),
    BE_GREATER_OR_EQUAL_TO("mustBeGreaterOrEqualTo", "is at least %s"),
    BE_LESS_THAN("mustBeLessThan", "is less than %s"),
    BE_LESS_OR_EQUAL_TO("mustBeLessOrEqualTo", "is at most %s"),
    BE_BETWEEN("mustBeBetween", "is more than %s and less than %s"),
    NOT_BE_BETWEEN("mustNotBeBetween", "is not between %s and %s");

    private final String key;
    private final String sentence;

    Operator(String key, String sentence) {
      this.key = key;
      this.sentence = sentence;
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

  /// `is at most 100`.
  public String words() {
    return operator.sentence.formatted(Words.of(first), Words.of(second));
  }
}
