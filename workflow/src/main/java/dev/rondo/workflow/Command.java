package dev.rondo.workflow;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What the core wants done, in this order, after the new state is durable.
sealed interface Command {
  record Start(int task, int attempt, Instant lease, ObjectNode parameters) implements Command {}

  record Renew(int task, int attempt, Instant lease) implements Command {}

  /// The attempt is over, accepted as this.
  record End(
      int task,
      int attempt,
      AttemptStatus status,
      Optional<Signal.Outcome> outcome,
      Optional<Failure> failure)
      implements Command {}

  /// Whoever runs the attempt should stop.
  record Interrupt(int task, int attempt) implements Command {}

  /// A report came from an attempt that is not the current one.
  record Refuse(int task, int attempt) implements Command {}

  record Finish(ExecutionStatus status) implements Command {}
}
