package dev.rondo.quality.expectation;

import java.util.function.Function;

/// How an expectation with its arguments comes to a verdict.
sealed interface Judge {

  /// Row by row: by a test, and the share of rows that must be good.
  record OfRows(Function<Columns, RowTest> test) implements Judge {}

  /// By figures of the whole batch.
  record OfBatch(Function<Scope, Judgement> judgement) implements Judge {}
}
