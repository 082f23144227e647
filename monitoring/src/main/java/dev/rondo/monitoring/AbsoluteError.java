package dev.rondo.monitoring;

import java.util.OptionalDouble;

/// A sum of absolute errors in whole millionths, so that it does not depend on the order.
///
/// @param rows how many errors
/// @param millionths their sum
public record AbsoluteError(long rows, long millionths) {
  /// Of no rows.
  public static final AbsoluteError NONE = new AbsoluteError(0, 0);

  private static final double UNIT = 1e6;

  /// Of pairs in parallel arrays.
  public static AbsoluteError of(float[] predicted, float[] actual) {
    long sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      sum = Math.addExact(sum, millionths(predicted[i], actual[i]));
    }
    return new AbsoluteError(predicted.length, sum);
  }

  private static long millionths(float predicted, float actual) {
    return Math.round(Math.abs((double) predicted - (double) actual) * UNIT);
  }

  public AbsoluteError plus(AbsoluteError other) {
    return new AbsoluteError(rows + other.rows, Math.addExact(millionths, other.millionths));
  }

  /// The mean; empty without rows.
  public OptionalDouble mean() {
    return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(millionths / UNIT / rows);
  }
}
