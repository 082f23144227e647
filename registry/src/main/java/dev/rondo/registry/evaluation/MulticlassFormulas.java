package dev.rondo.registry.evaluation;

/// The measures of a classification into several classes, where the likeliest is the answer:
///
/// - accuracy, the share that is right;
/// - macro_f1, the mean of the classes' f1, and weighted_f1, the same weighted by how many rows
///   each class has; over the classes that occur as label or answer. Sokolova and Lapalme, "A
///   systematic analysis of performance measures for classification tasks", Information Processing
///   & Management 45 (2009);
/// - log_loss, the mean surprise at the probability of the right class, the probabilities of a row
///   divided by their sum.
final class MulticlassFormulas implements Formulas {
  private final int classes;
  private final int[] labels;
  private final int[] called;
  private final Summands surprise;

  MulticlassFormulas(Answers answers) {
    int rows = answers.rows();
    this.classes = answers.classes();
    this.labels = new int[rows];
    this.called = new int[rows];
    double[] surprises = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (int) answers.labels()[i];
      called[i] = answers.predicted(i);
      surprises[i] = Formulas.surprise(answers.scores()[labels[i]][i] / whole(answers, i));
    }
    this.surprise = Summands.of(surprises);
  }

  private static double whole(Answers answers, int row) {
    double whole = 0;
    for (double[] column : answers.scores()) {
      whole += column[row];
    }
    return whole == 0 ? 1 : whole;
  }

  @Override
  public double[] of(int[] weights) {
    long[] hits = new long[classes];
    long[] of = new long[classes];
    long[] as = new long[classes];
    for (int i = 0; i < weights.length; i++) {
      of[labels[i]] += weights[i];
      as[called[i]] += weights[i];
      hits[labels[i]] += labels[i] == called[i] ? weights[i] : 0;
    }
    long count = 0;
    long right = 0;
    int seen = 0;
    double sum = 0;
    double weighted = 0;
    for (int k = 0; k < classes; k++) {
      double f1 = Formulas.f1(hits[k], as[k] - hits[k], of[k] - hits[k]);
      count += of[k];
      right += hits[k];
      seen += of[k] + as[k] > 0 ? 1 : 0;
      sum += f1;
      weighted += f1 * of[k];
    }
    return new double[] {
      (double) right / count, sum / seen, weighted / count, surprise.sum(weights) / count
    };
  }
}
