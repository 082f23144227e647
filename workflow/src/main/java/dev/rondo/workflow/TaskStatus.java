package dev.rondo.workflow;

/// Where a task stands. All after [#RUNNING] are final.
public enum TaskStatus {
  /// Waits for tasks that it needs, or for a free slot.
  PENDING,
  /// Waits before it is tried again.
  WAITING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  /// A task that it needs did not succeed.
  SKIPPED,
  CANCELLED;

  /// Whether nothing happens any more.
  public boolean isFinal() {
    return compareTo(RUNNING) > 0;
  }
}
