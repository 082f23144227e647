package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;

/// Sums numbers of 0 or more as whole millionths in two integers, so that the order of adding does
/// not matter. Confined to one thread.
final class FixedSum {
  private static final double UNITS = 1e6;
  private static final double SPLIT = 0x1p40;

  private long high;
  private long low;

  void add(double value) {
    double units = Math.rint(value * UNITS);
    double part = Math.floor(units / SPLIT);
    if (!(part < 0x1p40)) {
      throw Problem.of(ProblemCode.INVALID_DATA, "The error %s is too large to be summed.", value);
    }
    high += (long) part;
    low += (long) (units - part * SPLIT);
  }

  double mean(long count) {
    return (high * SPLIT + low) / count / UNITS;
  }
}
