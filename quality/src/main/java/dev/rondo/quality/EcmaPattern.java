package dev.rondo.quality;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Translates a regular expression as contracts and JSON schemas write it (ECMA-262) into one that
/// Java and the SQL engine (RE2) understand alike. What either cannot do is refused: look-around,
/// back-references, possessive repetition.
///
/// What reads alike but means different things is spelt out: `$` is the very end, `.` leaves out
/// every end of a line, `\s` knows the spaces of Unicode, `[` inside a set is itself. A pattern
/// with flags of its own, such as `(?s)`, is not of the standard's language; its `.` and `$` are
/// left.
public final class EcmaPattern {
  private static final String SPACES =
      "\\t\\n\\x0B\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}"
          + "\\x{3000}\\x{feff}";
  private static final String NOT_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";
  private static final String ALL = "\\x{0}-\\x{10FFFF}";
  private static final Pattern DOT_ALL = Pattern.compile("\\(\\?[a-z]*s");
  private static final Pattern MANY_LINES = Pattern.compile("\\(\\?[a-z]*m");
  private static final Pattern REPETITION = Pattern.compile("\\{[0-9]+(,[0-9]*)?\\}");

  private final String text;
  private final boolean isDotAll;
  private final boolean isManyLines;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private EcmaPattern(String text) {
    this.text = text;
    this.isDotAll = DOT_ALL.matcher(text).find();
    this.isManyLines = MANY_LINES.matcher(text).find();
  }

  /// The translation.
  ///
  /// @throws Problem `invalid-request` with the reason when there is none
  public static String translated(String pattern) {
    String translated = new EcmaPattern(pattern).run();
    try {
      Pattern.compile(translated);
      return translated;
    } catch (PatternSyntaxException e) {
      throw Problem.invalid("it is not a regular expression: %s", e.getDescription());
    }
  }

  private String run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> set();
        case '(' -> group();
        case '.' -> take(isDotAll ? "." : NOT_LINE_END);
        case '$' -> take(isManyLines ? "$" : "\\z");
        case '*', '+', '?' -> repetition("" + c);
        case '{' -> braces();
        case ']', '}' -> take("\\" + c);
        default -> take("" + c);
      }
    }
    return out.toString();
  }

  private void take(String translation) {
    out.append(translation);
    at++;
  }

  private void repetition(String words) {
    out.append(words);
    at += words.length();
    if (next('+')) {
      throw unsupported();
    }
    if (next('?')) {
      take("?");
    }
  }

  /// A repetition such as `{2,3}`; braces of another kind are themselves.
  private void braces() {
    var matcher = REPETITION.matcher(text).region(at, text.length());
    if (matcher.lookingAt()) {
      repetition(matcher.group());
    } else {
      take("\\{");
    }
  }

  private boolean next(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void group() {
    if (!text.startsWith("(?", at)) {
      take("(");
      return;
    }
    char kind = at + 2 < text.length() ? text.charAt(at + 2) : ')';
    boolean isNamed = kind == '<' && !text.startsWith("(?<=", at) && !text.startsWith("(?<!", at);
    if ("=!<>".indexOf(kind) >= 0 && !isNamed) {
      throw unsupported();
    }
    if (isNamed) {
      out.append('(');
      at = end('>', at) + 1;
    } else {
      out.append("(?");
      at += 2;
      while (at < text.length() && ":)".indexOf(text.charAt(at)) < 0) {
        take("" + text.charAt(at));
      }
      if (at < text.length()) {
        take("" + text.charAt(at));
      }
    }
  }

  private int end(char closing, int from) {
    int end = text.indexOf(closing, from);
    if (end < 0) {
      throw Problem.invalid("it is not a regular expression: '%s' is missing", closing);
    }
    return end;
  }

  private void set() {
    at++;
    boolean isNegated = next('^');
    at += isNegated ? 1 : 0;
    if (next(']')) {
      out.append(isNegated ? "[" : "[^").append(ALL).append(']');
      at++;
      return;
    }
    out.append(isNegated ? "[^" : "[");
    while (!next(']')) {
      if (at >= text.length()) {
        throw Problem.invalid("it is not a regular expression: ']' is missing");
      }
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escape(true);
        case '[', '&' -> take("\\" + c);
        default -> take("" + c);
      }
    }
    take("]");
  }

  private void escape(boolean isInSet) {
    if (at + 1 >= text.length()) {
      throw Problem.invalid("it is not a regular expression: it ends in a backslash");
    }
    char c = text.charAt(at + 1);
    at += 2;
    switch (c) {
      case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f' -> out.append('\\').append(c);
      case 's' -> out.append(isInSet ? SPACES : "[" + SPACES + "]");
      case 'S' -> out.append(isInSet ? "\\S" : "[^" + SPACES + "]");
      case 'b' -> out.append(isInSet ? "\\x08" : "\\b");
      case 'B' -> out.append(isInSet ? "B" : "\\B");
      case 'v' -> out.append("\\x0B");
      case 'A', 'z' -> out.append(isInSet ? "" + c : "\\" + c);
      case 'p', 'P' -> property(c);
      case 'c' -> control();
      case 'x' -> hex(2);
      case 'u' -> unicode();
      case '0' -> out.append("\\x00");
      case 'k' -> throw unsupported();
      default -> itself(c, isInSet);
    }
  }

  private void itself(char c, boolean isInSet) {
    if (Character.isDigit(c) && !isInSet) {
      throw unsupported();
    }
    boolean isPlain = c == '/' || c == '_' || c > 127 || Character.isLetterOrDigit(c);
    out.append(isPlain ? "" : "\\").append(c);
  }

  private void property(char c) {
    if (!next('{')) {
      out.append(c);
      return;
    }
    int end = end('}', at);
    out.append('\\').append(c).append(text, at, end + 1);
    at = end + 1;
  }

  private void control() {
    int code = at < text.length() ? text.charAt(at) % 32 : 0;
    at++;
    out.append("\\x%02x".formatted(code));
  }

  private void unicode() {
    if (next('{')) {
      int end = end('}', at);
      out.append("\\x").append(text, at, end + 1);
      at = end + 1;
      return;
    }
    int first = digits(4);
    boolean isHalf = first >= 0 && Character.isHighSurrogate((char) first);
    if (isHalf && text.startsWith("\\u", at)) {
      at += 2;
      int second = digits(4);
      out.append("\\x{%x}".formatted(Character.toCodePoint((char) first, (char) second)));
    } else {
      out.append(first < 0 ? "u" : "\\x{%x}".formatted(first));
    }
  }

  private void hex(int count) {
    int code = digits(count);
    out.append(code < 0 ? "x" : "\\x{%x}".formatted(code));
  }

  /// So many hexadecimal digits as a number, or -1.
  private int digits(int count) {
    if (at + count > text.length()) {
      return -1;
    }
    try {
      int code = Integer.parseInt(text.substring(at, at + count), 16);
      at += count;
      return code;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Problem unsupported() {
    return Problem.invalid(
        "Look-around, back-references and possessive repetition are not supported.");
  }
}
