package dev.rondo.quality.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Numbers in rising order, each standing for a count of rows.
record WeightedValues(double[] values, long[] weights, long total) {

  /// Finite numbers among these, together standing for so many rows.
  static WeightedValues sample(double[] numbers, long total) {
    double[] values = Arrays.stream(numbers).filter(Double::isFinite).sorted().toArray();
    long[] weights = new long[values.length];
    long before = 0;
    for (int i = 0; i < values.length; i++) {
      long upTo = Math.round((double) (i + 1) * total / values.length);
      weights[i] = upTo - before;
      before = upTo;
    }
    return new WeightedValues(values, weights, values.length == 0 ? 0 : total);
  }

  static WeightedValues of(double[] numbers, long[] counts) {
    int[] order =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> numbers[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new WeightedValues(
        Arrays.stream(order).mapToDouble(i -> numbers[i]).toArray(),
        Arrays.stream(order).mapToLong(i -> counts[i]).toArray(),
        Arrays.stream(counts).sum());
  }

  boolean isEmpty() {
    return total == 0;
  }

  /// Between the two nearest, in proportion.
  double quantile(double share) {
    double position = share * (total - 1);
    double below = at((long) Math.floor(position));
    double above = at((long) Math.ceil(position));
    double part = position - Math.floor(position);
    return below + (above - below) * part;
  }

  private double at(long rank) {
    long before = 0;
    for (int i = 0; i < values.length; i++) {
      before += weights[i];
      if (rank < before) {
        return values[i];
      }
    }
    return values[values.length - 1];
  }

  /// How many stand strictly below the bound.
  long below(double bound) {
    long count = 0;
    for (int i = 0; i < values.length && values[i] < bound; i++) {
      count += weights[i];
    }
    return count;
  }

  long above(double bound) {
    long count = 0;
    for (int i = values.length - 1; i >= 0 && values[i] > bound; i--) {
      count += weights[i];
    }
    return count;
  }
}
