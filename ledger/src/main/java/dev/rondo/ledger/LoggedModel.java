package dev.rondo.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A model that a client has logged: a folder of files with what is known of it.
///
/// @param experiment that it belongs to
/// @param artifactLocation of the experiment, when clients keep its files elsewhere
/// @param tags by key, as the parameters
/// @param metrics by key, step and time
public record LoggedModel(
    LoggedModelId id,
    ExperimentId experiment,
    Optional<String> artifactLocation,
    Draft draft,
    Status status,
    Times times,
    List<Parameter> parameters,
    List<Tag> tags,
    List<ModelMetric> metrics) {

  /// How far its files have come.
  public enum Status {
    PENDING,
    READY,
    FAILED
  }

  /// What its client said of it at the start; long texts are cut.
  ///
  /// @param type such as `classifier`; empty when it is not said
  /// @param sourceRun the run that made it
  public record Draft(String name, String type, Optional<RunId> sourceRun) {
    public Draft {
      name = Tag.cut(name);
      type = Tag.cut(type);
    }
  }

  /// @param deleted when it was
  public record Times(Instant created, Instant updated, Optional<Instant> deleted) {}

  public LoggedModel {
    parameters = List.copyOf(parameters);
    tags = List.copyOf(tags);
    metrics = List.copyOf(metrics);
  }
}
