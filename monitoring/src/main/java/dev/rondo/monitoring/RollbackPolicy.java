package dev.rondo.monitoring;

import java.util.Locale;
import java.util.Optional;

/// When a new model is withdrawn after its first window. A pure function.
///
/// @param margin by how much it may be worse than its predecessor, as a share of that one's error
/// @param minimumLabels with fewer it is not judged
public record RollbackPolicy(double margin, long minimumLabels) {

  /// Why to withdraw the new model, if at all.
  ///
  /// @param error of the new model in its first window
  /// @param predecessor the predecessor's error on the same rows
  public Optional<String> decide(AbsoluteError error, AbsoluteError predecessor) {
    if (error.rows() < minimumLabels || predecessor.rows() < minimumLabels) {
      return Optional.empty();
    }
    double mae = error.mean().orElseThrow();
    double before = predecessor.mean().orElseThrow();
    if (mae <= before * (1 + margin)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "The new model's error over %d labels is %.3f; its predecessor's would be %.3f, and"
                + " %.0f %% more is the limit.",
            error.rows(),
            mae,
            before,
            100 * margin));
  }
}
