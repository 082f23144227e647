package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Category;
import dev.rondo.quality.format.RegexNode.Repeat;

/// The pieces that engines write alike.
final class RegexText {
  private RegexText() {}

  /// A character that means itself, inside and outside of a class.
  static String quoted(int codePoint) {
    boolean isPlain = codePoint < 0x80 && Character.isLetterOrDigit(codePoint);
    return isPlain ? Character.toString(codePoint) : "\\x{" + Integer.toHexString(codePoint) + "}";
  }

  /// The members of a category, for use inside of a class.
  ///
  /// @param negation how the engine says "none of these" there
  static String category(Category category, String negation) {
    String members = members(Character.toLowerCase(category.letter()), category.isAscii());
    return Character.isUpperCase(category.letter()) ? negation.formatted(members) : members;
  }

  private static String members(char letter, boolean isAscii) {
    return switch (letter) {
      case 'd' -> isAscii ? "0-9" : "\\p{Nd}";
      case 'w' -> isAscii ? "A-Za-z0-9_" : "\\p{L}\\p{N}_";
      default ->
          isAscii
              ? "\\x{9}-\\x{d}\\x{20}"
              : "\\x{9}-\\x{d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"
                  + "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
    };
  }

  static String bounds(Repeat repeat) {
    if (repeat.most() == RegexNode.ENDLESS) {
      return repeat.least() == 0 ? "*" : repeat.least() == 1 ? "+" : "{" + repeat.least() + ",}";
    }
    return repeat.least() == 0 && repeat.most() == 1
        ? "?"
        : "{" + repeat.least() + "," + repeat.most() + "}";
  }
}
