package dev.rondo.web;

import dev.rondo.api.http.Response;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.search.Slice;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/// A page of what was asked for.
///
/// @param mistake why it cannot be searched for; empty when it can
record Found<T>(Asked asked, List<T> rows, Optional<String> mistake, boolean hasMore) {

  /// @param search takes how many to find
  static <T> Found<T> of(Asked asked, IntFunction<Slice<T>> search) {
    try {
      Slice<T> shown = search.apply(Asked.PAGE);
      return new Found<>(asked, shown.items(), Optional.empty(), shown.hasMore());
    } catch (Problem e) {
      if (e.code() != ProblemCode.INVALID_REQUEST) {
        throw e;
      }
      return new Found<>(asked, List.of(), Optional.of(e.text()), false);
    }
  }

  <R> Found<R> map(Function<List<T>, List<R>> change) {
    return new Found<>(asked, change.apply(rows), mistake, hasMore);
  }

  /// The page, which says by its status too when the search cannot be made.
  Response with(Response page) {
    return mistake.isPresent() ? page.status(ProblemCode.INVALID_REQUEST.status()) : page;
  }

  Optional<String> next() {
    return hasMore
        ? Optional.of(asked.withFrom(asked.from() + Asked.PAGE).address())
        : Optional.empty();
  }

  Optional<String> previous() {
    return asked.from() > 0
        ? Optional.of(asked.withFrom(Math.max(0, asked.from() - Asked.PAGE)).address())
        : Optional.empty();
  }

  /// Such as `51 to 100`.
  String span() {
    return Format.count(asked.from() + 1L) + " to " + Format.count(asked.from() + rows.size());
  }
}
