package dev.rondo.quality.check;

import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceSession;

/// Brings the rows that are checked into a session, in a way of its own.
@FunctionalInterface
public interface RowLoader {
  /// Makes them a table or view of the session.
  Rows load(SourceSession session);
}
