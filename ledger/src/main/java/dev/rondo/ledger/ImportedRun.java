package dev.rondo.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as another store has it. Its metrics come apart from it.
///
/// @param start with its id, its user, and when it began
/// @param read the logged models that it read
/// @param wrote the logged models that it wrote
public record ImportedRun(
    ExperimentId experiment,
    RunStart start,
    State state,
    List<Parameter> parameters,
    List<Tag> tags,
    List<DatasetInput> datasets,
    List<ModelUse> read,
    List<ModelUse> wrote) {

  /// How it stands.
  ///
  /// @param deleted when it was
  public record State(RunStatus status, Optional<Instant> ended, Optional<Instant> deleted) {}

  public ImportedRun {
    parameters = List.copyOf(parameters);
    tags = List.copyOf(tags);
    datasets = List.copyOf(datasets);
    read = List.copyOf(read);
    wrote = List.copyOf(wrote);
  }

  RunId id() {
    return start.id().orElseThrow();
  }

  /// The name for a run that has none.
  public static String nameOf(RunId id) {
    return RunNames.of(id);
  }
}
