package dev.rondo.api.mlflow;

import dev.rondo.ledger.Tag;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tags as lists of `key` and `value`.
final class Tags {
  private static final String NAME = "tags";

  private Tags() {}

  static List<Tag> of(Message asked) {
    return asked.messages(NAME).stream()
        .map(tag -> new Tag(tag.fullText("key"), tag.findText("value").orElse("")))
        .toList();
  }

  /// What is asked, when the keys of its tags are some.
  static Message checked(Message asked) {
    asked.messages(NAME).forEach(Keys::of);
    return asked;
  }

  /// Nothing where there are none.
  static void put(ObjectNode json, List<Tag> tags) {
    if (!tags.isEmpty()) {
      ArrayNode list = json.putArray(NAME);
      tags.forEach(tag -> list.addObject().put("key", tag.key()).put("value", tag.value()));
    }
  }
}
