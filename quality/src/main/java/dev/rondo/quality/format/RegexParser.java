package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Anchor;
import dev.rondo.quality.format.RegexNode.Any;
import dev.rondo.quality.format.RegexNode.Choice;
import dev.rondo.quality.format.RegexNode.Greed;
import dev.rondo.quality.format.RegexNode.Letter;
import dev.rondo.quality.format.RegexNode.Place;
import dev.rondo.quality.format.RegexNode.Repeat;
import dev.rondo.quality.format.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the syntax of Python's `re`. What Python refuses is refused, and so are conditional
/// groups, which no engine here has.
final class RegexParser {
  private final RegexSource source;
  private final RegexGroups groups;
  private final RegexEscapes escapes;
  private RegexFlags flags = RegexFlags.NONE;

  private RegexParser(String pattern) {
    this.source = new RegexSource(pattern);
    this.groups = new RegexGroups(source);
    this.escapes = new RegexEscapes(source, groups);
  }

  static RegexNode parse(String pattern) {
    RegexParser parser = new RegexParser(pattern);
    parser.leadingFlags();
    RegexNode node = parser.choice();
    if (!parser.source.isAtEnd()) {
      throw parser.source.refused("a ')' closes nothing");
    }
    return node;
  }

  /// `(?i)` and the like, which hold for the whole and stand only before everything else.
  private void leadingFlags() {
    int start;
    do {
      skipBlanks();
      start = source.at();
    } while (source.take("(?") && takesFlags(start));
    source.backTo(start);
  }

  private boolean takesFlags(int start) {
    RegexFlags found = flags;
    while (RegexFlags.knows(source.peek())) {
      found = found.with((char) source.next(), true);
    }
    String letters = source.since(start);
    if (letters.length() == 2 || !source.take(")")) {
      return false;
    }
    RegexGroups.requireOneAlphabet(source, letters, start);
    flags = found;
    return true;
  }

  private RegexNode choice() {
    List<RegexNode> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (source.take("|"));
    return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
  }

  private RegexNode sequence() {
    List<RegexNode> parts = new ArrayList<>();
    skipBlanks();
    while (!source.isAtEnd() && source.peek() != '|' && source.peek() != ')') {
      int start = source.at();
      Optional<Bounds> bounds = bounds();
      if (bounds.isPresent()) {
        parts.add(repeat(parts, bounds.get(), start));
      } else if (source.take("(?#")) {
        source.until(')');
      } else {
        parts.add(item());
      }
      skipBlanks();
    }
    return new Sequence(parts);
  }

  private void skipBlanks() {
    while (flags.isVerbose() && !source.isAtEnd()) {
      char c = source.peek();
      if (c == '#') {
        skipLine();
      } else if (" \t\n\r\u000b\f".indexOf(c) >= 0) {
        source.next();
      } else {
        return;
      }
    }
  }

  private void skipLine() {
    while (!source.isAtEnd() && source.next() != '\n') {
      // the comment ends with its line
    }
  }

  private RegexNode item() {
    int c = source.next();
    return switch (c) {
      case '.' -> new Any(flags.dotTakesAll());
      case '^' -> new Anchor(flags.isMultiline() ? Place.LINE_START : Place.TEXT_START);
      case '$' -> new Anchor(flags.isMultiline() ? Place.LINE_END : Place.LAST_LINE_END);
      case '[' -> new RegexClassParser(source, escapes, flags).read();
      case '(' -> source.take("?P=") ? groups.named(flags) : group();
      case '\\' -> escapes.outside(flags);
      default -> new Letter(c, flags.fold());
    };
  }

  private RegexNode group() {
    int start = source.at() - 1;
    RegexFlags outer = flags;
    RegexGroups.Kind kind = groups.open(flags);
    flags = kind.flags();
    RegexNode body = choice();
    if (!source.take(")")) {
      throw source.refused("a '(' is not closed", start);
    }
    flags = outer;
    return groups.close(kind, body, start);
  }

  private record Bounds(int least, int most) {}

  /// A quantifier, when one stands here; a brace that is none is an ordinary character.
  private Optional<Bounds> bounds() {
    return switch (source.peek()) {
      case '*' -> taken(new Bounds(0, RegexNode.ENDLESS));
      case '+' -> taken(new Bounds(1, RegexNode.ENDLESS));
      case '?' -> taken(new Bounds(0, 1));
      case '{' -> braces();
      default -> Optional.empty();
    };
  }

  private Optional<Bounds> taken(Bounds bounds) {
    source.next();
    return Optional.of(bounds);
  }

  private Optional<Bounds> braces() {
    int start = source.at();
    source.take("{");
    if (!source.isAt("}")) {
      String least = source.digits(10, Integer.MAX_VALUE);
      String most = source.take(",") ? source.digits(10, Integer.MAX_VALUE) : least;
      if (source.take("}")) {
        return Optional.of(new Bounds(count(least, 0), count(most, RegexNode.ENDLESS)));
      }
    }
    source.backTo(start);
    return Optional.empty();
  }

  private int count(String digits, int otherwise) {
    try {
      return digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw source.refused("%s repetitions are too many".formatted(digits));
    }
  }

  private Repeat repeat(List<RegexNode> parts, Bounds bounds, int start) {
    if (parts.isEmpty() || parts.getLast() instanceof Anchor) {
      throw source.refused("there is nothing to repeat", start);
    }
    if (parts.getLast() instanceof Repeat) {
      throw source.refused("it repeats a repetition", start);
    }
    if (bounds.least > bounds.most) {
      throw source.refused("the least number of repetitions is above the most", start);
    }
    Greed greed =
        source.take("?") ? Greed.LAZY : source.take("+") ? Greed.POSSESSIVE : Greed.GREEDY;
    return new Repeat(parts.removeLast(), bounds.least, bounds.most, greed);
  }
}
