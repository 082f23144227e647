package dev.rondo.quality.profile;

/// How a column's values follow each other in the order of the rows.
public enum RowOrder {
  CONSTANT,
  STRICTLY_INCREASING,
  INCREASING,
  STRICTLY_DECREASING,
  DECREASING,
  NONE,
  /// Of partitions, of which nobody knows which came first.
  UNKNOWN;

  RowOrder merge(RowOrder other) {
    return this == NONE || other == NONE ? NONE : UNKNOWN;
  }
}
