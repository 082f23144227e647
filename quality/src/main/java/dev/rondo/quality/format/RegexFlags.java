package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Fold;

/// The flags that hold at one place of a regular expression.
record RegexFlags(
    boolean ignoresCase,
    boolean isMultiline,
    boolean dotTakesAll,
    boolean isVerbose,
    boolean isAscii) {
  static final RegexFlags NONE = new RegexFlags(false, false, false, false, false);

  static boolean knows(char letter) {
    return "imsxau".indexOf(letter) >= 0;
  }

  RegexFlags with(char letter, boolean on) {
    return switch (letter) {
      case 'i' -> new RegexFlags(on, isMultiline, dotTakesAll, isVerbose, isAscii);
      case 'm' -> new RegexFlags(ignoresCase, on, dotTakesAll, isVerbose, isAscii);
      case 's' -> new RegexFlags(ignoresCase, isMultiline, on, isVerbose, isAscii);
      case 'x' -> new RegexFlags(ignoresCase, isMultiline, dotTakesAll, on, isAscii);
      case 'a' -> new RegexFlags(ignoresCase, isMultiline, dotTakesAll, isVerbose, on);
      case 'u' -> new RegexFlags(ignoresCase, isMultiline, dotTakesAll, isVerbose, !on);
      default -> throw new IllegalArgumentException("Not a flag: " + letter);
    };
  }

  Fold fold() {
    if (!ignoresCase) {
      return Fold.NONE;
    }
    return isAscii ? Fold.ASCII : Fold.UNICODE;
  }
}
