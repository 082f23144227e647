package dev.rondo.loop.contract;

import java.util.Set;

/// Someone who brings or reads data, by the name that people know.
///
/// @param name such as `model:trip-duration`
/// @param owner the person to ask, with the role; empty when the project names none
/// @param evidence how it is known
/// @param work what of it is at work, such as `version 3 is in production`; empty when the
///   project's files are all that tells of it
public record Participant(String name, String owner, Set<Evidence> evidence, String work) {
  public Participant {
    evidence = Set.copyOf(evidence);
  }

  /// What tells that it takes part.
  public enum Evidence {
    /// The project's files say so.
    FILES,
    /// Runs have done so.
    LEDGER
  }

  /// `the files and the ledger`, or which of them.
  public String knownBy() {
    return evidence.size() == 2
        ? "the files and the ledger"
        : evidence.contains(Evidence.FILES) ? "the files" : "the ledger";
  }

  /// With how it is known: `model:trip-duration, known by the ledger: version 3 is in production`.
  String told() {
    return this + ", known by " + knownBy() + (work.isEmpty() ? "" : ": " + work);
  }

  /// `model:trip-duration (Mei Lin, data scientist)`.
  @Override
  public String toString() {
    return owner.isEmpty() ? name : name + " (" + owner + ")";
  }
}
