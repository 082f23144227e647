package dev.rondo.quality.expectation;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The statements of one check: runs them, tells how long each took, and turns what goes wrong into
/// answers of those metrics alone that are to blame. Confined to the session's thread.
///
/// @param passes gets every statement that is run
record Statements(Batch batch, Answers answers, List<Pass> passes) {

  SqlSession session() {
    return batch.session();
  }

  /// Hands the rows of an answer to the consumer.
  void run(Pass.Kind kind, String detail, int answered, String sql, Consumer<SqlRow> consumer) {
    timed(kind, detail, answered, () -> session().forEach(sql, consumer));
  }

  void timed(Pass.Kind kind, String detail, int answered, Runnable work) {
    long start = System.nanoTime();
    work.run();
    passes.add(new Pass(kind, detail, answered, Duration.ofNanos(System.nanoTime() - start)));
  }

  /// Work for one metric, which fails when the work does.
  void attempt(Metric metric, Runnable work) {
    attempt(List.of(metric), work, _ -> {});
  }

  /// Work for some metrics. When it fails, one fails with it; of several each half is tried alone.
  <M extends Metric> void attempt(List<M> metrics, Runnable work, Consumer<List<M>> half) {
    try {
      work.run();
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED) {
        throw e;
      }
      int middle = metrics.size() / 2;
      if (middle == 0) {
        answers.fail(metrics.getFirst(), e);
      } else {
        half.accept(metrics.subList(0, middle));
        half.accept(metrics.subList(middle, metrics.size()));
      }
    }
  }
}
