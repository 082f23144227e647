package dev.rondo.loop.rebuild;

import java.time.Instant;
import java.util.Optional;

/// Whether an asset is still there, and whether it could be made again.
///
/// @param removed when it went, if it is gone and that is known
/// @param gone why it is no longer there; empty when it is
/// @param lost why it cannot be made again; empty when it can, or nobody here made it
public record Standing(Optional<Instant> removed, Optional<String> gone, Optional<String> lost) {
  /// Nothing is wrong with it.
  public static final Standing SOUND =
      new Standing(Optional.empty(), Optional.empty(), Optional.empty());

  /// Whether nothing is wrong with it.
  public boolean isSound() {
    return gone.isEmpty() && lost.isEmpty();
  }
}
