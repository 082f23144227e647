package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;

/// What the loop has been worth: the error that the first model would have made, less the error
/// that was made, over all requests whose outcome is known and was compared.
///
/// @param from where the first compared window starts
/// @param to where the last one ends
/// @param windows how many
public record Gain(
    EventTime from,
    EventTime to,
    long windows,
    int firstVersion,
    AbsoluteError answered,
    AbsoluteError first) {
  /// With fewer outcomes, the difference of two errors says nothing.
  public static final long MINIMUM_LABELS = 200;

  private static final double UNIT = 1e6;

  /// Whether there are outcomes enough to speak of.
  public boolean isMeasured() {
    return answered.rows() >= MINIMUM_LABELS;
  }

  /// The error avoided in all, in the label's unit; negative when the first model was better.
  public double avoided() {
    return (first.millionths() - answered.millionths()) / UNIT;
  }

  /// The error avoided for one request; 0 without any.
  public double avoidedPerRequest() {
    return answered.rows() == 0 ? 0 : avoided() / answered.rows();
  }
}
