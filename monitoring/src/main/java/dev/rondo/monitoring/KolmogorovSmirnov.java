package dev.rondo.monitoring;

/// The two-sample Kolmogorov-Smirnov test, two-sided.
///
/// @param distance `D`, the largest distance between the two distribution functions
/// @param probability that samples of one distribution lie so far apart: exact up to 250,000 pairs,
///   asymptotic above; ties make it too large, never too small
public record KolmogorovSmirnov(double distance, double probability) {
  private static final long EXACT_PAIRS = 250_000;
  private static final double LARGEST_MATRIX = 20;
  private static final int TERMS = 100;

  /// Compares two samples, each sorted and without NaN. With an empty one there is no distance.
  public static KolmogorovSmirnov test(float[] sortedA, float[] sortedB) {
    if (sortedA.length == 0 || sortedB.length == 0) {
      return new KolmogorovSmirnov(0, 1);
    }
    return of(distance(sortedA, sortedB), sortedA.length, sortedB.length);
  }

  /// The test for a distance that was measured between samples of these sizes.
  static KolmogorovSmirnov of(double distance, long n, long m) {
    double probability =
        n * m <= EXACT_PAIRS ? exact(distance, (int) n, (int) m) : asymptotic(distance, n, m);
    return new KolmogorovSmirnov(distance, probability);
  }

  static double distance(float[] a, float[] b) {
    int i = 0;
    int j = 0;
    double largest = 0;
    while (i < a.length && j < b.length) {
      float value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return largest;
  }

  /// Counts the lattice paths that stay within the distance (Hodges 1958, as in R's `psmirnov`).
  /// Needs time `n` times `m`.
  static double exact(double distance, int n, int m) {
    double limit = (0.5 + Math.floor(distance * n * m - 1e-7)) / ((double) n * m);
    double[] within = new double[m + 1];
    for (int j = 0; j <= m; j++) {
      within[j] = (double) j / m > limit ? 0 : 1;
    }
    for (int i = 1; i <= n; i++) {
      double weight = (double) i / (i + m);
      double height = (double) i / n;
      within[0] = height > limit ? 0 : weight * within[0];
      for (int j = 1; j <= m; j++) {
        within[j] =
            Math.abs(height - (double) j / m) > limit ? 0 : weight * within[j] + within[j - 1];
      }
    }
    return Math.clamp(1 - within[m], 0, 1);
  }

  /// The one-sample distribution at the effective size `nm / (n + m)`: exact at that size, rounded,
  /// while this is cheap, and by the limit with Stephens's correction above.
  static double asymptotic(double distance, long n, long m) {
    double size = (double) n * m / (n + m);
    return Math.rint(size) * distance <= LARGEST_MATRIX
        ? 1 - oneSample(distance, (int) Math.rint(size))
        : limit(distance, size);
  }

  private static double limit(double distance, double size) {
    double root = Math.sqrt(size);
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    double sum = 0;
    for (int k = 1; k <= TERMS; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.clamp(sum, 0, 1);
  }

  /// `P(D < distance)` for one sample of this size (Marsaglia, Tsang and Wang 2003).
  private static double oneSample(double distance, int size) {
    int k = (int) (size * distance) + 1;
    int order = 2 * k - 1;
    double h = k - size * distance;
    double[][] step = new double[order][order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        step[i][j] = i - j + 1 < 0 ? 0 : 1;
      }
    }
    for (int i = 0; i < order; i++) {
      step[i][0] -= Math.pow(h, i + 1);
      step[order - 1][i] -= Math.pow(h, order - i);
    }
    step[order - 1][0] += 2 * h - 1 > 0 ? Math.pow(2 * h - 1, order) : 0;
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        for (int g = 1; g <= i - j + 1; g++) {
          step[i][j] /= g;
        }
      }
    }
    return times(step, size, k - 1);
  }

  /// The middle element of the matrix's power, times `size! / size^size`.
  private static double times(double[][] step, int size, int middle) {
    Scaled power = power(new Scaled(step, 0), size, middle);
    double value = power.matrix()[middle][middle];
    int exponent = power.exponent();
    for (int i = 1; i <= size; i++) {
      value = value * i / size;
      if (value < 1e-140) {
        value *= 1e140;
        exponent -= 140;
      }
    }
    return Math.clamp(value * Math.pow(10, exponent), 0, 1);
  }

  /// A matrix times a power of ten.
  private record Scaled(double[][] matrix, int exponent) {
    Scaled times(Scaled other, int middle) {
      int order = matrix.length;
      double[][] product = new double[order][order];
      for (int i = 0; i < order; i++) {
        for (int k = 0; k < order; k++) {
          double factor = matrix[i][k];
          for (int j = 0; j < order; j++) {
            product[i][j] += factor * other.matrix[k][j];
          }
        }
      }
      return new Scaled(product, exponent + other.exponent).scaled(middle);
    }

    private Scaled scaled(int middle) {
      if (matrix[middle][middle] <= 1e140) {
        return this;
      }
      for (double[] row : matrix) {
        for (int j = 0; j < row.length; j++) {
          row[j] *= 1e-140;
        }
      }
      return new Scaled(matrix, exponent + 140);
    }
  }

  private static Scaled power(Scaled base, int exponent, int middle) {
    if (exponent == 1) {
      return base;
    }
    Scaled half = power(base, exponent / 2, middle);
    Scaled square = half.times(half, middle);
    return exponent % 2 == 0 ? square : base.times(square, middle);
  }
}
