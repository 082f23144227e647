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

  /// How many breaches a rule on rows puts up with; none when it does not say.
  static Tolerance read(Fields item) {
    if (item.raw("implementation").hasNonNull("mostly")) {
      return mostly(item.object("implementation"));
    }
    Optional<String> unit = item.optionalChoice("unit", List.of("rows", "percent"));
    Measure measure = unit.orElse("rows").equals("rows") ? Measure.ROWS : Measure.PERCENT;
    return comparison(item)
        .map(comparison -> tolerance(item, measure, comparison))
        .orElse(Tolerance.NONE);
  }

  private static Tolerance tolerance(Fields item, Measure measure, Comparison comparison) {
    double limit = comparison.first();
    return switch (comparison.operator()) {
      case BE_LESS_OR_EQUAL_TO -> new Tolerance(measure, limit);
      case BE_LESS_THAN -> new Tolerance(measure, below(measure, limit));
      default -> {
        if (comparison.operator() != Operator.BE || limit != 0) {
          item.mistake(
              comparison.operator().key(),
              "A rule on rows says how many may break it: mustBe: 0, mustBeLessThan or"
                  + " mustBeLessOrEqualTo.");
        }
        yield Tolerance.NONE;
      }
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
