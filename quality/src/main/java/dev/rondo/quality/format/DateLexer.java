package dev.rondo.quality.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cuts a text into runs of letters, numbers with a decimal point or comma, and single other
/// characters; every blank becomes a space. Dots that do not turn out to be decimal are cut off
/// again.
final class DateLexer {
  private static final Pattern SEPARATOR = Pattern.compile("(?<=[.,])|(?=[.,])");

  private final int[] text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private DateLexer(String text) {
    this.text = text.codePoints().filter(c -> c != 0).toArray();
  }

  static List<String> cut(String text) {
    DateLexer lexer = new DateLexer(text);
    while (lexer.at < lexer.text.length) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    int c = text[at];
    if (Character.isLetter(c)) {
      word();
    } else if (isDigit(c)) {
      number();
    } else {
      at++;
      tokens.add(isBlank(c) ? " " : Character.toString(c));
    }
  }

  private static boolean isBlank(int c) {
    return Character.isSpaceChar(c)
        || (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= 0x1f)
        || c == 0x85;
  }

  /// Digits of any alphabet, and those that stand for themselves, such as superscripts, which then
  /// are no number.
  private static boolean isDigit(int c) {
    return Character.isDigit(c) || c == 0xb2 || c == 0xb3 || c == 0xb9;
  }

  private void word() {
    int start = at;
    skipLetters();
    if (at == text.length || text[at] != '.') {
      tokens.add(since(start));
    } else {
      mixed(start, true);
    }
  }

  private void skipLetters() {
    while (at < text.length && Character.isLetter(text[at])) {
      at++;
    }
  }

  private void number() {
    int start = at;
    while (at < text.length && isDigit(text[at])) {
      at++;
    }
    boolean isDecimal =
        at < text.length && (text[at] == '.' || (text[at] == ',' && at - start >= 2));
    if (isDecimal) {
      mixed(start, false);
    } else {
      tokens.add(since(start));
    }
  }

  /// Goes on over dots: after a dot, letters may follow digits and digits letters.
  private void mixed(int start, boolean startsWithLetters) {
    boolean inLetters = startsWithLetters;
    boolean hasLetters = startsWithLetters;
    while (at < text.length) {
      hasLetters |= inLetters;
      boolean afterDot = text[at - 1] == '.';
      if (text[at] == '.' || (at == start + separatorAt(start) && text[at] == ',')) {
        at++;
      } else if (Character.isLetter(text[at]) && (inLetters || afterDot)) {
        inLetters = true;
        at++;
      } else if (isDigit(text[at]) && (!inLetters || afterDot)) {
        inLetters = false;
        at++;
      } else {
        break;
      }
    }
    add(since(start), hasLetters, inLetters);
  }

  private int separatorAt(int start) {
    int end = start;
    while (isDigit(text[end])) {
      end++;
    }
    return end - start;
  }

  private void add(String token, boolean hasLetters, boolean inLetters) {
    long dots = token.chars().filter(c -> c == '.').count();
    char last = token.charAt(token.length() - 1);
    if (hasLetters || dots > 1 || last == '.' || last == ',') {
      split(token);
    } else {
      tokens.add(!inLetters && dots == 0 ? token.replace(',', '.') : token);
    }
  }

  private void split(String token) {
    tokens.addAll(List.of(SEPARATOR.split(token)));
  }

  private String since(int start) {
    return new String(text, start, at - start);
  }
}
