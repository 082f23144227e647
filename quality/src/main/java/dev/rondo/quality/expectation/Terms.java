package dev.rondo.quality.expectation;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// What was observed and what was expected, side by side, and how far they are apart. Equal pairs
/// can be one, so that a column with very many different values needs little space.
final class Terms {
  /// From this relative difference of the sums on, they are made equal before a test.
  private static final double EQUAL_SUMS = Math.sqrt(Math.ulp(1.0));

  private record Term(double observed, double expected, long times) {}

  private final List<Term> terms = new ArrayList<>();

  void add(double observed, double expected) {
    add(observed, expected, 1);
  }

  void add(double observed, double expected, long times) {
    terms.add(new Term(observed, expected, times));
  }

  private double observed() {
    return terms.stream().mapToDouble(term -> term.observed * term.times).sum();
  }

  private double expected() {
    return terms.stream().mapToDouble(term -> term.expected * term.times).sum();
  }

  /// The Kullback-Leibler divergence of the observed shares from the expected ones, natural
  /// logarithm: infinite where something occurs that must not, NaN without anything observed.
  double divergence() {
    double observed = observed();
    double expected = expected();
    return terms.stream()
        .mapToDouble(
            term -> term.times * relative(term.observed / observed, term.expected / expected))
        .sum();
  }

  /// p·ln(p/q), by the logarithm that is exact where both are nearly the same.
  private static double relative(double p, double q) {
    if (Double.isNaN(p) || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (p > 0 && q > 0) {
      double ratio = p / q;
      return ratio > 0.5 && ratio < 2 ? p * Math.log1p((p - q) / q) : p * Math.log(ratio);
    }
    return p == 0 && q >= 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /// The probability that counts differ from the expected ones as much as these do, by Pearson's
  /// test; NaN where the test says nothing, as with a single term.
  double chiSquareProbability() {
    double observed = observed();
    double expected = expected();
    double scale =
        Math.abs(observed - expected) > EQUAL_SUMS * Math.min(observed, expected)
            ? observed / expected
            : 1;
    double statistic =
        terms.stream()
            .mapToDouble(term -> term.times * square(term.observed, term.expected * scale))
            .sum();
    long freedom = terms.stream().mapToLong(Term::times).sum() - 1;
    return freedom < 1 || Double.isNaN(statistic)
        ? Double.NaN
        : ChiSquaredDistribution.of(freedom).survivalProbability(statistic);
  }

  private static double square(double observed, double expected) {
    return (observed - expected) * (observed - expected) / expected;
  }
}
