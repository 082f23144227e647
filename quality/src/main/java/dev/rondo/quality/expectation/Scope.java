package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import java.util.List;

/// What one expectation judges, and how much is wanted of its result.
///
/// @param where SQL that is true for the rows that are judged
/// @param around what is known beside the batch
record Scope(
    Batch batch, ExpectationConfig config, String where, ResultFormat format, Surroundings around)
    implements Columns {

  /// Judges what the expectation asks.
  Judgement judge() {
    return switch (config.type().judge(config.arguments())) {
      case Judge.OfRows(var test) ->
          RowJudgement.of(this, test.apply(this), config.arguments().mostly());
      case Judge.OfBatch(var judgement) -> judgement.apply(this);
    };
  }

  /// The same rows for another expectation, with figures whatever is wanted of this one.
  Scope of(ExpectationConfig other) {
    return new Scope(batch, other, where, format.figures(), around);
  }

  ExpectationType.Family family() {
    return config.type().family();
  }

  /// The time that ages are measured at.
  EventTime now() {
    return around.now();
  }

  @Override
  public List<String> names() {
    return batch.names();
  }

  @Override
  public BatchColumn column(String name) {
    return batch.column(name);
  }

  @Override
  public String table(String name) {
    return around.table(name);
  }

  Metric.Scalar scalar(String aggregate) {
    return new Metric.Scalar(aggregate, where);
  }
}
