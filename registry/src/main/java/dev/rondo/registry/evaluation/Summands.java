package dev.rondo.registry.evaluation;

/// Numbers as whole multiples of a power of two that lets any sum of as many of them fit a `long`:
/// sums are exact in it, so neither the order of rows nor the number of threads changes a digit.
/// The unit is at most 2<sup>-61</sup> times the count and the greatest of the numbers.
final class Summands {
  private static final int BITS = 61;

  private final long[] units;
  private final int shift;

  private Summands(long[] units, int shift) {
    this.units = units;
    this.shift = shift;
  }

  static Summands of(double[] values) {
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    int size = greatest == 0 ? 0 : Math.getExponent(greatest) + 1;
    int count = Integer.SIZE - Integer.numberOfLeadingZeros(values.length);
    int shift = Math.min(BITS - size - count, 1000);
    long[] units = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      units[i] = (long) Math.rint(Math.scalb(values[i], shift));
    }
    return new Summands(units, shift);
  }

  /// The sum of every number as often as its weight says; the weights add up to the count at most.
  double sum(int[] weights) {
    long sum = 0;
    for (int i = 0; i < units.length; i++) {
      sum += units[i] * weights[i];
    }
    return Math.scalb((double) sum, -shift);
  }
}
