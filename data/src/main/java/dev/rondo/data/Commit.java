package dev.rondo.data;

import dev.rondo.kernel.database.Transaction;
import java.util.Map;

/// What stands beside the rows of a commit.
///
/// @param key names the work that commits; the same key commits once, also after a crash
/// @param facts kept in the snapshot, such as the day that it holds
/// @param together changes that become visible in the same transaction as the rows
public record Commit(String key, Map<String, String> facts, Together together) {

  /// Changes that belong to a commit.
  @FunctionalInterface
  public interface Together {
    /// @param sequence of the snapshot that the commit makes; of the newest when it has no rows
    void change(Transaction tx, long sequence);
  }

  public Commit {
    facts = Map.copyOf(facts);
  }

  public static Commit of(String key, Map<String, String> facts) {
    return new Commit(key, facts, (_, _) -> {});
  }
}
