package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.custom.CustomExpectation;
import dev.rondo.quality.custom.CustomRow;
import dev.rondo.quality.custom.CustomRows;
import dev.rondo.quality.custom.CustomVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs an expectation of the user's own on a thread of its own, so that one that does not end
/// costs a thread and not the run. The session stays with its own thread, which hands the rows over
/// in chunks when they are asked for, and never more than a few ahead.
final class CustomRun {
  private static final int CHUNK = 1_000;
  private static final int AHEAD = 4;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final CustomExpectation code;
  private final SqlSession session;
  private final String sql;
  private final List<String> columns;
  private final Map<String, Object> arguments;
  private final Duration limit;
  private final BlockingQueue<Boolean> scans = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<List<Cells>> chunks = new ArrayBlockingQueue<>(AHEAD);
  private final FutureTask<CustomVerdict> task = new FutureTask<>(this::judge);
  private long end;

  /// The scan is of no use any more.
  private static final class Unwanted extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }

  CustomRun(
      CustomExpectation code,
      Scope scope,
      List<String> columns,
      Map<String, Object> arguments,
      Duration limit) {
    this.code = code;
    this.session = scope.batch().session();
    this.columns = List.copyOf(columns);
    this.arguments = arguments;
    this.limit = limit;
    this.sql =
        "SELECT %s FROM %s WHERE %s"
            .formatted(
                columns.stream().map(SqlSession::name).collect(Collectors.joining(", ")),
                scope.batch().sql(),
                scope.where());
  }

  /// @throws Problem `invalid-data` when the code fails or does not end in time
  CustomVerdict verdict() {
    end = System.nanoTime() + limit.toNanos();
    Thread.ofPlatform().daemon().name(code.name()).start(task);
    try {
      while (!task.isDone()) {
        if (scans.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS) != null) {
          scan();
        }
        requireTime();
      }
      return task.get();
    } catch (ExecutionException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "%s failed: %s".formatted(code.name(), e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, code.name() + " was interrupted.", e);
    } finally {
      task.cancel(true);
    }
  }

  private void requireTime() {
    if (System.nanoTime() - end > 0 && !task.isDone()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "%s did not end within %s; make it faster, or give it a longer 'time_limit'.",
          code.name(),
          limit);
    }
  }

  private void scan() {
    List<Cells> chunk = new ArrayList<>();
    try {
      session.forEach(
          sql,
          row -> {
            chunk.add(Cells.of(row));
            if (chunk.size() == CHUNK) {
              handOver(List.copyOf(chunk));
              chunk.clear();
            }
          });
      if (!chunk.isEmpty()) {
        handOver(List.copyOf(chunk));
      }
      handOver(List.of());
    } catch (Unwanted e) {
      chunk.clear(); // the verdict was found before the last row
    }
  }

  private void handOver(List<Cells> rows) {
    try {
      while (!chunks.offer(rows, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        requireTime();
        if (task.isDone()) {
          throw new Unwanted();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, code.name() + " was interrupted.", e);
    }
  }

  // ---- On the other thread

  private CustomVerdict judge() throws Exception {
    return code.judge(new Rows());
  }

  private final class Rows implements CustomRows {
    @Override
    public List<String> columns() {
      return columns;
    }

    @Override
    public Map<String, Object> arguments() {
      return arguments;
    }

    @Override
    public void forEach(Consumer<CustomRow> action) {
      try {
        scans.put(true);
        for (List<Cells> rows = chunks.take(); !rows.isEmpty(); rows = chunks.take()) {
          rows.forEach(cells -> action.accept(column -> cells.get(place(column))));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The time is over.", e);
      }
    }

    private int place(String column) {
      int place = columns.indexOf(column);
      if (place < 0) {
        throw new IllegalArgumentException(
            "There is no column '%s' among %s.".formatted(column, columns));
      }
      return place;
    }
  }
}
