package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;

/// What was answered in a window, beside what the first model would have answered to the same
/// requests with the same features.
///
/// @param start inclusive
/// @param end exclusive
/// @param firstVersion which version the first one is
/// @param answered the error of what was answered
/// @param first the error of the first version, over the same labels
public record Comparison(
    EventTime start, EventTime end, int firstVersion, AbsoluteError answered, AbsoluteError first) {

  public Comparison {
    if (answered.rows() != first.rows()) {
      throw Problem.invalid(
          "%d answers are compared with %d; both are over the same labels.",
          answered.rows(), first.rows());
    }
  }
}
