package dev.rondo.quality.profile;

/// How much two numbers move together.
///
/// @param value Pearson's coefficient
/// @param exact whether it is of all rows, not of a sample
public record Correlation(
    String left, String right, double value, boolean exact, PairMoments moments) {
  static Correlation of(String left, String right, boolean exact, PairMoments moments) {
    return left.compareTo(right) <= 0
        ? new Correlation(left, right, moments.correlation(), exact, moments)
        : of(right, left, exact, moments.swapped());
  }

  Correlation merge(Correlation other) {
    return of(left, right, exact && other.exact, moments.merge(other.moments));
  }
}
