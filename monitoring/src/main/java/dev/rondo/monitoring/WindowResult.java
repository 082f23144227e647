package dev.rondo.monitoring;

import java.util.List;
import java.util.Locale;

/// How a window was judged.
///
/// @param rows predictions in it
/// @param error over the labels that became known in it
/// @param expectedMae what the model's evaluation let expect
/// @param drift of each feature that the reference knows
/// @param alerts every crossed threshold
public record WindowResult(
    String monitor,
    Window window,
    long rows,
    AbsoluteError error,
    double expectedMae,
    List<Drift> drift,
    Drift prediction,
    List<Alert> alerts,
    Outcome outcome) {

  /// What followed.
  public enum Outcome {
    /// No threshold was crossed.
    QUIET,
    /// A crossed threshold was told.
    CROSSED,
    /// A threshold was crossed, and one has been told not long ago.
    COOLING_DOWN;

    /// The stable text on wires, in lower case with dashes.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public WindowResult {
    drift = List.copyOf(drift);
    alerts = List.copyOf(alerts);
  }

  /// The features that have drifted.
  public List<String> drifted() {
    return drift.stream().filter(Drift::hasDrifted).map(Drift::column).toList();
  }

  /// The largest PSI among the features.
  public double largestPsi() {
    return drift.stream().mapToDouble(Drift::psi).max().orElse(0);
  }

  WindowResult with(Outcome newOutcome) {
    return new WindowResult(
        monitor, window, rows, error, expectedMae, drift, prediction, alerts, newOutcome);
  }
}
