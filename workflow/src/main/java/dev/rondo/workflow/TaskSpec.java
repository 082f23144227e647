package dev.rondo.workflow;

import dev.rondo.kernel.json.Json;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A task as a pipeline defines it.
///
/// @param id unique in its pipeline
/// @param uses the step's name
/// @param with the step's parameters; text may hold `${parameters.<name>}` and
///   `${tasks.<id>.<output>}`
/// @param needs tasks that must succeed before, beside those that `with` refers to
/// @param timeout after which an attempt is interrupted and has failed
/// @param cache whether to use the outputs of an equal attempt again
public record TaskSpec(
    String id,
    String uses,
    ObjectNode with,
    List<String> needs,
    Retry retry,
    Duration timeout,
    boolean cache) {
  /// The timeout of tasks that name none.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(24);

  public TaskSpec {
    with = with.deepCopy();
    needs = List.copyOf(needs);
  }

  /// A task without parameters that is tried once.
  public static TaskSpec of(String id, String uses) {
    return new TaskSpec(id, uses, Json.object(), List.of(), Retry.NONE, DEFAULT_TIMEOUT, false);
  }

  public TaskSpec with(ObjectNode value) {
    return new TaskSpec(id, uses, value, needs, retry, timeout, cache);
  }

  public TaskSpec withNeeds(List<String> value) {
    return new TaskSpec(id, uses, with, value, retry, timeout, cache);
  }

  public TaskSpec withRetry(Retry value) {
    return new TaskSpec(id, uses, with, needs, value, timeout, cache);
  }

  public TaskSpec withTimeout(Duration value) {
    return new TaskSpec(id, uses, with, needs, retry, value, cache);
  }

  public TaskSpec withCache() {
    return new TaskSpec(id, uses, with, needs, retry, timeout, true);
  }
}
