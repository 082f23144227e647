package dev.rondo.workflow;

import dev.rondo.kernel.Digest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Something that happened to an execution. A task is named by its position in the pipeline.
sealed interface Signal {
  record Succeeded(int task, int attempt, Outcome outcome) implements Signal {}

  record Failed(int task, int attempt, Failure failure) implements Signal {}

  /// The process that ran the attempt is gone.
  record Lost(int task, int attempt) implements Signal {}

  /// The attempt is alive.
  record Renewed(int task, int attempt) implements Signal {}

  /// So many more tasks may be started, now.
  record Slots(int count) implements Signal {}

  record Cancel() implements Signal {}

  /// What an attempt achieved.
  ///
  /// @param cacheKey under which the outputs may be used again
  /// @param cachedFrom the attempt whose outputs these were
  record Outcome(ObjectNode outputs, Optional<Digest> cacheKey, Optional<String> cachedFrom) {
    static Outcome of(ObjectNode outputs) {
      return new Outcome(outputs, Optional.empty(), Optional.empty());
    }
  }
}
