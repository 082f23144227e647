package dev.rondo.quality.draft;

import dev.rondo.quality.change.Bump;
import dev.rondo.quality.change.Party;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One change of a contract that new data speak for. It is done by nobody but who applies it.
///
/// @param rule its id, or the column that would be added
/// @param from what is asked now; empty when it is nothing
/// @param to what would be asked; empty when it is nothing
/// @param reason a whole sentence with the numbers
/// @param needs the part of the version number that it raises
/// @param breaks whom it breaks
public record Proposal(
    Kind kind,
    String rule,
    String from,
    String to,
    String reason,
    Bump needs,
    Set<Party> breaks,
    List<Edit> edits) {

  public Proposal {
    breaks = Set.copyOf(breaks);
    edits = List.copyOf(edits);
  }

  /// What is done to the rule.
  public enum Kind {
    /// More is asked of data.
    TIGHTEN,
    /// Less is asked of data.
    LOOSEN,
    ADD,
    DROP;

    /// The word for people and on wires.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
