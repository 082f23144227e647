package dev.rondo.quality;

import dev.rondo.quality.Comparison.Operator;
import dev.rondo.quality.Tolerance.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads the operators of a quality rule: what a number must be, or how many breaches it tolerates.
final class RuleTolerance {
  private RuleTolerance() {}

  /// The one operator of a rule; empty when there is none.
  static Optional<Comparison> comparison(Section item) {
    List<Comparison> found = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      if (item.has(operator.key())) {
        read(item, operator).ifPresent(found::add);
      }
    }
    if (found.size() > 1) {
      item.mistake("", "A rule has one operator; write two rules for two.");
    }
    return found.stream().findFirst();
  }

  private static Optional<Comparison> read(Section item, Operator operator) {
    String key = operator.key();
    if (!operator.takesTwo()) {
      OptionalDouble number = item.number(key);
      return number.isPresent()
          ? Optional.of(new Comparison(operator, number.getAsDouble(), 0))
          : Optional.empty();
    }
    var pair = item.value(key);
    if (!pair.isArray()
        || pair.size() != 2
        || !pair.get(0).isNumber()
        || !pair.get(1).isNumber()
        || pair.get(0).doubleValue() >= pair.get(1).doubleValue()) {
      item.mistake(key, "'%s' must be two numbers, the smaller first.".formatted(key));
      return Optional.empty();
    }
    return Optional.of(
        new Comparison(operator, pair.get(0).doubleValue(), pair.get(1).doubleValue()));
  }

  /// How many breaches a rule on rows puts up with; none when it does not say.
  static Tolerance read(Section item) {
    if (item.value("implementation").isObject() && item.section("implementation").has("mostly")) {
      return mostly(item.section("implementation"));
    }
    Optional<String> unit = item.oneOf("unit", List.of("rows", "percent"));
    Measure measure = unit.orElse("rows").equals("rows") ? Measure.ROWS : Measure.PERCENT;
    return comparison(item)
        .map(comparison -> tolerance(item, measure, comparison))
        .orElse(Tolerance.NONE);
  }

  private static Tolerance tolerance(Section item, Measure measure, Comparison comparison) {
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

  private static Tolerance mostly(Section how) {
    OptionalDouble share = how.number("mostly");
    if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
      how.mistake("mostly", "'mostly' must lie between 0 and 1.");
    }
    return new Tolerance(Measure.MOSTLY, share.orElse(1));
  }

  /// The severity of a service level, from its custom properties; a warning when it does not say.
  static Severity severity(Section sla) {
    List<String> words = Arrays.stream(Severity.values()).map(Severity::text).toList();
    for (Section custom : sla.sections("customProperties")) {
      custom.only(List.of("property", "value", "id", "description"));
      if (custom.required("property").equals("severity")) {
        return custom.oneOf("value", words).flatMap(Severity::find).orElse(Severity.WARNING);
      }
    }
    return Severity.WARNING;
  }
}
