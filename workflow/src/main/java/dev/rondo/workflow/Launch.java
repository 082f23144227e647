package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import tools.jackson.databind.node.ObjectNode;

/// An attempt that is to run.
///
/// @param execution the execution's key
/// @param caller who submitted the execution, with the rights of then
/// @param task the task's position
/// @param attempt its number
/// @param attemptId its id
record Launch(
    long execution,
    ExecutionId executionId,
    Caller caller,
    boolean usesCache,
    int task,
    TaskSpec spec,
    int attempt,
    String attemptId,
    ObjectNode parameters) {}
