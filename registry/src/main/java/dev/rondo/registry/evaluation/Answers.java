package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;

/// What a model answered to labelled rows.
///
/// @param labels the number that was right, or of the class that was
/// @param scores by column and row: the predicted number, the probability of class 1, or that of
///   each class
public record Answers(Task task, double[] labels, double[][] scores) {
  private static final int MOST_CLASSES = 100;

  /// Squares and sums of such numbers stay finite.
  private static final double MOST = 1e100;

  public Answers {
    if (labels.length == 0) {
      throw Problem.invalid("There is no labelled row to evaluate on; at least one is needed.");
    }
    int columns = scores.length;
    boolean fits = task == Task.MULTICLASS ? columns > 1 && columns <= MOST_CLASSES : columns == 1;
    if (!fits) {
      throw Problem.invalid(
          "%d columns of predictions do not fit the task %s.", columns, task.text());
    }
    for (double[] column : scores) {
      if (column.length != labels.length) {
        throw Problem.invalid(
            "%d predictions cannot be compared with %d labels; as many are needed.",
            column.length, labels.length);
      }
      for (int row = 0; row < column.length; row++) {
        requireScore(task, column[row], row);
      }
    }
    for (int row = 0; row < labels.length; row++) {
      requireLabel(task, columns, labels[row], row);
    }
  }

  private static void requireScore(Task task, double value, int row) {
    boolean isProbability = task != Task.REGRESSION;
    if (!isSane(value) || isProbability && (value < 0 || value > 1)) {
      throw Problem.invalid(
          "The prediction for row %d is %s; %s is needed.",
          row, value, isProbability ? "a probability from 0 to 1" : "a number");
    }
  }

  private static void requireLabel(Task task, int columns, double label, int row) {
    int classes = task == Task.BINARY ? 2 : columns;
    boolean isClass = label >= 0 && label < classes && label == Math.rint(label);
    if (!isSane(label) || task != Task.REGRESSION && !isClass) {
      throw Problem.invalid(
          "The label of row %d is %s; %s is needed.",
          row, label, task == Task.REGRESSION ? "a number" : "a class from 0 to " + (classes - 1));
    }
  }

  private static boolean isSane(double value) {
    return Math.abs(value) <= MOST;
  }

  /// The answers of a regression or of a binary classification.
  public static Answers of(Task task, float[] labels, float[] scores) {
    return new Answers(task, doubles(labels), new double[][] {doubles(scores)});
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  public int rows() {
    return labels.length;
  }

  /// How many classes there are; 2 for a binary classification.
  int classes() {
    return task == Task.MULTICLASS ? scores.length : 2;
  }

  /// Some of the rows.
  Answers rows(int[] rows) {
    double[][] chosen = new double[scores.length][];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = pick(scores[i], rows);
    }
    return new Answers(task, pick(labels, rows), chosen);
  }

  private static double[] pick(double[] values, int[] rows) {
    double[] picked = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }

  /// The class that is predicted for a row: 1 from a probability of one half, else the likeliest,
  /// the first among equals.
  int predicted(int row) {
    if (task == Task.BINARY) {
      return scores[0][row] >= 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i][row] > scores[best][row] ? i : best;
    }
    return best;
  }
}
