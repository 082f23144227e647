package dev.rondo.monitoring;

/// The moments of a column, over what is not missing; all zero when everything is.
///
/// @param deviation the standard deviation of the population
public record Summary(
    long rows, long missing, double mean, double deviation, double minimum, double maximum) {

  /// @param sorted the values without NaN, ascending; so the sums have one order
  static Summary of(float[] sorted, long missing) {
    if (sorted.length == 0) {
      return new Summary(missing, missing, 0, 0, 0, 0);
    }
    double sum = 0;
    for (float value : sorted) {
      sum += value;
    }
    double mean = sum / sorted.length;
    double squares = 0;
    for (float value : sorted) {
      squares += (value - mean) * (value - mean);
    }
    return new Summary(
        sorted.length + missing,
        missing,
        mean,
        Math.sqrt(squares / sorted.length),
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
