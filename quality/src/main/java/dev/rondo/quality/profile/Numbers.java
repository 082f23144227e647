package dev.rondo.quality.profile;

/// What the finite numbers of a column are like.
public record Numbers(
    double min,
    double max,
    Moments moments,
    long zeros,
    long negatives,
    Quantiles quantiles,
    Outliers outliers) {

  /// By the rule of the interquartile range: further than one and a half of it outside the middle
  /// half.
  ///
  /// @param exact whether they were counted; otherwise estimated
  public record Outliers(double lowest, double highest, long below, long above, boolean exact) {
    static final double REACH = 1.5;

    public long count() {
      return below + above;
    }
  }

  Numbers merge(Numbers other) {
    QuantileSketch sketch = quantiles.sketch().merge(other.quantiles.sketch());
    double least = Math.min(min, other.min);
    double most = Math.max(max, other.max);
    Quantiles both = Quantiles.of(sketch.values(), sketch, least, most, false);
    return new Numbers(
        least,
        most,
        moments.merge(other.moments),
        zeros + other.zeros,
        negatives + other.negatives,
        both,
        both.outliers(sketch.values()));
  }
}
