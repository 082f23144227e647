package dev.rondo.quality.expectation;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/// The largest distance between the values' distribution and the expected one, and the probability
/// of one as large; both NaN without values.
record Fit(double distance, double probability) {
  static Fit of(double[] values, DoubleUnaryOperator cumulative) {
    if (values.length == 0) {
      return new Fit(Double.NaN, Double.NaN);
    }
    if (values.length == 1) {
      return ofOne(cumulative.applyAsDouble(values[0]));
    }
    var tested = KolmogorovSmirnovTest.withDefaults().test(values, cumulative);
    return new Fit(tested.getStatistic(), tested.getPValue());
  }

  /// The distance of a single value is at least a half, and every larger one is as likely.
  private static Fit ofOne(double share) {
    double distance = Math.max(share, 1 - share);
    return new Fit(distance, 2 * (1 - distance));
  }
}
