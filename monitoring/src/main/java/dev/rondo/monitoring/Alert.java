package dev.rondo.monitoring;

import java.util.Locale;

/// One crossed threshold.
///
/// @param column the feature, or `prediction`; empty for the error
/// @param sentence why, for people
public record Alert(
    Kind kind, String column, String method, double value, double threshold, String sentence) {

  /// What was crossed.
  public enum Kind {
    FEATURE_DRIFT,
    PREDICTION_DRIFT,
    ERROR;

    /// The stable text on wires, in lower case with dashes.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
