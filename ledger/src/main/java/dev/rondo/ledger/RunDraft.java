package dev.rondo.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a client begins a run with.
///
/// @param name empty for one that the ledger makes up
/// @param kind what is done, such as `trial`
/// @param user who does it, as the client says; empty for the caller
public record RunDraft(
    ExperimentId experiment,
    Optional<String> name,
    String kind,
    Optional<String> user,
    Instant started,
    List<Tag> tags) {
  public RunDraft {
    tags = List.copyOf(tags);
  }
}
