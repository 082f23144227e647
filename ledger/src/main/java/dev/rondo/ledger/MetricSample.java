package dev.rondo.ledger;

import java.util.List;

/// Which points of a key to choose.
///
/// @param first the lowest step
/// @param last the highest step
/// @param steps how many steps to choose, 1 to 2,500
public record MetricSample(List<RunId> runs, String key, long first, long last, int steps) {
  private static final int MOST_STEPS = 2_500;

  public MetricSample {
    runs = runs.stream().distinct().toList();
    Limits.limit(steps, MOST_STEPS);
  }

  /// The same of other runs.
  MetricSample of(List<RunId> others) {
    return new MetricSample(others, key, first, last, steps);
  }
}
