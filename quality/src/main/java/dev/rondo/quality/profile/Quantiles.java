package dev.rondo.quality.profile;

import dev.rondo.quality.profile.Numbers.Outliers;
import java.util.Arrays;
import java.util.List;

/// Values that so large a share of the numbers lies below.
///
/// @param exact whether all rows were looked at; otherwise ranks are right within about 1.5 %
/// @param values at [#SHARES], rising
/// @param sketch to merge with other partitions
public record Quantiles(boolean exact, List<Double> values, QuantileSketch sketch) {
  public static final List<Double> SHARES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

  public Quantiles {
    values = List.copyOf(values);
  }

  /// @param min the least number of all, known exactly
  static Quantiles of(
      WeightedValues numbers, QuantileSketch sketch, double min, double max, boolean exact) {
    if (numbers.isEmpty()) {
      return new Quantiles(false, SHARES.stream().map(_ -> min).toList(), sketch);
    }
    List<Double> values =
        SHARES.stream().map(share -> Math.clamp(numbers.quantile(share), min, max)).toList();
    return new Quantiles(exact, values, sketch);
  }

  /// @param share one of [#SHARES]
  public double at(double share) {
    return values.get(SHARES.indexOf(share));
  }

  public double median() {
    return at(0.5);
  }

  /// The fences of outliers, and the numbers outside.
  Outliers outliers(WeightedValues numbers) {
    double[] fences = fences();
    return new Outliers(
        fences[0], fences[1], numbers.below(fences[0]), numbers.above(fences[1]), false);
  }

  double[] fences() {
    double range = at(0.75) - at(0.25);
    double[] fences = {at(0.25) - Outliers.REACH * range, at(0.75) + Outliers.REACH * range};
    return Arrays.stream(fences)
        .map(fence -> Math.clamp(fence, -Double.MAX_VALUE, Double.MAX_VALUE))
        .toArray();
  }
}
