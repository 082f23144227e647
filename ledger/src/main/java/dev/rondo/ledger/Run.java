package dev.rondo.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One doing of something: a pipeline's execution, a task's attempt, a trial, a user's experiment.
///
/// @param experiment the name of the experiment that it belongs to
/// @param parent the run that it is nested in
/// @param kind what was done, such as `pipeline`, `task` or `trial`
/// @param user who started it
/// @param started system time
/// @param deleted when it was; it can be restored unless it is removed
/// @param removed when its files and everything noted on it went for good
/// @param removal why its files and everything noted on it are gone
public record Run(
    RunId id,
    String experiment,
    ExperimentId experimentId,
    Optional<RunId> parent,
    String name,
    String kind,
    RunStatus status,
    String user,
    Instant started,
    Optional<Instant> ended,
    Optional<Instant> deleted,
    Optional<Instant> removed,
    Optional<String> removal,
    Environment environment,
    Optional<Usage> usage) {

  /// From start to end; empty while it runs.
  public Optional<Duration> duration() {
    return ended.map(end -> Duration.between(started, end));
  }
}
