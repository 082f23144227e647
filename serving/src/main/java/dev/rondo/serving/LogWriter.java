package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Writes the prediction logs in the background, in memory that is bounded: when the buffer is
/// full, the predicting thread waits, and what could not be written after all is counted as lost.
/// Written records reach the operating system at once and the disk within a second. Thread-safe.
final class LogWriter implements AutoCloseable {
  private static final int CAPACITY = 16_384;
  private static final int BATCH = 2_048;
  private static final long PATIENCE_SECONDS = 2;
  private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private sealed interface Item {}

  private record Entry(PredictionLog log, LogSchema schema, LogRecord record) implements Item {}

  private record Flush(CountDownLatch done) implements Item {}

  private record Stop() implements Item {}

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final LongAdder accepted = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Set<PredictionLog> unforced = new HashSet<>();
  private final Thread thread;
  private long forcedAt = System.nanoTime();

  LogWriter() {
    thread = Thread.ofPlatform().daemon().name("prediction-log").start(this::run);
  }

  void accept(PredictionLog log, LogSchema schema, LogRecord record) {
    Entry entry = new Entry(log, schema, record);
    if (queue.offer(entry) || offerPatiently(entry)) {
      accepted.increment();
    } else {
      lost.increment();
    }
  }

  private boolean offerPatiently(Item item) {
    try {
      return queue.offer(item, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Returns when everything accepted before is with the operating system.
  void flush() {
    Flush flush = new Flush(new CountDownLatch(1));
    try {
      if (!thread.isAlive()) {
        return;
      }
      queue.put(flush);
      while (!flush.done().await(1, TimeUnit.SECONDS) && thread.isAlive()) {
        continue;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The wait for the prediction log ended.", e);
    }
  }

  ServingMetrics.LogCounters counters() {
    return new ServingMetrics.LogCounters(accepted.sum(), lost.sum(), queue.size());
  }

  private void run() {
    List<Item> batch = new ArrayList<>(BATCH);
    boolean isStopped = false;
    while (!isStopped) {
      try {
        Item first = queue.poll(FORCE_NANOS, TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          isStopped = write(batch);
          batch.clear();
        }
        if (isStopped || System.nanoTime() - forcedAt >= FORCE_NANOS) {
          force();
        }
      } catch (InterruptedException e) {
        isStopped = true;
      }
    }
  }

  /// Whether the end was asked for.
  private boolean write(List<Item> batch) {
    Set<PredictionLog> touched = new HashSet<>();
    List<CountDownLatch> waiting = new ArrayList<>();
    boolean isLast = false;
    for (Item item : batch) {
      switch (item) {
        case Entry entry -> {
          touched.add(entry.log());
          attempt(entry.log(), () -> entry.log().append(entry.schema(), entry.record()));
        }
        case Flush flush -> waiting.add(flush.done());
        case Stop() -> isLast = true;
      }
    }
    touched.forEach(log -> attempt(log, log::write));
    unforced.addAll(touched);
    waiting.forEach(CountDownLatch::countDown);
    return isLast;
  }

  private void force() {
    unforced.forEach(log -> attempt(log, log::force));
    unforced.clear();
    forcedAt = System.nanoTime();
  }

  private interface Output {
    void run() throws IOException;
  }

  private void attempt(PredictionLog log, Output output) {
    try {
      output.run();
    } catch (IOException e) {
      long gone = Math.max(1, log.abandon());
      lost.add(gone);
      System.getLogger(LogWriter.class.getName())
          .log(Level.ERROR, "%d logged predictions are lost.".formatted(gone), e);
    }
  }

  /// Writes what was accepted, and ends.
  @Override
  public void close() {
    try {
      queue.put(new Stop());
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
