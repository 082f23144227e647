package dev.rondo.web;

import dev.rondo.ledger.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tags by which MLflow's clients say where something comes from, told apart from those that
/// people set.
final class ClientTags {
  /// The one that holds what somebody wrote about a thing.
  private static final String NOTE = "mlflow.note.content";

  private ClientTags() {}

  /// Whether the clients themselves set what has this key.
  static boolean isOne(String key) {
    return key.startsWith("mlflow.") || key.startsWith("_mlflow_");
  }

  static List<Tag> of(List<Tag> tags) {
    return tags.stream().filter(tag -> isOne(tag.key()) && !tag.key().equals(NOTE)).toList();
  }

  static List<Tag> without(List<Tag> tags) {
    return tags.stream().filter(tag -> !isOne(tag.key())).toList();
  }

  /// @param tags by key
  static Map<String, String> without(Map<String, String> tags) {
    Map<String, String> others = new TreeMap<>(tags);
    others.keySet().removeIf(ClientTags::isOne);
    return others;
  }

  /// What somebody wrote about the thing that has them; empty when nobody did.
  static String description(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> tag.key().equals(NOTE))
        .map(Tag::value)
        .findFirst()
        .orElse("");
  }
}
