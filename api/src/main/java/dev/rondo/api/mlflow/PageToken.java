package dev.rondo.api.mlflow;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says where the next page of a search begins. It is good for the very search that it came from.
final class PageToken {
  private static final Pattern FORM = Pattern.compile("([0-9a-f.-]{1,80}):([0-9a-f]{16})");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}");
  private static final int MARK = 16;

  private final String mark;

  private PageToken(String mark) {
    this.mark = mark;
  }

  /// Tokens of a search.
  ///
  /// @param search everything that decides what it finds, and in which order
  static PageToken of(Object... search) {
    return new PageToken(
        Digest.of(List.of(search).toString().getBytes(StandardCharsets.UTF_8))
            .value()
            .substring(0, MARK));
  }

  /// How many are on the pages before; 0 without a token.
  ///
  /// @throws Problem `invalid-request` for a token of another search, or none
  long offset(Optional<String> token) {
    return position(token, COUNT).map(count -> Long.parseLong(count.group())).orElse(0L);
  }

  /// Where the page begins; empty for the first.
  ///
  /// @param form of a position, of digits, letters to `f`, points and dashes
  /// @throws Problem `invalid-request` for a token of another search, or none
  Optional<Matcher> position(Optional<String> token, Pattern form) {
    if (token.isEmpty() || token.get().isEmpty()) {
      return Optional.empty();
    }
    Matcher whole = FORM.matcher(decoded(token.get()));
    Matcher position = form.matcher(whole.matches() ? whole.group(1) : "");
    if (!position.matches() || !whole.group(2).equals(mark)) {
      throw Problem.invalid(
          "Invalid page token '%s': it must be the one of the page before, of the same search.",
          Texts.brief(token.get()));
    }
    return Optional.of(position);
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// The token of the page after so many.
  String after(long offset) {
    return after(Long.toString(offset));
  }

  /// The token of the page that begins at a position.
  String after(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((position + ":" + mark).getBytes(StandardCharsets.ISO_8859_1));
  }
}
