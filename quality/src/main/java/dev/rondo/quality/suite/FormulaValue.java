package dev.rondo.quality.suite;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.suite.Formula.Operator;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Works a formula out. Whole numbers stay whole but for division; a parameter that is a date as
/// text can be moved by a `timedelta`. Immutable.
///
/// @param now what `now()` is, in UTC
record FormulaValue(Map<String, JsonNode> parameters, LocalDateTime now) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, Duration> UNITS =
      Map.of(
          "weeks", Duration.ofDays(7),
          "days", Duration.ofDays(1),
          "hours", Duration.ofHours(1),
          "minutes", Duration.ofMinutes(1),
          "seconds", Duration.ofSeconds(1),
          "milliseconds", Duration.ofMillis(1));

  /// The value; times as ISO text.
  ///
  /// @throws Problem `invalid-request` when the parameters are not such that it has one
  JsonNode of(Formula formula) {
    if (formula instanceof Formula.Name(String name)) {
      return parameter(name);
    }
    return switch (value(formula)) {
      case Long number -> NODES.numberNode(number);
      case Double number when Double.isFinite(number) -> NODES.numberNode(number.doubleValue());
      case LocalDateTime time ->
          NODES.stringNode(time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
      default -> throw Problem.invalid("The formula comes to no number and no time.");
    };
  }

  private JsonNode parameter(String name) {
    return Optional.ofNullable(parameters.get(name))
        .orElseThrow(() -> Problem.invalid("There is no parameter '%s'.", name));
  }

  private Object value(Formula formula) {
    return switch (formula) {
      case Formula.Constant(Number number) -> number;
      case Formula.Name(String name) -> scalar(name, parameter(name));
      case Formula.Negated(Formula operand) -> apply(Operator.TIMES, -1L, number(value(operand)));
      case Formula.Operation(Operator operator, Formula left, Formula right) ->
          apply(operator, value(left), value(right));
      case Formula.Call call -> call(call);
    };
  }

  private static Object scalar(String name, JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return time(node.asString(""))
        .orElseThrow(() ->
            Problem.invalid(
                "The parameter '%s' is %s; to reckon with it, it must be a number or a time.",
                name, node));
  }

  private static Optional<LocalDateTime> time(String text) {
    try {
      return Optional.of(
          text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Object apply(Operator operator, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return numbers(operator, a, b);
    }
    if (left instanceof LocalDateTime time && right instanceof Duration by) {
      return switch (operator) {
        case PLUS -> time.plus(by);
        case MINUS -> time.minus(by);
        default -> throw mismatch();
      };
    }
    if (left instanceof Duration by
        && right instanceof LocalDateTime
        && operator == Operator.PLUS) {
      return apply(operator, right, by);
    }
    throw mismatch();
  }

  private static Problem mismatch() {
    return Problem.invalid(
        "A formula reckons with numbers, or adds a timedelta to a time and takes it off.");
  }

  private static Number numbers(Operator operator, Number a, Number b) {
    try {
      if (a instanceof Long left && b instanceof Long right) {
        switch (operator) {
          case PLUS -> {
            return Math.addExact(left, right);
          }
          case MINUS -> {
            return Math.subtractExact(left, right);
          }
          case TIMES -> {
            return Math.multiplyExact(left, right);
          }
          case POWER -> {
            double power = Math.pow(left, right);
            if (right >= 0 && Math.abs(power) < 1L << 53) {
              return (long) power;
            }
          }
          case DIVIDED -> {}
        }
      }
    } catch (ArithmeticException e) {
      return reals(operator, a.doubleValue(), b.doubleValue());
    }
    return reals(operator, a.doubleValue(), b.doubleValue());
  }

  private static double reals(Operator operator, double a, double b) {
    return switch (operator) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDED -> divided(a, b);
      case POWER -> Math.pow(a, b);
    };
  }

  private static double divided(double a, double b) {
    if (b == 0) {
      throw Problem.invalid("A formula divides by 0.");
    }
    return a / b;
  }

  private Object call(Formula.Call call) {
    return switch (call.function()) {
      case NOW -> now;
      case DATETIME -> dateTime(call.arguments().stream().map(this::whole).toList());
      case TIMEDELTA -> timedelta(call);
      case ABS -> {
        Number number = only(call);
        yield number instanceof Long whole
            ? (Number) Math.abs(whole)
            : (Number) Math.abs(number.doubleValue());
      }
      case ROUND -> (long) Math.rint(only(call).doubleValue());
      case TRUNC -> (long) only(call).doubleValue();
    };
  }

  private Number only(Formula.Call call) {
    if (call.arguments().size() != 1) {
      throw Problem.invalid("%s() takes one number.", call.function().text());
    }
    return number(value(call.arguments().getFirst()));
  }

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw mismatch();
  }

  private int whole(Formula formula) {
    return number(value(formula)).intValue();
  }

  private static LocalDateTime dateTime(List<Integer> parts) {
    if (parts.size() < 3 || parts.size() > 6) {
      throw Problem.invalid("datetime() takes a year, a month, a day, and hours to seconds.");
    }
    int[] all = {0, 0, 0, 0, 0, 0};
    for (int i = 0; i < parts.size(); i++) {
      all[i] = parts.get(i);
    }
    try {
      return LocalDateTime.of(all[0], all[1], all[2], all[3], all[4], all[5]);
    } catch (DateTimeException e) {
      throw Problem.invalid("datetime(%s) is no time.", parts);
    }
  }

  /// Days, or what is named.
  private Duration timedelta(Formula.Call call) {
    Duration sum = Duration.ZERO;
    for (Formula days : call.arguments()) {
      sum = sum.plus(times(Duration.ofDays(1), number(value(days))));
    }
    for (var entry : call.named().entrySet()) {
      Duration unit = UNITS.get(entry.getKey());
      if (unit == null) {
        throw Problem.invalid(
            "timedelta() knows no '%s', but %s.",
            entry.getKey(), UNITS.keySet().stream().sorted().toList());
      }
      sum = sum.plus(times(unit, number(value(entry.getValue()))));
    }
    return sum;
  }

  private static Duration times(Duration unit, Number count) {
    return Duration.ofMillis(Math.round(unit.toMillis() * count.doubleValue()));
  }
}
