package dev.rondo.registry.evaluation;

import java.util.Arrays;

/// Numbers in ascending order, with the row that each stands in.
final class Ranks {
  private final double[] sorted;
  private final int[] rows;

  private Ranks(double[] sorted, int[] rows) {
    this.sorted = sorted;
    this.rows = rows;
  }

  static Ranks of(double[] values) {
    double[] sorted = new double[values.length];
    Arrays.setAll(sorted, i -> values[i] + 0.0);
    Arrays.sort(sorted);
    int[] rows = new int[values.length];
    int[] taken = new int[values.length];
    for (int row = 0; row < rows.length; row++) {
      int first = first(sorted, values[row] + 0.0);
      rows[first + taken[first]++] = row;
    }
    return new Ranks(sorted, rows);
  }

  /// The first place of a number that is there.
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int size() {
    return rows.length;
  }

  /// The row of the number at a place of the order.
  int row(int place) {
    return rows[place];
  }

  /// The number at a place of the order.
  double at(int place) {
    return sorted[place];
  }

  /// The quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan,
  /// "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
  ///
  /// @param weights how often each row counts
  /// @param count the sum of the weights, 1 or more
  double quantile(double share, int[] weights, long count) {
    double position = share * (count - 1);
    long below = (long) Math.floor(position);
    long passed = 0;
    for (int i = 0; i < rows.length; i++) {
      passed += weights[rows[i]];
      if (passed > below) {
        double low = sorted[i];
        double part = position - below;
        return part == 0 || passed > below + 1 ? low : low + part * (next(i, weights) - low);
      }
    }
    return sorted[rows.length - 1];
  }

  private double next(int place, int[] weights) {
    for (int i = place + 1; i < rows.length; i++) {
      if (weights[rows[i]] > 0) {
        return sorted[i];
      }
    }
    return sorted[place];
  }
}
