package dev.rondo.workflow;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One try of a task.
///
/// @param id 32 hex digits, fit to be a run's id
/// @param number counted from 1 within its task
/// @param parameters with every reference replaced
/// @param started system time
/// @param cachedFrom the attempt whose outputs were used again, when the step did not run
public record Attempt(
    String id,
    String task,
    int number,
    AttemptStatus status,
    ObjectNode parameters,
    Instant started,
    Optional<Instant> ended,
    Optional<String> cachedFrom,
    Optional<Failure> failure) {}
