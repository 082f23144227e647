package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Watches over the thread that works with a session: when its time is over it is interrupted,
/// which ends its reading of files, and every statement that it runs from then on is stopped.
final class TimeLimit implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;

  private final SqlSession session;
  private final Duration limit;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean isOver;

  private TimeLimit(SqlSession session, Duration limit) {
    this.session = session;
    this.limit = limit;
  }

  /// Starts to watch the current thread.
  static TimeLimit start(SqlSession session, Duration limit) {
    TimeLimit time = new TimeLimit(session, limit);
    Thread.ofVirtual().name("time-limit").start(time::watch);
    return time;
  }

  private void watch() {
    try {
      boolean isDone = done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
      while (!isDone) {
        stop();
        isDone = done.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A statement that is only about to begin is not stopped yet; hence again and again.
  private synchronized void stop() {
    if (done.getCount() > 0) {
      if (!isOver) {
        isOver = true;
        worker.interrupt();
      }
      session.cancel();
    }
  }

  /// Does the work; whatever it fails with when its time is over is told as that.
  <T> T guard(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!isOver()) {
        throw e;
      }
      throw Problem.wrap(
          ProblemCode.TIMED_OUT,
          "It was not done within %s s; give it more time, or fewer rows."
              .formatted(limit.toMillis() / 1000.0),
          e);
    }
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  @Override
  public synchronized void close() {
    done.countDown();
    if (isOver) {
      Thread.interrupted();
    }
  }
}
