package dev.rondo.ledger;

import dev.rondo.kernel.database.Database;
import java.util.List;

/// What a search has found. The runs are read when they are asked for, so that many can go out a
/// few at a time. Thread-safe.
public final class RunResults {
  private final Database database;
  private final List<Long> keys;

  RunResults(Database database, List<Long> keys) {
    this.database = database;
    this.keys = keys;
  }

  public int size() {
    return keys.size();
  }

  /// The runs from a place to another, as they are now.
  public List<RunData> load(int from, int to) {
    return database.read(tx -> RunLoader.load(tx, keys.subList(from, to)));
  }
}
