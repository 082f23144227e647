package dev.rondo.delivery;

import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Mistake;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of a pushed commit.
///
/// @param user who pushed it
/// @param created when it was queued
/// @param ended when it succeeded or failed
/// @param bundle what it packaged; empty unless it succeeded
/// @param message why it failed, as a sentence; empty unless it did
/// @param mistakes every mistake with its file and line; empty unless a check named them
public record Build(
    BuildId id,
    CommitId commit,
    String user,
    BuildStatus status,
    Instant created,
    Optional<Instant> ended,
    List<Stage> stages,
    Optional<Asset> bundle,
    String message,
    List<Mistake> mistakes) {

  public Build {
    stages = List.copyOf(stages);
    mistakes = List.copyOf(mistakes);
  }
}
