package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// A judgement of a version on a dataset.
///
/// @param dataset what it was judged on
/// @param metrics the version's own values by name
/// @param baselineVersion the version that it was compared with, if there was one
/// @param baseline that version's values on the same dataset; empty without one
/// @param reason why the verdict is so, in a whole sentence
public record Evaluation(
    Asset dataset,
    Map<String, Double> metrics,
    OptionalInt baselineVersion,
    Map<String, Double> baseline,
    Verdict verdict,
    String reason) {

  /// How a judgement ended.
  public enum Verdict {
    BETTER,
    NOT_BETTER,
    FIRST;

    /// The stable text on wires, in lower case with dashes.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Verdict parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public Evaluation {
    metrics = finite(metrics);
    baseline = finite(baseline);
  }

  private static Map<String, Double> finite(Map<String, Double> values) {
    values.forEach((name, value) -> {
      if (!Double.isFinite(value)) {
        throw Problem.invalid(
            "The metric '%s' of an evaluation is %s: a finite number is needed.", name, value);
      }
    });
    return Map.copyOf(values);
  }
}
