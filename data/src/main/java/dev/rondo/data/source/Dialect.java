package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;

/// How delimited text is written.
///
/// @param delimiter between fields; without it a tab in `.tsv` files, else what the header has most
///   of: commas, tabs, semicolons or bars
/// @param quote around fields that hold delimiters, quotes or line ends
/// @param escape before a quote within such a field; the quote itself to double it
/// @param hasHeader whether the first line names the columns; without one they are `column1` on
/// @param encoding without it what a byte order mark says, else UTF-8
/// @param nulls texts that stand for a missing value
public record Dialect(
    Optional<Character> delimiter,
    char quote,
    char escape,
    boolean hasHeader,
    Optional<Charset> encoding,
    List<String> nulls) {

  /// Commas or what the header has most of, quotes doubled, a header, empty text for what is
  /// missing.
  public static final Dialect USUAL =
      new Dialect(Optional.empty(), '"', '"', true, Optional.empty(), List.of(""));

  public Dialect {
    nulls = List.copyOf(nulls);
    delimiter.ifPresent(c -> requirePlain("delimiter", c));
    requirePlain("quote", quote);
    requirePlain("escape", escape);
    if (delimiter.isPresent() && delimiter.get() == quote) {
      throw Problem.invalid("The delimiter and the quote are both '%s'; they must differ.", quote);
    }
  }

  private static void requirePlain(String what, char c) {
    if (c == 0 || c > 126 || c == '\n' || c == '\r') {
      throw Problem.invalid("The %s must be one ASCII character that ends no line.", what);
    }
  }

  public Dialect withDelimiter(char character) {
    return new Dialect(Optional.of(character), quote, escape, hasHeader, encoding, nulls);
  }

  public Dialect withQuote(char character, char escapedBy) {
    return new Dialect(delimiter, character, escapedBy, hasHeader, encoding, nulls);
  }

  public Dialect withHeader(boolean isThere) {
    return new Dialect(delimiter, quote, escape, isThere, encoding, nulls);
  }

  public Dialect withEncoding(Charset charset) {
    return new Dialect(delimiter, quote, escape, hasHeader, Optional.of(charset), nulls);
  }

  public Dialect withNulls(List<String> texts) {
    return new Dialect(delimiter, quote, escape, hasHeader, encoding, texts);
  }

  /// The encoding that a word names: `utf-8`, `utf-16`, `latin-1` or any other that Java knows.
  public static Charset encoding(String word) {
    try {
      return word.equalsIgnoreCase("latin-1") ? StandardCharsets.ISO_8859_1 : Charset.forName(word);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw Problem.invalid(
          "'%s' is no encoding that is known; there are utf-8, utf-16, latin-1, windows-1252 and"
              + " more.",
          word);
    }
  }
}
