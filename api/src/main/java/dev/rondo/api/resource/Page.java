package dev.rondo.api.resource;

import dev.rondo.api.schema.Schema;
import java.util.List;

/// One page of a list.
///
/// @param next what to give as `after` for the page that follows; empty at the end
record Page<T>(List<T> items, String next) {
  static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, "");
  }

  static Schema schema(Schema item) {
    return Schema.object().field("items", Schema.array(item)).field("next", Schema.text());
  }
}
