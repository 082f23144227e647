package dev.rondo.registry.evaluation;

/// The measures of a binary classification, where a probability of one half or more means class 1:
///
/// - accuracy, precision = tp / (tp + fp), recall = tp / (tp + fn) and f1, 0 where they divide by
///   0;
/// - roc_auc, the share of pairs of a 1 and a 0 whose probabilities stand in the right order, ties
///   as half; Hanley and McNeil, "The meaning and use of the area under a receiver operating
///   characteristic curve", Radiology 143 (1982). Undefined with one class alone;
/// - pr_auc, the average precision Σ (R(n) - R(n-1)) P(n) over the distinct probabilities from the
///   top; Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), chapter 8.
///   Undefined without a 1;
/// - log_loss, the mean surprise;
/// - brier, the mean of (probability - label)²; Brier, "Verification of forecasts expressed in
///   terms of probability", Monthly Weather Review 78 (1950).
final class BinaryFormulas implements Formulas {
  private final boolean[] isOne;
  private final boolean[] isCalled;
  private final Ranks byScore;
  private final Summands surprise;
  private final Summands squared;

  BinaryFormulas(Answers answers) {
    int rows = answers.rows();
    double[] surprises = new double[rows];
    double[] squares = new double[rows];
    this.isOne = new boolean[rows];
    this.isCalled = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double score = answers.scores()[0][i];
      isOne[i] = answers.labels()[i] == 1;
      isCalled[i] = answers.predicted(i) == 1;
      surprises[i] = isOne[i] ? Formulas.surprise(score) : Formulas.surprise(1 - score);
      squares[i] = (score - answers.labels()[i]) * (score - answers.labels()[i]);
    }
    this.byScore = Ranks.of(answers.scores()[0]);
    this.surprise = Summands.of(surprises);
    this.squared = Summands.of(squares);
  }

  @Override
  public double[] of(int[] weights) {
    long count = Formulas.count(weights);
    long ones = 0;
    long called = 0;
    long hits = 0;
    for (int i = 0; i < weights.length; i++) {
      ones += isOne[i] ? weights[i] : 0;
      called += isCalled[i] ? weights[i] : 0;
      hits += isOne[i] && isCalled[i] ? weights[i] : 0;
    }
    long right = hits + count - ones - called + hits;
    double[] areas = areas(weights, ones, count - ones);
    return new double[] {
      (double) right / count,
      called == 0 ? 0 : (double) hits / called,
      ones == 0 ? 0 : (double) hits / ones,
      Formulas.f1(hits, called - hits, ones - hits),
      areas[0],
      areas[1],
      surprise.sum(weights) / count,
      squared.sum(weights) / count
    };
  }

  /// Walks down the probabilities, equal ones together: roc_auc and pr_auc.
  private double[] areas(int[] weights, long ones, long zeros) {
    long hits = 0;
    long alarms = 0;
    double pairs = 0;
    double precision = 0;
    for (int i = byScore.size() - 1; i >= 0; ) {
      double score = byScore.at(i);
      long more = 0;
      long wrong = 0;
      for (; i >= 0 && byScore.at(i) == score; i--) {
        int row = byScore.row(i);
        more += isOne[row] ? weights[row] : 0;
        wrong += isOne[row] ? 0 : weights[row];
      }
      pairs += wrong * (hits + more / 2.0);
      hits += more;
      alarms += wrong;
      precision += more == 0 ? 0 : more * ((double) hits / (hits + alarms));
    }
    return new double[] {
      ones == 0 || zeros == 0 ? Double.NaN : pairs / ((double) ones * zeros),
      ones == 0 ? Double.NaN : precision / ones
    };
  }
}
