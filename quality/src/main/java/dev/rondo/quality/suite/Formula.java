package dev.rondo.quality.suite;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What stands for a value until a suite runs: a parameter's name, or arithmetic with such names,
/// such as `rows * 1.1` or `now() - timedelta(days=7)`.
sealed interface Formula {
  /// A number, as written.
  record Constant(Number value) implements Formula {}

  /// A parameter.
  record Name(String name) implements Formula {}

  record Negated(Formula operand) implements Formula {}

  record Operation(Operator operator, Formula left, Formula right) implements Formula {}

  /// A function; what it is given by name stands in `named`.
  record Call(Function function, List<Formula> arguments, Map<String, Formula> named)
      implements Formula {}

  /// Two-sided operators, by how tightly they bind.
  enum Operator {
    PLUS("+", 1),
    MINUS("-", 1),
    TIMES("*", 2),
    DIVIDED("/", 2),
    POWER("**", 3);

    private final String sign;
    private final int binding;

    Operator(String sign, int binding) {
      this.sign = sign;
      this.binding = binding;
    }

    int binding() {
      return binding;
    }

    static Optional<Operator> of(String sign) {
      return List.of(values()).stream().filter(o -> o.sign.equals(sign)).findFirst();
    }
  }

  /// What may be called.
  enum Function {
    NOW,
    DATETIME,
    TIMEDELTA,
    ABS,
    ROUND,
    TRUNC;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws dev.rondo.kernel.Problem when it is not one
  static Formula parse(String text) {
    return new FormulaParser(text).parse();
  }

  /// The parameters that it needs.
  default Set<String> names() {
    Set<String> names = new TreeSet<>();
    switch (this) {
      case Constant _ -> {}
      case Name(String name) -> names.add(name);
      case Negated(Formula operand) -> names.addAll(operand.names());
      case Operation(_, Formula left, Formula right) -> {
        names.addAll(left.names());
        names.addAll(right.names());
      }
      case Call(_, List<Formula> arguments, Map<String, Formula> named) -> {
        arguments.forEach(argument -> names.addAll(argument.names()));
        named.values().forEach(argument -> names.addAll(argument.names()));
      }
    }
    return names;
  }
}
