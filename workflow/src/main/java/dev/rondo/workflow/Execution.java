package dev.rondo.workflow;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One doing of a pipeline.
///
/// @param pipeline the pipeline's name
/// @param trigger why it was submitted, for people
/// @param parameters all of them, defaults included
/// @param user who submitted it
/// @param submitted system time
/// @param started empty while it is queued
public record Execution(
    ExecutionId id,
    String pipeline,
    ExecutionStatus status,
    String trigger,
    ObjectNode parameters,
    String user,
    Instant submitted,
    Optional<Instant> started,
    Optional<Instant> ended) {}
