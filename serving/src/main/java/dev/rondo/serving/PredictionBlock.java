package dev.rondo.serving;

import java.util.List;

/// Logged predictions in columns, ordered by event time and request id. The arrays belong to the
/// reader.
///
/// @param features the names of the columns
/// @param columns one array for each feature; NaN where the model of that time had no such feature
public record PredictionBlock(
    List<String> features,
    String[] requestIds,
    long[] eventMillis,
    int[] versions,
    float[][] columns,
    float[] values) {

  public int rows() {
    return requestIds.length;
  }
}
