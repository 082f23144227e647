package dev.rondo.delivery.repository;

import java.time.Instant;
import java.util.List;

/// A commit as its history shows it.
///
/// @param author name and address, as the author gave them
/// @param at when the author says that it was written
/// @param message the whole message
/// @param parents none for a first commit, several for a merge
public record CodeCommit(
    CommitId id, String author, Instant at, String message, List<CommitId> parents) {

  public CodeCommit {
    parents = List.copyOf(parents);
  }

  /// The first line of the message.
  public String title() {
    return message.lines().findFirst().orElse("");
  }
}
