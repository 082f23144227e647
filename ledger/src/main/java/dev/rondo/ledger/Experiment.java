package dev.rondo.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What runs are grouped by.
///
/// @param artifactLocation where clients keep its runs' files, when it is not here
/// @param deleted when it was; it can be restored
/// @param tags by key
public record Experiment(
    ExperimentId id,
    String name,
    Optional<String> artifactLocation,
    Instant created,
    Instant updated,
    Optional<Instant> deleted,
    List<Tag> tags) {
  /// The name of the experiment that runs belong to which name none.
  public static final String DEFAULT = "Default";

  public Experiment {
    tags = List.copyOf(tags);
  }
}
