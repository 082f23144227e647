package dev.rondo.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A task of an execution, as it stands.
///
/// @param uses the step's name
/// @param needs the tasks that must have succeeded before, in the order of the pipeline
/// @param attempts how often it has been started
/// @param last the newest attempt
/// @param waitsUntil when it will be tried again
/// @param outputs what it handed on, once it has succeeded
/// @param failure why it failed or was skipped, or why the last attempt failed
public record Task(
    String id,
    String uses,
    List<String> needs,
    TaskStatus status,
    int attempts,
    Optional<Attempt> last,
    Optional<Instant> waitsUntil,
    Optional<ObjectNode> outputs,
    Optional<Failure> failure) {

  public Task {
    needs = List.copyOf(needs);
  }
}
