package dev.rondo.monitoring;

import java.util.Arrays;

/// What a column looked like when the model was trained, frozen: the bins by its deciles, how many
/// rows fell into each, and a sample of its distribution. The arrays are not changed.
///
/// @param edges inner upper bounds of the bins, ascending; a value belongs to the first bin whose
///   bound is not below it, and to the last bin when it is above all
/// @param counts the rows by bin, and last the missing ones
/// @param sample sorted; all values when they are few, otherwise those at even ranks
public record ColumnProfile(
    String name, float[] edges, long[] counts, float[] sample, Summary summary) {
  private static final int BINS = 10;
  private static final int SAMPLE = 4_096;

  /// Freezes a column. NaN and infinities are missing values.
  public static ColumnProfile of(String name, float[] column) {
    float[] sorted = sortedFinite(column);
    long missing = column.length - sorted.length;
    float[] edges = deciles(sorted);
    return new ColumnProfile(
        name, edges, count(edges, sorted, missing), sample(sorted), Summary.of(sorted, missing));
  }

  static float[] sortedFinite(float[] column) {
    float[] finite = new float[column.length];
    int count = 0;
    for (float value : column) {
      if (Float.isFinite(value)) {
        finite[count++] = value == 0 ? 0 : value;
      }
    }
    float[] sorted = Arrays.copyOf(finite, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /// The lower deciles, each once, without the largest value, above which nothing would lie.
  private static float[] deciles(float[] sorted) {
    float[] edges = new float[BINS - 1];
    int count = 0;
    for (int k = 1; k < BINS && sorted.length > 0; k++) {
      float edge = sorted[(int) Math.ceilDiv((long) k * sorted.length, (long) BINS) - 1];
      boolean isNew = count == 0 || edge > edges[count - 1];
      if (isNew && edge < sorted[sorted.length - 1]) {
        edges[count++] = edge;
      }
    }
    return Arrays.copyOf(edges, count);
  }

  private static long[] count(float[] edges, float[] sorted, long missing) {
    long[] counts = new long[edges.length + 2];
    int bin = 0;
    for (float value : sorted) {
      while (bin < edges.length && value > edges[bin]) {
        bin++;
      }
      counts[bin]++;
    }
    counts[edges.length + 1] = missing;
    return counts;
  }

  private static float[] sample(float[] sorted) {
    if (sorted.length <= SAMPLE) {
      return sorted;
    }
    float[] sample = new float[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = sorted[(int) ((2L * i + 1) * sorted.length / (2L * SAMPLE))];
    }
    return sample;
  }

  /// How far a window's column has moved from this one.
  Drift drift(float[] column, DriftRules rules) {
    float[] sorted = sortedFinite(column);
    long missing = column.length - sorted.length;
    long[] current = count(edges, sorted, missing);
    long rows = summary.rows();
    int used = 0;
    for (int i = 0; i < counts.length; i++) {
      used += counts[i] + current[i] > 0 ? 1 : 0;
    }
    double psi = Psi.of(counts, current);
    double floor = Psi.noiseFloor(used, rows, column.length);
    double distance = sorted.length == 0 ? 0 : KolmogorovSmirnov.distance(sample, sorted);
    KolmogorovSmirnov ks = KolmogorovSmirnov.of(distance, rows - summary.missing(), sorted.length);
    return Drift.judge(name, psi, floor, ks, Summary.of(sorted, missing), rules);
  }
}
