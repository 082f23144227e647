package dev.rondo.quality.publication;

import dev.rondo.quality.change.Version;
import java.util.Optional;
import java.util.Set;

/// A version that a commit brings, while it is not published. It is published when the commit's
/// build succeeds.
///
/// @param author who pushed the commit
/// @param follows the version that it is to follow; empty for the first
/// @param consumers who must agree to it
/// @param missing those who had not agreed when it was last judged
/// @param obstacle why no agreement can help, as a sentence; empty when one can
public record Proposal(
    ContractText content,
    String commit,
    String author,
    Optional<Version> follows,
    Set<String> consumers,
    Set<String> missing,
    String obstacle) {
  public Proposal {
    consumers = Set.copyOf(consumers);
    missing = Set.copyOf(missing);
  }

  /// Whether nothing but agreement keeps it from being published.
  public boolean isWaiting() {
    return obstacle.isEmpty() && !missing.isEmpty();
  }
}
