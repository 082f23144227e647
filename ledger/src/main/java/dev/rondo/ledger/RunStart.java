package dev.rondo.ledger;

import java.time.Instant;
import java.util.Optional;

/// What a run starts with.
///
/// @param id given when the run is known elsewhere, such as a task's attempt; empty for a new one
/// @param name a long one is cut, for a blank one another is made up
/// @param kind what is done, such as `pipeline`, `task` or `trial`
/// @param user who does it, cut likewise; empty for the caller
/// @param started when it began; empty for now
public record RunStart(
    Optional<RunId> id,
    String experiment,
    Optional<RunId> parent,
    String name,
    String kind,
    Environment environment,
    Optional<String> user,
    Optional<Instant> started) {
  public RunStart {
    Limits.experimentName(experiment);
    Limits.name("kind", kind);
    user = user.map(Tag::cut);
  }

  /// A new run of the default experiment.
  public static RunStart of(String kind, String name) {
    return new RunStart(
        Optional.empty(),
        Experiment.DEFAULT,
        Optional.empty(),
        name,
        kind,
        Environment.UNKNOWN,
        Optional.empty(),
        Optional.empty());
  }

  public RunStart withId(RunId value) {
    return new RunStart(
        Optional.of(value), experiment, parent, name, kind, environment, user, started);
  }

  public RunStart withParent(RunId value) {
    return withParent(Optional.of(value));
  }

  RunStart withParent(Optional<RunId> value) {
    return new RunStart(id, experiment, value, name, kind, environment, user, started);
  }

  public RunStart withExperiment(String value) {
    return new RunStart(id, value, parent, name, kind, environment, user, started);
  }

  public RunStart withEnvironment(Environment value) {
    return new RunStart(id, experiment, parent, name, kind, value, user, started);
  }

  public RunStart withUser(String value) {
    return new RunStart(
        id, experiment, parent, name, kind, environment, Optional.of(value), started);
  }

  public RunStart withStarted(Instant value) {
    return new RunStart(id, experiment, parent, name, kind, environment, user, Optional.of(value));
  }
}
