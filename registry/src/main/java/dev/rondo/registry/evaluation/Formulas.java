package dev.rondo.registry.evaluation;

import java.util.Arrays;

/// The measures of a task as functions of how often each row counts: once for the value itself, as
/// often as it was drawn for a resample. What a weighting leaves undefined is NaN.
sealed interface Formulas permits RegressionFormulas, BinaryFormulas, MulticlassFormulas {

  /// In the order of [Task#measures].
  ///
  /// @param weights by row; they add up to the number of rows at most
  double[] of(int[] weights);

  static Formulas of(Answers answers) {
    return switch (answers.task()) {
      case REGRESSION -> new RegressionFormulas(answers);
      case BINARY -> new BinaryFormulas(answers);
      case MULTICLASS -> new MulticlassFormulas(answers);
    };
  }

  /// Every row once.
  static int[] once(int rows) {
    int[] weights = new int[rows];
    Arrays.fill(weights, 1);
    return weights;
  }

  static long count(int[] weights) {
    long count = 0;
    for (int weight : weights) {
      count += weight;
    }
    return count;
  }

  /// The harmonic mean of precision and recall, 2 tp / (2 tp + fp + fn); van Rijsbergen,
  /// "Information Retrieval" (1979), chapter 7. It is 0 when nothing was found.
  static double f1(long hits, long falseAlarms, long missed) {
    long whole = 2 * hits + falseAlarms + missed;
    return whole == 0 ? 0 : 2.0 * hits / whole;
  }

  /// Minus the logarithm of the probability that was given to what happened, kept above the least
  /// step of a `double` so that one certain mistake is not infinite; Good, "Rational Decisions",
  /// Journal of the Royal Statistical Society B 14 (1952).
  static double surprise(double probability) {
    double step = Math.ulp(1.0);
    return -StrictMath.log(Math.clamp(probability, step, 1 - step));
  }
}
