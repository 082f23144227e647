package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import java.time.Duration;

/// How the engine runs.
///
/// @param maxConcurrentTasks tasks that run at the same time, over all executions
/// @param lease how long an attempt counts as alive after its last sign of life; signs are given
///   three times in this span
/// @param maxLosses how often a task may be lost with the process that ran it before it fails
public record EngineOptions(int maxConcurrentTasks, Duration lease, int maxLosses) {
  public static final EngineOptions DEFAULT = new EngineOptions(64, Duration.ofSeconds(30), 20);

  public EngineOptions {
    if (maxConcurrentTasks < 1 || maxLosses < 0 || lease.compareTo(Duration.ofMillis(100)) < 0) {
      throw Problem.invalid(
          "The engine needs at least 1 task at a time (not %d), 0 losses (not %d) and a lease of"
              + " 100 ms (not %s).",
          maxConcurrentTasks, maxLosses, lease);
    }
  }

  public EngineOptions withMaxConcurrentTasks(int value) {
    return new EngineOptions(value, lease, maxLosses);
  }

  public EngineOptions withLease(Duration value) {
    return new EngineOptions(maxConcurrentTasks, value, maxLosses);
  }

  public EngineOptions withMaxLosses(int value) {
    return new EngineOptions(maxConcurrentTasks, lease, value);
  }
}
