package dev.rondo.data;

import dev.rondo.kernel.database.Transaction;
import java.util.Map;
import java.util.function.Consumer;

/// What stands beside the rows of a commit.
///
/// @param key names the work that commits; the same key commits once, also after a crash
/// @param facts kept in the snapshot, such as the day that it holds
/// @param together changes that become visible in the same transaction as the rows
public record Commit(String key, Map<String, String> facts, Consumer<Transaction> together) {

  public Commit {
    facts = Map.copyOf(facts);
  }

  public static Commit of(String key, Map<String, String> facts) {
    return new Commit(key, facts, _ -> {});
  }
}
