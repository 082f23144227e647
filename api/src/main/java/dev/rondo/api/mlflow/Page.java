package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import java.util.Optional;

/// A page of what a search finds. Only one with others behind it has the token of the next.
///
/// @param offset how many are on the pages before
/// @param size how many it tells at the most
record Page(PageToken tokens, long offset, int size) {

  /// The one that a client asks for by `page_token`.
  ///
  /// @param search everything that decides what is found, and in which order
  static Page of(Message asked, int size, Object... search) {
    PageToken tokens = PageToken.of(search);
    return new Page(tokens, tokens.offset(asked.findText("page_token")), size);
  }

  /// Like [#of], as large as it is asked for by `max_results`.
  ///
  /// @param usual its size where the client says none
  static Page upTo(Message asked, int usual, int most, Object... search) {
    return of(asked, size(asked, usual, most), search);
  }

  /// @throws Problem `invalid-request` for less than one or more than the most
  static int size(Message asked, int usual, int most) {
    int size = asked.findSmallNumber("max_results").orElse(usual);
    if (size < 1 || size > most) {
      throw Message.invalid("max_results", size, "it must be 1 to " + most);
    }
    return size;
  }

  /// The token of the next page, if there is one.
  Optional<String> next(boolean hasMore) {
    return hasMore ? Optional.of(tokens.after(offset + size)) : Optional.empty();
  }
}
