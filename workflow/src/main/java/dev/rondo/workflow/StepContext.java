package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import tools.jackson.databind.node.ObjectNode;

/// What a step knows of the attempt that it is run for. Thread-safe.
public interface StepContext {

  /// Who submitted the execution, with the rights that they had when the attempt began.
  Caller caller();

  ExecutionId executionId();

  /// The task's id in the pipeline.
  String taskId();

  /// The attempt's id: 32 hex digits, fit to be a run's id.
  String attemptId();

  /// Counted from 1 within the task, losses included.
  int attempt();

  /// The task's `with`, every reference replaced; a copy of its own.
  ObjectNode parameters();

  /// Writes to the task's log, kept durable within milliseconds. Text of several lines becomes
  /// several; control characters are masked, a long line is cut, and after a limit the log says
  /// that it was truncated.
  void log(String text);

  /// Whether the result is no longer wanted: cancelled, timed out, or the engine closes.
  boolean isCancelled();

  /// The same for every attempt of this task of this execution, and no other.
  String idempotencyKey();
}
