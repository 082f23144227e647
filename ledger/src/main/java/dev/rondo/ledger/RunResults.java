package dev.rondo.ledger;

import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.search.Slice;
import java.util.List;
import java.util.function.Consumer;

/// What a search has found. The runs are read when they are asked for, so that many can go out a
/// few at a time. Thread-safe.
public final class RunResults {
  private static final int CHUNK = 500;

  private final Database database;
  private final List<Long> keys;
  private final boolean hasMore;

  RunResults(Database database, Slice<Long> found) {
    this.database = database;
    this.keys = found.items();
    this.hasMore = found.hasMore();
  }

  public int size() {
    return keys.size();
  }

  /// Whether there are others behind.
  public boolean hasMore() {
    return hasMore;
  }

  /// Reads all of them, as they are now: a few at a time, and fewer where they are large.
  public void forEach(Consumer<RunData> consumer) {
    for (int from = 0; from < keys.size(); ) {
      Piece piece = piece(from);
      piece.runs().forEach(consumer);
      from += piece.keys();
    }
  }

  /// @param keys how many were looked for
  private record Piece(List<RunData> runs, int keys) {}

  private Piece piece(int from) {
    List<Long> some = keys.subList(from, Math.min(from + CHUNK, keys.size()));
    return database.read(tx -> {
      List<Long> fitting = some.subList(0, RunLoader.fitting(tx, some));
      return new Piece(RunLoader.load(tx, fitting), fitting.size());
    });
  }
}
