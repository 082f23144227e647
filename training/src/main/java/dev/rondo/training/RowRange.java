package dev.rondo.training;

import dev.rondo.kernel.Problem;

/// The rows of a matrix from `from` (counted from 0) up to but not including `to`.
public record RowRange(int from, int to) {

  public RowRange {
    if (from < 0 || to < from) {
      throw Problem.invalid(
          "Rows %d to %d are not a range: the first must be 0 or more, the last not before it.",
          from, to);
    }
  }

  public int count() {
    return to - from;
  }

  public boolean isEmpty() {
    return to == from;
  }

  /// Refuses when the range is empty or reaches past the last row.
  void requireWithin(int rows, String what) {
    if (isEmpty() || to > rows) {
      throw Problem.invalid(
          "The rows %d to %d for %s do not fit: the matrix has %d rows, and at least one is needed.",
          from, to, what, rows);
    }
  }
}
