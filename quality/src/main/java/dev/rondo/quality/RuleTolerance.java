package dev.rondo.quality;

import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Comparison.Operator;
import dev.rondo.quality.Tolerance.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads the operators of a quality rule: what a number must be, or how many breaches it tolerates.
final class RuleTolerance {
  private RuleTolerance() {}

  /// The one operator of a rule; empty when there is none.
  static Optional<Comparison> comparison(Fields item) {
    List<Comparison> found = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      if (item.has(operator.key())) {
        read(item, operator).ifPresent(found::add);
      }
    }
    if (found.size() > 1) {
      item.mistake("A rule has one operator; write two rules for two.");
    }
    return found.stream().findFirst();
  }

  private static Optional<Comparison> read(Fields item, Operator operator) {
    String key = operator.key();
    if (item.raw(key).isBoolean() && !operator.isOrdered()) {
      return Optional.of(new Comparison(operator, item.flag(key, false) ? 1 : 0, 0));
    }
    if (!operator.takesTwo()) {
      OptionalDouble number = item.optionalReal(key);
      return number.isPresent()
          ? Optional.of(new Comparison(operator, number.getAsDouble(), 0))
          : Optional.empty();
    }
    var pair = item.raw(key);
    boolean isPair =
        pair.isArray()
            && pair.size() == 2
            && pair.path(0).isNumber()
            && pair.path(1).isNumber()
            && pair.path(0).doubleValue() < pair.path(1).doubleValue();
    item.require(key, isPair, "a list of two numbers, the smaller first,");
    if (!isPair) {
      return Optional.empty();
    }
    return Optional.of(
        new Comparison(operator, pair.get(0).doubleValue(), pair.get(1).doubleValue()));
  }

  /// How many breaches a rule on rows puts up with; none when it does not say, and empty when its
  /// operator asks more than that there be few.
  static Optional<Tolerance> read(Fields item) {
    if (item.raw("implementation").hasNonNull("mostly")) {
      return Optional.of(mostly(item.object("implementation")));
    }
    Optional<Comparison> comparison = comparison(item);
    return comparison.isEmpty()
        ? Optional.of(Tolerance.NONE)
        : tolerance(measure(item), comparison.get());
  }

  static Measure measure(Fields item) {
    Optional<String> unit = item.optionalChoice("unit", List.of("rows", "percent"));
    return unit.orElse("rows").equals("rows") ? Measure.ROWS : Measure.PERCENT;
  }

  private static Optional<Tolerance> tolerance(Measure measure, Comparison comparison) {
    double limit = comparison.first();
    return switch (comparison.operator()) {
      case BE_LESS_OR_EQUAL_TO -> Optional.of(new Tolerance(measure, limit));
      case BE_LESS_THAN -> Optional.of(new Tolerance(measure, below(measure, limit)));
      case BE -> limit == 0 ? Optional.of(Tolerance.NONE) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static double below(Measure measure, double limit) {
    return measure == Measure.ROWS ? Math.ceil(limit) - 1 : Math.nextDown(limit);
  }

  private static Tolerance mostly(Fields how) {
    double share = how.real("mostly", 1);
    how.require("mostly", share >= 0 && share <= 1, "a number from 0 to 1");
    return new Tolerance(Measure.MOSTLY, share);
  }

  /// The severity of a service level, from its custom properties; a warning when it does not say.
  static Severity severity(Fields sla) {
    return ColumnParser.custom(sla, "severity")
        .map(custom -> custom.choice("value", Severity.class, Severity.WARNING))
        .orElse(Severity.WARNING);
  }
}
