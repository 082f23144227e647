package dev.rondo.quality.profile;

/// Count, mean and spread of numbers, which add up over partitions.
///
/// @param squares the sum of squared differences from the mean
public record Moments(long count, double sum, double mean, double squares) {
  static final Moments NONE = new Moments(0, 0, 0, 0);

  /// The sample standard deviation; 0 for less than two numbers.
  public double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /// By the formula of Chan, Golub and LeVeque, weighted so that both sides count alike.
  Moments merge(Moments other) {
    if (count == 0) {
      return other;
    }
    if (other.count == 0) {
      return this;
    }
    long total = count + other.count;
    double here = (double) count / total;
    double there = (double) other.count / total;
    double apart = other.mean - mean;
    return new Moments(
        total,
        sum + other.sum,
        mean * here + other.mean * there,
        squares + other.squares + apart * apart * (here * other.count));
  }
}
