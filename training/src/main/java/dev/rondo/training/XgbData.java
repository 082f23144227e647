package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Ranges of a matrix in XGBoost's own form. A range is converted once; XGBoost keeps its bins with
/// it, so candidates that share rows and `max_bin` share that work too. Confined to one thread.
final class XgbData implements AutoCloseable {
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

  private final Matrix matrix;
  private final Map<RowRange, DMatrix> ranges = new HashMap<>();

  XgbData(Matrix matrix) {
    this.matrix = matrix;
  }

  Matrix matrix() {
    return matrix;
  }

  DMatrix rows(RowRange range) {
    return ranges.computeIfAbsent(range, this::convert);
  }

  private DMatrix convert(RowRange range) {
    if ((long) range.count() * matrix.width() > MOST_VALUES) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "%d rows of %d columns are more than the %d values that one training can take.",
          range.count(),
          matrix.width(),
          MOST_VALUES);
    }
    Matrix part = matrix.slice(range.from(), range.to());
    try {
      XgbLibrary.load();
      DMatrix rows = new DMatrix(part.rowMajor(), part.rows(), part.width(), Float.NaN);
      if (part.label().isPresent()) {
        rows.setLabel(part.labels());
      }
      return rows;
    } catch (XGBoostError e) {
      throw XgbLibrary.failed("take the rows", e);
    }
  }

  @Override
  public void close() {
    ranges.values().forEach(DMatrix::dispose);
  }
}
