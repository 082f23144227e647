package dev.rondo.workflow;

/// Where an execution stands. The last three are final.
public enum ExecutionStatus {
  /// Waits for another execution with the same concurrency key.
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /// Whether nothing happens any more.
  public boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }
}
