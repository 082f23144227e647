package dev.rondo.quality.change;

import java.util.Set;

/// One thing that differs between two versions of a contract.
///
/// @param path where in the newer version, or in the older when it is gone: `orders.amount`
/// @param sentence what changed, for people
/// @param breaks empty when nobody has to do anything
public record Change(Kind kind, String path, String sentence, Set<Party> breaks, Bump needs) {
  public Change {
    breaks = Set.copyOf(breaks);
  }

  /// What happened.
  public enum Kind {
    ADDED,
    REMOVED,
    /// A guess, unless ids say so; the sentence tells.
    RENAMED,
    /// A type of fewer values.
    NARROWED,
    /// A type of more values.
    WIDENED,
    /// More is asked of the data.
    TIGHTENED,
    /// Less is asked of the data.
    LOOSENED,
    CHANGED
  }

  /// A change that breaks these, and so needs a new major version.
  static Change breaking(Kind kind, String path, String sentence, Party... breaks) {
    return new Change(kind, path, sentence, Set.of(breaks), Bump.MAJOR);
  }

  static Change harmless(Kind kind, String path, String sentence, Bump needs) {
    return new Change(kind, path, sentence, Set.of(), needs);
  }

  public boolean isBreaking() {
    return !breaks.isEmpty();
  }
}
