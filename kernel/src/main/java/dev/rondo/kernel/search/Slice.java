package dev.rondo.kernel.search;

import java.util.List;
import java.util.function.Function;

/// What a search has found, up to its limit.
///
/// @param hasMore whether there are others behind
public record Slice<T>(List<T> items, boolean hasMore) {

  public Slice {
    items = List.copyOf(items);
  }

  /// @param found where one more than the limit was looked for
  public static <T> Slice<T> of(List<T> found, int limit) {
    return new Slice<>(found.stream().limit(limit).toList(), found.size() > limit);
  }

  public <R> Slice<R> map(Function<T, R> change) {
    return new Slice<>(items.stream().map(change).toList(), hasMore);
  }
}
