package dev.rondo.workflow;

/// How an attempt ended, if it has.
public enum AttemptStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  /// The process that ran it ended, or stopped renewing its lease.
  LOST,
  CANCELLED
}
