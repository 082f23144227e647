package dev.rondo.kernel.child;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// A bounded pool of warm child processes. A child that dies or overruns its time is replaced, and
/// only the caller whose work it held sees it; children that stay idle are ended. Thread-safe.
public final class ChildPool implements AutoCloseable {
  private final ChildCommand command;
  private final Semaphore slots;
  private final Duration idleLimit;
  private final Deque<Child> idle = new ArrayDeque<>();
  private final List<Child> all = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("child-pool").factory());
  private boolean closed;

  /// @param size how many children may work at once
  /// @param idleLimit after this time without work a child is ended
  public ChildPool(ChildCommand command, int size, Duration idleLimit) {
    this.command = command;
    this.slots = new Semaphore(size);
    this.idleLimit = idleLimit;
    long period = Math.max(100, idleLimit.toMillis() / 2);
    timer.scheduleWithFixedDelay(this::endIdle, period, period, TimeUnit.MILLISECONDS);
  }

  /// Has one child do one job, and waits for it.
  ///
  /// @throws Problem what the job threw; `timed-out`; `unavailable` when the child died, with the
  ///   last lines that it wrote on standard error
  public ObjectNode call(String job, ObjectNode request, Duration timeout) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The wait for a process was cancelled.", e);
    }
    try {
      Child child = take();
      try {
        ObjectNode result = child.call(job, request, timeout, timer);
        giveBack(child);
        return result;
      } finally {
        forgetIfDead(child);
      }
    } finally {
      slots.release();
    }
  }

  private synchronized Child take() {
    if (closed) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "The server is stopping.");
    }
    while (!idle.isEmpty()) {
      Child child = idle.pop();
      if (child.isAlive()) {
        return child;
      }
      all.remove(child);
    }
    Child child = Child.start(command);
    all.add(child);
    return child;
  }

  private synchronized void giveBack(Child child) {
    if (closed) {
      child.end();
    } else {
      child.idleSince(System.nanoTime());
      idle.push(child);
    }
  }

  private synchronized void forgetIfDead(Child child) {
    if (!idle.contains(child)) {
      child.end();
      all.remove(child);
    }
  }

  private synchronized void endIdle() {
    long now = System.nanoTime();
    idle.removeIf(child -> {
      boolean isOver = now - child.idleSince() > idleLimit.toNanos() || !child.isAlive();
      if (isOver) {
        child.end();
        all.remove(child);
      }
      return isOver;
    });
  }

  /// The processes that are alive.
  public synchronized List<Long> processIds() {
    return all.stream().filter(Child::isAlive).map(Child::processId).toList();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      all.forEach(Child::end);
      idle.clear();
    }
    timer.shutdownNow();
  }
}
