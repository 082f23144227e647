package dev.rondo.quality.profile;

/// Moments of two numbers on the rows that have both, which add up over partitions.
///
/// @param rows how many rows this stands for: where it comes from a sample, those of the table
public record PairMoments(
    double rows,
    double leftMean,
    double rightMean,
    double leftSquares,
    double rightSquares,
    double products) {

  /// Pearson's coefficient; 0 where one side never changes.
  public double correlation() {
    double spread = Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
    return spread > 0 ? Math.clamp(products / spread, -1.0, 1.0) : 0;
  }

  static PairMoments of(double[] left, double[] right, double weight) {
    double n = 0;
    double leftSum = 0;
    double rightSum = 0;
    for (int i = 0; i < left.length; i++) {
      if (Double.isFinite(left[i]) && Double.isFinite(right[i])) {
        n++;
        leftSum += left[i];
        rightSum += right[i];
      }
    }
    return n == 0
        ? new PairMoments(0, 0, 0, 0, 0, 0)
        : around(left, right, weight, n, leftSum / n, rightSum / n);
  }

  private static PairMoments around(
      double[] left, double[] right, double weight, double n, double leftMean, double rightMean) {
    double leftSquares = 0;
    double rightSquares = 0;
    double products = 0;
    for (int i = 0; i < left.length; i++) {
      double x = left[i] - leftMean;
      double y = right[i] - rightMean;
      if (Double.isFinite(x) && Double.isFinite(y)) {
        leftSquares += x * x;
        rightSquares += y * y;
        products += x * y;
      }
    }
    return new PairMoments(
        n * weight,
        finite(leftMean),
        finite(rightMean),
        finite(leftSquares * weight),
        finite(rightSquares * weight),
        finite(products * weight));
  }

  /// Numbers near the largest that there are overflow; such a pair has no correlation to tell.
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  PairMoments merge(PairMoments other) {
    double total = rows + other.rows;
    if (total == 0) {
      return this;
    }
    double factor = rows * other.rows / total;
    double x = other.leftMean - leftMean;
    double y = other.rightMean - rightMean;
    return new PairMoments(
        total,
        (leftMean * rows + other.leftMean * other.rows) / total,
        (rightMean * rows + other.rightMean * other.rows) / total,
        leftSquares + other.leftSquares + x * x * factor,
        rightSquares + other.rightSquares + y * y * factor,
        products + other.products + x * y * factor);
  }

  /// The same pair, the other way round.
  PairMoments swapped() {
    return new PairMoments(rows, rightMean, leftMean, rightSquares, leftSquares, products);
  }
}
