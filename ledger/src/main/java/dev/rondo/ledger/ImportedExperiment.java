package dev.rondo.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An experiment as another store has it.
///
/// @param origin its id there
/// @param artifactLocation where its files lay there; empty when it is not told
/// @param deleted when it was
public record ImportedExperiment(
    String origin,
    String name,
    String artifactLocation,
    Instant created,
    Instant updated,
    Optional<Instant> deleted,
    List<Tag> tags) {

  public ImportedExperiment {
    Limits.experimentName(name);
    Limits.length("artifact_location", artifactLocation, Limits.LOCATION);
    tags = List.copyOf(tags);
    tags.forEach(Limits::experimentTag);
  }
}
