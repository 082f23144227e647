package dev.rondo.quality.expectation;

import java.util.Arrays;

/// What is usual after some values: their median, and what counts as one deviation from it. Half of
/// the values may be far off without moving either far.
///
/// A value's score is that of Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993):
/// `0.6745 (x - median) / MAD` with the median of the absolute deviations from the median. Where
/// more than half of the values are the same, that is 0, and the mean of those deviations times
/// 1.253314 stands for `MAD / 0.6745`: both are the standard deviation of normal values. Where all
/// are the same, any other value is infinitely far off.
///
/// @param median NaN without values
/// @param deviation that scores are told in; 0 when all values are the same
/// @param noise differences that follow from the rounding of doubles alone
record Usual(double median, double deviation, double noise) {
  private static final double NORMAL_QUARTILE = 0.6745;
  private static final double MEAN_TO_STANDARD = 1.253314;
  private static final double ROUNDING = 1e-13;

  static Usual of(double[] values) {
    if (values.length == 0) {
      return new Usual(Double.NaN, 0, 0);
    }
    double median = median(values);
    double noise = Arrays.stream(values).map(Math::abs).max().orElse(0) * ROUNDING;
    double[] off = Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
    double typical = median(off);
    if (typical > noise) {
      return new Usual(median, typical / NORMAL_QUARTILE, noise);
    }
    double mean = Arrays.stream(off).average().orElse(0);
    return new Usual(median, mean > noise ? mean * MEAN_TO_STANDARD : 0, noise);
  }

  /// How many deviations a value lies above the median, or below when negative.
  double score(double value) {
    double off = value - median;
    if (deviation > 0) {
      return off / deviation;
    }
    return Math.abs(off) <= noise ? 0 : Math.copySign(Double.POSITIVE_INFINITY, off);
  }

  /// Of an even number of values the mean of the two in the middle.
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
  }
}
