package dev.rondo.web;

import dev.rondo.ledger.Tag;
import java.util.List;

/// The tags by which MLflow's clients say where something comes from, told apart from those that
/// people set.
final class ClientTags {
  /// The one that holds what somebody wrote about a thing.
  private static final String NOTE = "mlflow.note.content";

  private static final String PREFIX = "mlflow.";

  private ClientTags() {}

  static List<Tag> of(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> tag.key().startsWith(PREFIX) && !tag.key().equals(NOTE))
        .toList();
  }

  static List<Tag> without(List<Tag> tags) {
    return tags.stream().filter(tag -> !tag.key().startsWith(PREFIX)).toList();
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
