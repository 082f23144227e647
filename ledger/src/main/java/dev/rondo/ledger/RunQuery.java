package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.util.Optional;

/// Which runs to list, newest first. Empty parts do not restrict.
///
/// @param after the last run of the page before
/// @param limit 1 to 1,000
public record RunQuery(
    Optional<String> experiment,
    Optional<RunId> parent,
    Optional<String> kind,
    Optional<RunStatus> status,
    Optional<RunId> after,
    int limit) {

  public RunQuery {
    Limits.page(limit);
    if (after.isPresent() && after.equals(parent)) {
      throw Problem.invalid(
          "A run is not its own child: 'after' and 'parent' are both '%s'.", after.get());
    }
  }

  /// The newest runs of any kind.
  public static RunQuery newest(int limit) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  public RunQuery withExperiment(String value) {
    return new RunQuery(Optional.of(value), parent, kind, status, after, limit);
  }

  public RunQuery withParent(RunId value) {
    return new RunQuery(experiment, Optional.of(value), kind, status, after, limit);
  }

  public RunQuery withKind(String value) {
    return new RunQuery(experiment, parent, Optional.of(value), status, after, limit);
  }

  public RunQuery withStatus(RunStatus value) {
    return new RunQuery(experiment, parent, kind, Optional.of(value), after, limit);
  }

  public RunQuery withAfter(RunId value) {
    return new RunQuery(experiment, parent, kind, status, Optional.of(value), limit);
  }
}
