package dev.rondo.training;

import dev.rondo.kernel.Problem;

/// How far predictions lie from labels. The sums are exact in millionths, so the order of rows and
/// the number of threads change no digit.
///
/// @param rows how many predictions were compared
/// @param mae the mean absolute error, in the label's unit
/// @param rmse the root of the mean squared error, in the label's unit
public record Errors(int rows, double mae, double rmse) {

  /// Compares row by row.
  public static Errors of(float[] predictions, float[] labels) {
    if (predictions.length != labels.length || labels.length == 0) {
      throw Problem.invalid(
          "%d predictions cannot be compared with %d labels; as many are needed, and at least one.",
          predictions.length, labels.length);
    }
    FixedSum absolute = new FixedSum();
    FixedSum squared = new FixedSum();
    for (int i = 0; i < labels.length; i++) {
      double error = Math.abs((double) predictions[i] - labels[i]);
      absolute.add(error);
      squared.add(error * error);
    }
    return new Errors(
        labels.length, absolute.mean(labels.length), Math.sqrt(squared.mean(labels.length)));
  }
}
