package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of a list.
///
/// @param next what to give as `after` for the page that follows; empty at the end
record Page<T>(List<T> items, String next) {
  static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, "");
  }

  /// What was found with a limit: there may be more when it was reached.
  ///
  /// @param key what a page that follows an item is asked for with
  static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> key, Function<S, T> view) {
    String next = found.size() < limit ? "" : key.apply(found.getLast());
    return new Page<>(found.stream().map(view).toList(), next);
  }

  /// What the page before gave as `next`; empty for the first page.
  static Optional<String> after(Request request) {
    return request.query("after").filter(after -> !after.isEmpty());
  }

  static Schema schema(Schema item) {
    return Schema.object().field("items", Schema.array(item)).field("next", Schema.text());
  }
}
