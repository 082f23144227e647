package dev.rondo.delivery;

import dev.rondo.kernel.Problem;
import java.time.Duration;

/// What a version must keep to before it may serve.
///
/// @param goldenDifference how far a prediction may lie from the expected one, in its own unit
/// @param latency of a probing prediction
public record ReleaseLimits(double goldenDifference, Duration latency) {

  public ReleaseLimits {
    if (!(goldenDifference >= 0) || latency.isNegative() || latency.isZero()) {
      throw Problem.invalid(
          "The limits of a release are %s and %s; a difference of 0 or more and a latency above"
              + " 0 are needed.",
          goldenDifference, latency);
    }
  }

  /// 0.0001 and 100 milliseconds.
  public static ReleaseLimits standard() {
    return new ReleaseLimits(1e-4, Duration.ofMillis(100));
  }
}
