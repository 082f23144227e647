package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// Writes the lines of all tasks. While one batch becomes durable the next one gathers, so that a
/// line is on disk within milliseconds and a flood costs few commits; whoever writes faster than
/// the disk waits. Thread-safe.
final class LogWriter implements AutoCloseable {
  private static final int MAX_WAITING = 20_000;

  private final Database database;
  private final Thread thread;
  private List<Object[]> lines = new ArrayList<>();
  private long taken;
  private long written;
  private boolean isClosed;

  LogWriter(Database database) {
    this.database = database;
    this.thread = Thread.ofVirtual().name("workflow-logs").start(this::run);
  }

  /// Takes rows for [LogTable#insert] and returns the number to [#await].
  synchronized long add(List<Object[]> rows) {
    boolean wasInterrupted = false;
    while (lines.size() > MAX_WAITING && !isClosed) {
      wasInterrupted |= pause();
    }
    restore(wasInterrupted);
    lines.addAll(rows);
    taken += rows.size();
    notifyAll();
    return taken;
  }

  /// Returns when everything up to the number is durable.
  synchronized void await(long number) {
    boolean wasInterrupted = false;
    while (written < number && !isClosed) {
      wasInterrupted |= pause();
    }
    restore(wasInterrupted);
  }

  private boolean pause() {
    try {
      wait();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void restore(boolean wasInterrupted) {
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (List<Object[]> batch = take(); !batch.isEmpty(); batch = take()) {
      write(batch);
      synchronized (this) {
        written += batch.size();
        notifyAll();
      }
    }
  }

  private synchronized List<Object[]> take() {
    while (lines.isEmpty() && !isClosed) {
      pause();
    }
    List<Object[]> batch = lines;
    lines = new ArrayList<>();
    return batch;
  }

  private void write(List<Object[]> batch) {
    try {
      database.write(tx -> {
        LogTable.insert(tx, batch);
        return true;
      });
    } catch (Problem e) {
      System.getLogger(LogWriter.class.getName())
          .log(Level.WARNING, batch.size() + " lines of tasks' logs could not be kept.", e);
    }
  }

  /// Writes what is waiting and ends.
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
