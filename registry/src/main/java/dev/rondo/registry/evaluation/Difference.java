package dev.rondo.registry.evaluation;

import java.util.Optional;

/// What a version has more than the baseline, on the same rows.
///
/// @param baseline the baseline's value
/// @param difference the version's value less the baseline's
/// @param interval of the difference, from the same resamples for both; empty where too few of them
///   define it
public record Difference(
    String metric, double baseline, double difference, Optional<Interval> interval) {

  /// Whether the version is `better` or `worse`, or that is `open` since the interval holds 0; a
  /// measure without a good direction is always open.
  public String sense() {
    Measure.Good good = Measure.parse(metric).good();
    if (interval.isEmpty() || good == Measure.Good.NEITHER) {
      return "open";
    }
    boolean isBelow = interval.get().high() < 0;
    boolean isAbove = interval.get().low() > 0;
    if (!isBelow && !isAbove) {
      return "open";
    }
    return isBelow == (good == Measure.Good.LOW) ? "better" : "worse";
  }
}
