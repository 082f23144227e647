package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.custom.CustomCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

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

  @Override
  public CustomCode code() {
    return around.code();
  }

  @Override
  public Predicate<Object> limited(Predicate<Object> test, Duration limit) {
    long[] left = {limit.toNanos()};
    return value -> {
      long start = System.nanoTime();
      boolean answer = test.test(value);
      left[0] -= System.nanoTime() - start;
      if (left[0] < 0) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The values took longer than %s; make the test faster, or give it a longer"
                + " 'time_limit'.",
            limit);
      }
      return answer;
    };
  }

  Metric.Scalar scalar(String aggregate) {
    return new Metric.Scalar(aggregate, where);
  }
}
