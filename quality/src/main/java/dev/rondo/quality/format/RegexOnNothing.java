package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Anchor;
import dev.rondo.quality.format.RegexNode.Any;
import dev.rondo.quality.format.RegexNode.Atomic;
import dev.rondo.quality.format.RegexNode.BackReference;
import dev.rondo.quality.format.RegexNode.Capture;
import dev.rondo.quality.format.RegexNode.Choice;
import dev.rondo.quality.format.RegexNode.Class;
import dev.rondo.quality.format.RegexNode.Letter;
import dev.rondo.quality.format.RegexNode.Look;
import dev.rondo.quality.format.RegexNode.Repeat;
import dev.rondo.quality.format.RegexNode.Sequence;
import java.util.Optional;

/// Whether an expression is found in the empty text, told from its tree: there is one place and
/// nothing to read, so that no way needs to be gone twice.
final class RegexOnNothing {
  private RegexOnNothing() {}

  /// Empty when the expression refers to a group: whether that took part is not followed here.
  static Optional<Boolean> isFound(RegexNode node) {
    return refers(node) ? Optional.empty() : Optional.of(finds(node));
  }

  private static boolean finds(RegexNode node) {
    return switch (node) {
      case Letter _, Any _, Class _ -> false;
      case Anchor(var place) ->
          switch (place) {
            case TEXT_START, TEXT_END, LAST_LINE_END, LINE_START, LINE_END -> true;
            case WORD_EDGE, NO_WORD_EDGE, ASCII_WORD_EDGE, NO_ASCII_WORD_EDGE -> false;
          };
      case BackReference _ -> false;
      case Sequence(var parts) -> parts.stream().allMatch(RegexOnNothing::finds);
      case Choice(var branches) -> branches.stream().anyMatch(RegexOnNothing::finds);
      case Repeat repeat -> repeat.least() == 0 || finds(repeat.body());
      case Capture(var body) -> finds(body);
      case Atomic(var body) -> finds(body);
      case Look look -> finds(look.body()) != look.isNegated();
    };
  }

  private static boolean refers(RegexNode node) {
    return switch (node) {
      case BackReference _ -> true;
      case Letter _, Any _, Class _, Anchor _ -> false;
      case Sequence(var parts) -> parts.stream().anyMatch(RegexOnNothing::refers);
      case Choice(var branches) -> branches.stream().anyMatch(RegexOnNothing::refers);
      case Repeat repeat -> refers(repeat.body());
      case Capture(var body) -> refers(body);
      case Atomic(var body) -> refers(body);
      case Look look -> refers(look.body());
    };
  }
}
