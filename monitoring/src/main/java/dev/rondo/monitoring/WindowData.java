package dev.rondo.monitoring;

import dev.rondo.kernel.Problem;
import java.util.List;

/// The predictions of a window in columns, and the labels that became known in it. The arrays are
/// not changed.
///
/// @param columns one for each feature
/// @param labelled predictions whose label became known, in any order
/// @param labels their labels
public record WindowData(
    List<String> features,
    float[][] columns,
    float[] predictions,
    float[] labelled,
    float[] labels) {

  public WindowData {
    features = List.copyOf(features);
    if (features.size() != columns.length) {
      throw Problem.invalid(
          "%d features are named, and %d columns are given.", features.size(), columns.length);
    }
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].length != predictions.length) {
        throw Problem.invalid(
            "The column '%s' has %d rows, and there are %d predictions.",
            features.get(i), columns[i].length, predictions.length);
      }
    }
    if (labelled.length != labels.length) {
      throw Problem.invalid(
          "There are %d labels for %d predictions.", labels.length, labelled.length);
    }
  }
}
