package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import java.util.Optional;

/// Which executions to list, newest first. Empty parts do not restrict.
///
/// @param after the last execution of the page before
/// @param limit 1 to 1,000
public record ExecutionQuery(
    Optional<String> pipeline,
    Optional<ExecutionStatus> status,
    Optional<ExecutionId> after,
    int limit) {
  private static final int PAGE = 1_000;

  public ExecutionQuery {
    if (limit < 1 || limit > PAGE) {
      throw Problem.invalid("The limit is %d; it must be 1 to %d.", limit, PAGE);
    }
  }

  /// The newest executions of any pipeline.
  public static ExecutionQuery newest(int limit) {
    return new ExecutionQuery(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  public ExecutionQuery withPipeline(String value) {
    return new ExecutionQuery(Optional.of(value), status, after, limit);
  }

  public ExecutionQuery withStatus(ExecutionStatus value) {
    return new ExecutionQuery(pipeline, Optional.of(value), after, limit);
  }

  public ExecutionQuery withAfter(ExecutionId value) {
    return new ExecutionQuery(pipeline, status, Optional.of(value), limit);
  }
}
