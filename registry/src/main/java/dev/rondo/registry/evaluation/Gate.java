package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;
import java.util.List;

/// A named rule that a version must keep to come into use.
///
/// @param metric as [Measure#text] writes it
/// @param rule one of [#AT_MOST], [#AT_LEAST], [#WORSE_BY] and [#BETTER]
/// @param bound the metric's bound; of `worse-by` the share of the baseline's value by which it may
///   be worse; 0 for `better`
/// @param slices columns whose every slice must keep it too, unless it is small
public record Gate(String name, String metric, String rule, double bound, List<String> slices) {
  public static final String AT_MOST = "at-most";
  public static final String AT_LEAST = "at-least";

  /// No worse than the baseline by more than a share of its value.
  public static final String WORSE_BY = "worse-by";

  /// Better than the baseline.
  public static final String BETTER = "better";

  public Gate {
    slices = List.copyOf(slices);
    Measure measure = Measure.parse(metric);
    if (!List.of(AT_MOST, AT_LEAST, WORSE_BY, BETTER).contains(rule) || !Double.isFinite(bound)) {
      throw Problem.invalid("The gate '%s' has no rule '%s' of %s.", name, rule, bound);
    }
    if (measure.good() == Measure.Good.NEITHER && isRelative(rule)) {
      throw Problem.invalid(
          "The gate '%s' compares %s with the running model's, and of that neither more nor less is"
              + " better; give at-most or at-least.",
          name, metric);
    }
  }

  private static boolean isRelative(String rule) {
    return rule.equals(WORSE_BY) || rule.equals(BETTER);
  }

  /// What holds when a project declares no gates: better than the running model.
  public static Gate standard(Task task) {
    Measure measure = task == Task.REGRESSION ? Measure.MAE : Measure.LOG_LOSS;
    return new Gate("better-than-the-running-model", measure.text(), BETTER, 0, List.of());
  }

  boolean isRelative() {
    return isRelative(rule);
  }

  Measure measure() {
    return Measure.parse(metric);
  }
}
