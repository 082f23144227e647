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

/// How many characters an expression takes at least and at most.
record RegexWidth(long least, long most) {
  private static final RegexWidth NOTHING = new RegexWidth(0, 0);
  private static final RegexWidth ONE = new RegexWidth(1, 1);

  static RegexWidth of(RegexNode node) {
    return switch (node) {
      case Letter _, Any _, Class _ -> ONE;
      case Anchor _, Look _ -> NOTHING;
      case BackReference _ -> new RegexWidth(0, RegexNode.ENDLESS);
      case Capture(var body) -> of(body);
      case Atomic(var body) -> of(body);
      case Sequence(var parts) ->
          parts.stream().map(RegexWidth::of).reduce(NOTHING, RegexWidth::then);
      case Choice(var branches) ->
          branches.stream().map(RegexWidth::of).reduce(RegexWidth::or).orElse(NOTHING);
      case Repeat repeat -> of(repeat.body()).times(repeat.least(), repeat.most());
    };
  }

  private RegexWidth then(RegexWidth next) {
    return capped(least + next.least, most + next.most);
  }

  private RegexWidth or(RegexWidth other) {
    return new RegexWidth(Math.min(least, other.least), Math.max(most, other.most));
  }

  private RegexWidth times(int fewest, int often) {
    return capped(least * fewest, most * often);
  }

  private static RegexWidth capped(long least, long most) {
    return new RegexWidth(Math.min(least, RegexNode.ENDLESS), Math.min(most, RegexNode.ENDLESS));
  }
}
