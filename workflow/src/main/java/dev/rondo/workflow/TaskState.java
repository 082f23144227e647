package dev.rondo.workflow;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// Where a task stands, with what belongs to it.
sealed interface TaskState {
  /// Waits for what it needs, or for a slot.
  record Pending() implements TaskState {}

  /// Failed, and is tried again at a time.
  record Waiting(Instant until, Failure failure) implements TaskState {}

  /// An attempt is under way; its number is the fencing token of its result.
  record Running(int attempt, Instant lease, Instant deadline) implements TaskState {}

  record Succeeded(ObjectNode outputs) implements TaskState {}

  record Failed(Failure failure) implements TaskState {}

  record Skipped(Failure failure) implements TaskState {}

  record Cancelled() implements TaskState {}

  TaskState PENDING = new Pending();
  TaskState CANCELLED = new Cancelled();

  /// The same in the words that everyone sees.
  default TaskStatus status() {
    return switch (this) {
      case Pending _ -> TaskStatus.PENDING;
      case Waiting _ -> TaskStatus.WAITING;
      case Running _ -> TaskStatus.RUNNING;
      case Succeeded _ -> TaskStatus.SUCCEEDED;
      case Failed _ -> TaskStatus.FAILED;
      case Skipped _ -> TaskStatus.SKIPPED;
      case Cancelled _ -> TaskStatus.CANCELLED;
    };
  }
}
