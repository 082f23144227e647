package dev.rondo.quality.format;

import java.util.List;

/// A regular expression of Python's dialect as a tree, with the flags that hold at each place
/// already applied.
sealed interface RegexNode {
  /// Stands for no upper limit of repetitions.
  int ENDLESS = Integer.MAX_VALUE;

  /// Which letters count as equal.
  enum Fold {
    NONE,
    ASCII,
    UNICODE
  }

  enum Place {
    /// The start of the whole text.
    TEXT_START,
    /// The end of the whole text.
    TEXT_END,
    /// The end of the whole text, or before the newline that ends it.
    LAST_LINE_END,
    LINE_START,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE,
    /// Between an ASCII letter and something else.
    ASCII_WORD_EDGE,
    NO_ASCII_WORD_EDGE
  }

  enum Greed {
    GREEDY,
    LAZY,
    POSSESSIVE
  }

  record Letter(int codePoint, Fold fold) implements RegexNode {}

  /// The dot: any character, or any but a newline.
  record Any(boolean newlineToo) implements RegexNode {}

  /// One character among some; `fold` holds for the ranges.
  record Class(boolean isNegated, List<ClassItem> items, Fold fold) implements RegexNode {}

  record Anchor(Place place) implements RegexNode {}

  record Sequence(List<RegexNode> parts) implements RegexNode {}

  record Choice(List<RegexNode> branches) implements RegexNode {}

  record Repeat(RegexNode body, int least, int most, Greed greed) implements RegexNode {}

  /// A group that a back-reference may name by its number, counted from 1.
  record Capture(RegexNode body) implements RegexNode {}

  record BackReference(int group, Fold fold) implements RegexNode {}

  record Look(RegexNode body, boolean isAhead, boolean isNegated) implements RegexNode {}

  record Atomic(RegexNode body) implements RegexNode {}

  sealed interface ClassItem {}

  record Range(int first, int last) implements ClassItem {}

  /// `d`, `s`, `w`, or in capitals their opposites.
  record Category(char letter, boolean isAscii) implements ClassItem {}
}
