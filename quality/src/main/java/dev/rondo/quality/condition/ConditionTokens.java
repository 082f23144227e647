package dev.rondo.quality.condition;

import dev.rondo.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/// The words, values and signs of a condition's text.
final class ConditionTokens {
  enum Type {
    NAME,
    /// A name in backticks, which is never a keyword.
    QUOTED_NAME,
    NUMBER,
    TEXT,
    SIGN,
    END
  }

  /// @param text a name or a text without its quotes
  record Token(Type type, String text, int at) {
    boolean is(Type wanted, String wantedText) {
      return type == wanted && text.equals(wantedText);
    }

    boolean isSign(String sign) {
      return is(Type.SIGN, sign);
    }

    /// Whether it is this keyword, in small or capital letters.
    boolean isWord(String word) {
      return type == Type.NAME && text.equalsIgnoreCase(word);
    }
  }

  private static final List<String> LONG_SIGNS =
      List.of("<=>", "==", "!=", "<=", ">=", "<>", "&&", "||");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int scanned;
  private int next;

  ConditionTokens(String text) {
    this.text = text;
    while (scanned < text.length()) {
      scan();
    }
    tokens.add(new Token(Type.END, "", text.length()));
  }

  Token peek() {
    return tokens.get(next);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(next + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  boolean takeSign(String sign) {
    return peek().isSign(sign) && next() != null;
  }

  boolean takeWord(String word) {
    return peek().isWord(word) && next() != null;
  }

  void requireSign(String sign) {
    if (!takeSign(sign)) {
      throw problem(peek(), "'%s' is missing here".formatted(sign));
    }
  }

  void requireEnd() {
    if (peek().type() != Type.END) {
      throw problem(peek(), "the condition should end here, or go on with 'and' or 'or'");
    }
  }

  Problem problem(Token token, String reason) {
    return problem(token.at(), reason);
  }

  /// Shows the text, with a mark under the place.
  private Problem problem(int at, String reason) {
    String line = text.replaceAll("\\s", " ");
    int column = text.codePointCount(0, at);
    return Problem.invalid(
        "%s",
        "The row condition cannot be read at character %d: %s.\n  %s\n  %s^"
            .formatted(column + 1, reason, line, " ".repeat(column)));
  }

  private void scan() {
    char c = text.charAt(scanned);
    int start = scanned;
    if (Character.isWhitespace(c)) {
      scanned++;
    } else if (c == '\'' || c == '"') {
      tokens.add(new Token(Type.TEXT, quoted(c), start));
    } else if (c == '`') {
      tokens.add(new Token(Type.QUOTED_NAME, backticked(), start));
    } else if (isDigit(scanned) || (c == '.' && isDigit(scanned + 1))) {
      tokens.add(new Token(Type.NUMBER, number(), start));
    } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      tokens.add(new Token(Type.NAME, name(), start));
    } else {
      tokens.add(new Token(Type.SIGN, sign(), start));
    }
  }

  private boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private String backticked() {
    int end = text.indexOf('`', scanned + 1);
    if (end < 0) {
      throw problem(scanned, "this '`' is not closed");
    }
    String name = text.substring(scanned + 1, end);
    scanned = end + 1;
    return name;
  }

  private String name() {
    int start = scanned;
    while (scanned < text.length() && isNamePart(text.charAt(scanned))) {
      scanned++;
    }
    return text.substring(start, scanned);
  }

  private static boolean isNamePart(char c) {
    return Character.isUnicodeIdentifierPart(c) || c == '_';
  }

  private String number() {
    int start = scanned;
    digits();
    if (scanned < text.length() && text.charAt(scanned) == '.') {
      scanned++;
      digits();
    }
    boolean isExponent = scanned < text.length() && "eE".indexOf(text.charAt(scanned)) >= 0;
    if (isExponent) {
      scanned++;
      if (scanned < text.length() && "+-".indexOf(text.charAt(scanned)) >= 0) {
        scanned++;
      }
      digits();
    }
    if (scanned < text.length() && isNamePart(text.charAt(scanned))) {
      throw problem(start, "this is neither a number nor a name; put a name in backticks");
    }
    return text.substring(start, scanned);
  }

  private void digits() {
    while (isDigit(scanned)) {
      scanned++;
    }
  }

  private String sign() {
    String sign =
        LONG_SIGNS.stream()
            .filter(candidate -> text.startsWith(candidate, scanned))
            .findFirst()
            .orElse(text.substring(scanned, scanned + 1));
    scanned += sign.length();
    return sign;
  }

  private String quoted(char quote) {
    int start = scanned++;
    StringBuilder value = new StringBuilder();
    while (scanned < text.length()) {
      char c = text.charAt(scanned++);
      if (c == quote) {
        return value.toString();
      }
      value.append(c == '\\' && scanned < text.length() ? escaped(text.charAt(scanned++)) : "" + c);
    }
    throw problem(start, "this text is not closed");
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\', '\'', '"' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }
}
