package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import java.util.List;

/// What one expectation judges, and how much is wanted of its result.
///
/// @param where SQL that is true for the rows that are judged
/// @param now the time that ages are measured at
record Scope(
    Batch batch, ExpectationType.Family family, String where, ResultFormat format, EventTime now)
    implements Columns {

  @Override
  public List<String> names() {
    return batch.names();
  }

  @Override
  public BatchColumn column(String name) {
    return batch.column(name);
  }

  Metric.Scalar scalar(String aggregate) {
    return new Metric.Scalar(aggregate, where);
  }
}
