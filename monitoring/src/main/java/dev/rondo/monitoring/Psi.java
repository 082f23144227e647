package dev.rondo.monitoring;

import java.util.Arrays;

/// The population stability index in the manner of scorecards: the sum of `(p - q) ln(p / q)` over
/// bins, where a share below [#EPSILON] counts as that and nothing is normalised again.
public final class Psi {
  /// What an empty bin counts as.
  public static final double EPSILON = 1e-4;

  /// The normal quantile of 99.9 %.
  private static final double QUANTILE = 3.090232306167813;

  private Psi() {}

  /// The index of two rows of shares over the same bins.
  public static double of(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double p = Math.max(reference[i], EPSILON);
      double q = Math.max(current[i], EPSILON);
      sum += (p - q) * Math.log(p / q);
    }
    return sum;
  }

  /// The index of two rows of counts over the same bins; 0 when one of them is empty.
  public static double of(long[] reference, long[] current) {
    long n = Arrays.stream(reference).sum();
    long m = Arrays.stream(current).sum();
    return n == 0 || m == 0 ? 0 : of(shares(reference, n), shares(current, m));
  }

  private static double[] shares(long[] counts, long total) {
    return Arrays.stream(counts).mapToDouble(count -> (double) count / total).toArray();
  }

  /// What samples of these sizes reach without any drift in one window of a thousand. Then the
  /// index times `nm / (n + m)` is about chi-square with a degree of freedom less than there are
  /// bins (so that ten bins and twice a hundred rows already give 0.18 on average), whose 99.9 %
  /// quantile is taken by Wilson and Hilferty. A threshold below this would alarm at noise.
  public static double noiseFloor(int bins, long n, long m) {
    if (bins < 2 || n == 0 || m == 0) {
      return 0;
    }
    double freedom = bins - 1.0;
    double spread = 2 / (9 * freedom);
    double quantile = freedom * Math.pow(1 - spread + QUANTILE * Math.sqrt(spread), 3);
    return quantile * (1.0 / n + 1.0 / m);
  }

  /// The expected index of samples of these sizes without any drift.
  public static double expected(int bins, long n, long m) {
    return (bins - 1) * (1.0 / n + 1.0 / m);
  }
}
