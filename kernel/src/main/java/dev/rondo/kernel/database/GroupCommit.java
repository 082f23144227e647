package dev.rondo.kernel.database;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The one writer. Its thread takes all units that wait, runs each behind a savepoint in one
/// transaction, commits, and only then answers: one synchronous commit serves everyone who came
/// while the last one was on its way. Invariants: a unit is answered once; it is answered with a
/// result only after the commit that holds it; a unit that threw has left no change.
///
/// Thread-safe; the transaction is confined to the writer's thread.
final class GroupCommit {
  private static final int MAX_UNITS = 1_000;

  private final Transaction transaction;
  private final Thread thread;
  private final Deque<Unit<?>> urgent = new ArrayDeque<>();
  private final Deque<Unit<?>> ordinary = new ArrayDeque<>();
  private boolean closed;

  GroupCommit(Transaction transaction) {
    this.transaction = transaction;
    this.thread = Thread.ofPlatform().daemon().name("database-writer").start(this::run);
  }

  <T> T submit(Work<T> work, boolean isUrgent) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("A unit of work must not submit another one.");
    }
    Unit<T> unit = new Unit<>(work);
    synchronized (this) {
      if (closed) {
        throw Problem.of(ProblemCode.UNAVAILABLE, "The database is closed.");
      }
      (isUrgent ? urgent : ordinary).add(unit);
      notifyAll();
    }
    return unit.await();
  }

  private void run() {
    for (List<Unit<?>> batch = take(); !batch.isEmpty(); batch = take()) {
      commit(batch);
    }
    transaction.close();
  }

  /// Waits for units; empty when closed and drained.
  private synchronized List<Unit<?>> take() {
    while (urgent.isEmpty() && ordinary.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    List<Unit<?>> batch = new ArrayList<>();
    while (batch.size() < MAX_UNITS && !(urgent.isEmpty() && ordinary.isEmpty())) {
      batch.add(urgent.isEmpty() ? ordinary.remove() : urgent.remove());
    }
    return batch;
  }

  private void commit(List<Unit<?>> batch) {
    try {
      transaction.command("BEGIN IMMEDIATE");
      for (Unit<?> unit : batch) {
        unit.runBehindSavepoint(transaction);
      }
      transaction.command("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollBack();
      failOrRetry(batch, e);
      return;
    }
    // Before the answers: whoever wrote may rely on everyone having heard.
    transaction.takeAfterCommit().forEach(GroupCommit::signal);
    batch.forEach(Unit::answer);
  }

  private static void signal(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException e) {
      System.getLogger(GroupCommit.class.getName())
          .log(System.Logger.Level.ERROR, "A listener to a commit failed.", e);
    }
  }

  /// A commit that failed took every neighbour down: each is run again alone, once.
  private void failOrRetry(List<Unit<?>> batch, Exception cause) {
    if (batch.size() == 1) {
      batch.getFirst().fail(cause);
      return;
    }
    for (Unit<?> unit : batch) {
      commit(List.of(unit));
    }
  }

  private void rollBack() {
    transaction.takeAfterCommit();
    try {
      transaction.command("ROLLBACK");
    } catch (SQLException e) {
      System.getLogger(GroupCommit.class.getName())
          .log(System.Logger.Level.WARNING, "Nothing to roll back.", e);
    }
  }

  synchronized int waiting() {
    return urgent.size() + ordinary.size();
  }

  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Unit<T> {
    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Optional<Throwable> failure = Optional.empty();
    private Optional<T> result = Optional.empty();

    Unit(Work<T> work) {
      this.work = work;
    }

    void runBehindSavepoint(Transaction transaction) throws SQLException {
      List<Runnable> before = transaction.takeAfterCommit();
      failure = Optional.empty();
      transaction.command("SAVEPOINT unit");
      try {
        result = Optional.of(work.run(transaction));
      } catch (RuntimeException | Error e) {
        failure = Optional.of(e);
        transaction.takeAfterCommit();
        transaction.command("ROLLBACK TO unit");
      }
      transaction.command("RELEASE unit");
      before.forEach(transaction::afterCommit);
    }

    void answer() {
      failure.ifPresentOrElse(
          answer::completeExceptionally, () -> answer.complete(result.orElseThrow()));
    }

    /// What the unit itself ran into tells more than what came of it.
    void fail(Throwable cause) {
      answer.completeExceptionally(
          failure.orElseGet(
              () -> cause instanceof SQLException sql ? Transaction.failed("COMMIT", sql) : cause));
    }

    T await() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw switch (e.getCause()) {
          case RuntimeException cause -> cause;
          case Error cause -> throw cause;
          case null, default -> Problem.wrap(ProblemCode.INTERNAL, "The write failed.", e);
        };
      }
    }
  }
}
