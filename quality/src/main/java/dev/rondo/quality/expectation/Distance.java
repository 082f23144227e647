package dev.rondo.quality.expectation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/// A way to say how far values are from those of a reference: by counts of the same bins or single
/// values on both sides, or by the numbers themselves.
enum Distance {
  /// Of shares: the sum of `(p - q) ln(p / q)`, where a share below a ten-thousandth counts as
  /// that.
  PSI(0.25) {
    @Override
    Found of(Counts counts) {
      return Found.of(
          counts.sum((p, q) -> {
            double a = Math.max(p, LEAST_SHARE);
            double b = Math.max(q, LEAST_SHARE);
            return (a - b) * Math.log(a / b);
          }));
    }
  },
  /// Of shares: the square root of the divergence to base 2, from 0 to 1.
  JENSEN_SHANNON(0.1) {
    @Override
    Found of(Counts counts) {
      double divergence =
          counts.sum((p, q) -> (relative(p, (p + q) / 2) + relative(q, (p + q) / 2)) / 2);
      return Found.of(Math.sqrt(Math.max(0, divergence / Math.log(2))));
    }
  },
  /// Of counts: the probability of such a difference by Pearson's test of homogeneity.
  CHI_SQUARE(0.05) {
    @Override
    Found of(Counts counts) {
      double statistic = counts.chiSquare();
      long freedom = counts.occurring() - 1;
      return new Found(
          freedom < 1 ? 1 : ChiSquaredDistribution.of(freedom).survivalProbability(statistic),
          OptionalDouble.of(statistic));
    }
  },
  /// Of numbers: the probability of such a distance by Kolmogorov and Smirnov's test of two
  /// samples.
  KS(0.05) {
    @Override
    Found of(double[] reference, double[] current) {
      var tested = KolmogorovSmirnovTest.withDefaults().test(reference, current);
      return new Found(tested.getPValue(), OptionalDouble.of(tested.getStatistic()));
    }
  },
  /// Of numbers: the area between the distributions, in standard deviations of the reference.
  WASSERSTEIN(0.1) {
    @Override
    Found of(double[] reference, double[] current) {
      double area = area(reference, current);
      return Found.of(area == 0 ? 0 : area / deviation(reference));
    }
  };

  private static final double LEAST_SHARE = 1e-4;

  private final double threshold;

  Distance(double threshold) {
    this.threshold = threshold;
  }

  /// What was found.
  ///
  /// @param value the distance, or of a test the probability
  /// @param statistic of a test
  record Found(double value, OptionalDouble statistic) {
    private static Found of(double value) {
      return new Found(value, OptionalDouble.empty());
    }
  }

  /// Counts of the same bins or values on both sides, each side with one at least.
  record Counts(long[] reference, long[] current) {
    private interface Term {
      double of(double reference, double current);
    }

    private double sum(Term term) {
      double[] p = shares(reference);
      double[] q = shares(current);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += term.of(p[i], q[i]);
      }
      return sum;
    }

    /// How many of the bins occur on either side.
    private long occurring() {
      long bins = 0;
      for (int i = 0; i < reference.length; i++) {
        bins += reference[i] + current[i] > 0 ? 1 : 0;
      }
      return bins;
    }

    private double chiSquare() {
      double n = Arrays.stream(reference).sum();
      double m = Arrays.stream(current).sum();
      double sum = 0;
      for (int i = 0; i < reference.length; i++) {
        double both = reference[i] + current[i];
        if (both > 0) {
          double expected = both * n / (n + m);
          double off = (reference[i] - expected) * (reference[i] - expected);
          sum += off / expected + off / (both - expected);
        }
      }
      return sum;
    }

    static double[] shares(long[] counts) {
      double all = Arrays.stream(counts).sum();
      return Arrays.stream(counts).mapToDouble(count -> count / all).toArray();
    }
  }

  /// @throws IllegalStateException for one of numbers
  Found of(Counts counts) {
    throw new IllegalStateException(
        word() + " compares numbers themselves, and was asked of counts; ask isOfNumbers() first.");
  }

  /// Both sides in order and not empty.
  ///
  /// @throws IllegalStateException for one of counts
  Found of(double[] reference, double[] current) {
    throw new IllegalStateException(
        word() + " compares counts, and was asked of numbers themselves; ask isOfNumbers() first.");
  }

  boolean isOfNumbers() {
    return this == KS || this == WASSERSTEIN;
  }

  /// Whether it tells a probability, of which little is bad.
  boolean isProbability() {
    return this == KS || this == CHI_SQUARE;
  }

  /// What holds when no threshold is given.
  double threshold() {
    return threshold;
  }

  boolean admits(double value, double limit) {
    return isProbability() ? value >= limit : value <= limit;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Distance> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  static String words() {
    return List.of(values()).stream().map(Distance::word).collect(Collectors.joining(", "));
  }

  private static double relative(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle);
  }

  /// The area between two empirical distributions.
  private static double area(double[] a, double[] b) {
    double area = 0;
    int i = 0;
    int j = 0;
    double last = Math.min(a[0], b[0]);
    while (i < a.length || j < b.length) {
      double next =
          Math.min(
              i < a.length ? a[i] : Double.POSITIVE_INFINITY,
              j < b.length ? b[j] : Double.POSITIVE_INFINITY);
      if (next > last) {
        area += Math.abs((double) i / a.length - (double) j / b.length) * (next - last);
      }
      last = next;
      i = past(a, i, next);
      j = past(b, j, next);
    }
    return area;
  }

  private static int past(double[] sorted, int from, double value) {
    int to = from;
    while (to < sorted.length && sorted[to] <= value) {
      to++;
    }
    return to;
  }

  /// The standard deviation of the numbers themselves, not of a sample.
  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
  }
}
