package dev.rondo.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change of what an endpoint serves, or an attempt at one.
///
/// @param user who asked for it
/// @param previous the version that served before, as far as releases know
/// @param created when it began
/// @param ended when it succeeded, failed or was found interrupted
/// @param message why it failed, as a sentence; empty unless it did
public record Release(
    ReleaseId id,
    ReleaseRequest request,
    String user,
    ReleaseStatus status,
    Optional<String> previous,
    Instant created,
    Optional<Instant> ended,
    String message,
    List<Stage> stages) {

  public Release {
    stages = List.copyOf(stages);
  }
}
