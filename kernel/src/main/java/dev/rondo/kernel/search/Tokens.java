package dev.rondo.kernel.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tokens of a filter, one after another. Confined to one thread.
final class Tokens {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?(?![A-Za-z0-9_.])");
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_.-]+)?");
  private static final Pattern SYMBOL = Pattern.compile("==|!=|<=|>=|=|<|>");

  private final String text;
  private int at;

  Tokens(String text) {
    this.text = text;
  }

  /// One of them.
  sealed interface Token {
    record Word(String word) implements Token {}

    record Quoted(String value, char quote) implements Token {}

    record Number(double value) implements Token {}

    record Symbol(String symbol) implements Token {}

    /// What is none of these, or the end.
    record Wrong() implements Token {}
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean atEnd() {
    skipBlanks();
    return at == text.length();
  }

  Token next() {
    if (atEnd()) {
      return new Token.Wrong();
    }
    char c = text.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    Matcher matcher = NUMBER.matcher(text).region(at, text.length()).useTransparentBounds(true);
    if (matcher.lookingAt()) {
      at = matcher.end();
      return new Token.Number(Double.parseDouble(matcher.group()));
    }
    if (found(WORD) instanceof String word) {
      return new Token.Word(word);
    }
    return found(SYMBOL) instanceof String symbol ? new Token.Symbol(symbol) : new Token.Wrong();
  }

  private @org.jspecify.annotations.Nullable String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher.group();
  }

  /// A quote inside stands there twice.
  private Token quoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != quote) {
        value.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
        value.append(c);
        i++;
      } else {
        at = i + 1;
        return new Token.Quoted(value.toString(), quote);
      }
    }
    return new Token.Wrong();
  }

  /// Whether the next character, after blanks, is this one.
  boolean isAt(char c) {
    return !atEnd() && text.charAt(at) == c;
  }

  boolean skip(char c) {
    boolean isThere = isAt(c);
    at += isThere ? 1 : 0;
    return isThere;
  }

  /// Skips a word, in capitals or not.
  boolean skipWord(String word) {
    skipBlanks();
    boolean isThere =
        text.regionMatches(true, at, word, 0, word.length())
            && (at + word.length() == text.length()
                || !Character.isLetterOrDigit(text.charAt(at + word.length()))
                    && text.charAt(at + word.length()) != '_');
    at += isThere ? word.length() : 0;
    return isThere;
  }
}
