package dev.rondo.web;

import dev.rondo.ledger.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tags by which MLflow's clients say where something comes from, told apart from those that
/// people set. All by key.
final class ClientTags {
  /// The one that holds what somebody wrote about a thing.
  private static final String NOTE = "mlflow.note.content";

  private ClientTags() {}

  private static boolean isOne(String key) {
    return key.startsWith("mlflow.") || key.startsWith("_mlflow_");
  }

  private static Map<String, String> all(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    tags.forEach(tag -> all.put(tag.key(), tag.value()));
    return all;
  }

  /// Those of the clients, but for what somebody wrote.
  static Map<String, String> of(List<Tag> tags) {
    Map<String, String> own = all(tags);
    own.keySet().removeIf(key -> !isOne(key) || key.equals(NOTE));
    return own;
  }

  /// Those of people.
  static Map<String, String> without(List<Tag> tags) {
    return without(all(tags));
  }

  static Map<String, String> without(Map<String, String> tags) {
    Map<String, String> others = new TreeMap<>(tags);
    others.keySet().removeIf(ClientTags::isOne);
    return others;
  }

  /// What somebody wrote about the thing that has them; empty when nobody did.
  static String description(List<Tag> tags) {
    return all(tags).getOrDefault(NOTE, "");
  }
}
