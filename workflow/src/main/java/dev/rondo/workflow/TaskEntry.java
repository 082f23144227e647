package dev.rondo.workflow;

/// A task's state and its past.
///
/// @param attempts started so far
/// @param failures of them that failed by themselves
/// @param losses of them that were lost with their process
record TaskEntry(TaskState state, int attempts, int failures, int losses) {
  static final TaskEntry NEW = new TaskEntry(TaskState.PENDING, 0, 0, 0);

  TaskEntry as(TaskState next) {
    return new TaskEntry(next, attempts, failures, losses);
  }

  TaskEntry started(TaskState next) {
    return new TaskEntry(next, attempts + 1, failures, losses);
  }

  TaskEntry failed(TaskState next) {
    return new TaskEntry(next, attempts, failures + 1, losses);
  }

  TaskEntry lost(TaskState next) {
    return new TaskEntry(next, attempts, failures, losses + 1);
  }
}
