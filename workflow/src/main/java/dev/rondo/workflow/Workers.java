package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The threads of the attempts that this process runs, one virtual thread each. Each reports once,
/// when its thread ends. Thread-safe.
final class Workers {
  private static final Failure DIED = new Failure(ProblemCode.INTERNAL, "The task's thread died.");

  private record Key(long execution, int task, int attempt) {}

  private record Running(Job job, Thread thread) {}

  private final Map<String, Step> steps;
  private final UnaryOperator<Caller> callers;
  private final LogWriter logs;
  private final InstantSource clock;
  private final Database database;
  private final Inbox inbox;
  private final Map<Key, Running> running = new HashMap<>();

  Workers(
      Map<String, Step> steps,
      UnaryOperator<Caller> callers,
      LogWriter logs,
      InstantSource clock,
      Database database,
      Inbox inbox) {
    this.steps = steps;
    this.callers = callers;
    this.logs = logs;
    this.clock = clock;
    this.database = database;
    this.inbox = inbox;
  }

  synchronized void start(Launch launch) {
    Key key = new Key(launch.execution(), launch.task(), launch.attempt());
    Step step =
        Optional.ofNullable(steps.get(launch.spec().uses())).orElseGet(() -> missing(launch));
    Job job = new Job(launch, step, callers, new TaskLog(logs, clock, launch), database);
    Thread thread =
        Thread.ofVirtual().name("task-" + launch.spec().id()).unstarted(() -> run(key, job));
    running.put(key, new Running(job, thread));
    thread.start();
  }

  /// A stored pipeline may name a step that this build no longer has.
  private static Step missing(Launch launch) {
    return _ -> {
      throw Problem.invalid("There is no step '%s' here.", launch.spec().uses());
    };
  }

  private void run(Key key, Job job) {
    Signal signal = new Signal.Failed(key.task(), key.attempt(), DIED);
    try {
      signal = job.run();
    } finally {
      synchronized (this) {
        running.remove(key);
        notifyAll();
      }
      inbox.add(new Inbox.Ended(key.execution(), signal));
    }
  }

  /// Asks an attempt to stop, if it runs here.
  synchronized void interrupt(long execution, int task, int attempt) {
    Optional.ofNullable(running.get(new Key(execution, task, attempt))).ifPresent(Workers::stop);
  }

  private static void stop(Running one) {
    one.job().cancel();
    one.thread().interrupt();
  }

  /// The attempts whose threads are alive.
  synchronized List<Launch> alive() {
    List<Launch> launches = new ArrayList<>();
    running.values().forEach(one -> launches.add(one.job().launch()));
    return launches;
  }

  /// Interrupts all and waits for them, for a while.
  synchronized void stopAll(Duration patience) {
    running.values().forEach(Workers::stop);
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (long rest = patience.toMillis(); !running.isEmpty() && rest > 0; ) {
        wait(rest);
        rest = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
