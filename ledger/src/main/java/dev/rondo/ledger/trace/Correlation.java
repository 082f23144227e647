package dev.rondo.ledger.trace;

import java.util.OptionalDouble;

/// How often two filters hold of the same traces.
///
/// @param first how many the first filter holds of
/// @param second how many the second one holds of
/// @param joint how many both hold of
/// @param total of how many
public record Correlation(long first, long second, long joint, long total) {
  private static final double SMOOTHING = 0.5;

  /// The normalised pointwise mutual information: the logarithm of how much more often both hold
  /// than they would by chance, divided by its largest possible value, which gives -1 for filters
  /// that never hold together, 0 for independent ones and 1 for equal ones (G. Bouma, Normalized
  /// (Pointwise) Mutual Information in Collocation Extraction, GSCL 2009). Empty when one of them
  /// holds of nothing.
  public OptionalDouble npmi() {
    if (first == 0 || second == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(joint == 0 ? -1 : npmi(joint, first, second, total));
  }

  /// The same with half a trace added to each of the four cases (both, either, none), as if more
  /// had been seen: few traces say little.
  public OptionalDouble smoothedNpmi() {
    if (first == 0 || second == 0) {
      return OptionalDouble.empty();
    }
    if (joint == total) {
      return OptionalDouble.of(1);
    }
    return OptionalDouble.of(
        npmi(
            joint + SMOOTHING,
            first + 2 * SMOOTHING,
            second + 2 * SMOOTHING,
            total + 4 * SMOOTHING));
  }

  private static double npmi(double both, double one, double other, double all) {
    if (both == all) {
      return 1;
    }
    return Math.log(both * all / (one * other)) / -Math.log(both / all);
  }
}
