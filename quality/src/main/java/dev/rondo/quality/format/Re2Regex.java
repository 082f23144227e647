package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Anchor;
import dev.rondo.quality.format.RegexNode.Any;
import dev.rondo.quality.format.RegexNode.Atomic;
import dev.rondo.quality.format.RegexNode.BackReference;
import dev.rondo.quality.format.RegexNode.Capture;
import dev.rondo.quality.format.RegexNode.Category;
import dev.rondo.quality.format.RegexNode.Choice;
import dev.rondo.quality.format.RegexNode.Class;
import dev.rondo.quality.format.RegexNode.ClassItem;
import dev.rondo.quality.format.RegexNode.Fold;
import dev.rondo.quality.format.RegexNode.Greed;
import dev.rondo.quality.format.RegexNode.Letter;
import dev.rondo.quality.format.RegexNode.Look;
import dev.rondo.quality.format.RegexNode.Place;
import dev.rondo.quality.format.RegexNode.Range;
import dev.rondo.quality.format.RegexNode.Repeat;
import dev.rondo.quality.format.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a tree in the syntax of RE2, when it has one with the same meaning there. Not said: what
/// looks around or back, does not give back, word edges of all alphabets, and a `$` that something
/// follows. Letters of all alphabets in either case are not said either, since the two engines pair
/// them differently; ASCII letters are, with the four others that Python pairs with them.
final class Re2Regex {
  /// RE2 refuses larger counts.
  private static final int MOST_REPEATS = 1000;

  /// Keeps programs small enough for RE2's memory; a category of Unicode is itself large.
  private static final long LARGEST = 20_000;

  private static final long CATEGORY_SIZE = 500;

  private Re2Regex() {}

  /// The expression has no equal there. Caught in this class.
  private static final class Unsaid extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsaid() {
      super("RE2 cannot say this.", null, false, false);
    }
  }

  static Optional<String> write(RegexNode node) {
    try {
      return size(node) > LARGEST || !fits(node, MOST_REPEATS)
          ? Optional.empty()
          : Optional.of(write(node, Edges.BOTH));
    } catch (Unsaid e) {
      return Optional.empty();
    }
  }

  /// Whether nothing is matched before, or after, a part.
  private record Edges(boolean isFirst, boolean isLast) {
    static final Edges BOTH = new Edges(true, true);
    static final Edges NONE = new Edges(false, false);

    Edges of(int index, int size) {
      return new Edges(isFirst && index == 0, isLast && index == size - 1);
    }
  }

  private static String write(RegexNode node, Edges edges) {
    return switch (node) {
      case Letter(var codePoint, var fold) ->
          fold == Fold.NONE ? RegexText.quoted(codePoint) : "[" + paired(codePoint, fold) + "]";
      case Any(var newlineToo) -> newlineToo ? "(?s:.)" : "[^\\n]";
      case Class one -> characters(one);
      case Anchor(var place) -> anchor(place, edges);
      case Sequence(var parts) -> sequence(parts, edges);
      case Choice(var branches) ->
          "(?:"
              + String.join("|", branches.stream().map(branch -> write(branch, edges)).toList())
              + ")";
      case Repeat repeat -> repeat(repeat, edges);
      case Capture(var body) -> "(?:" + write(body, edges) + ")";
      case BackReference _, Look _, Atomic _ -> throw new Unsaid();
    };
  }

  private static String sequence(List<RegexNode> parts, Edges edges) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(write(parts.get(i), edges.of(i, parts.size())));
    }
    return text.toString();
  }

  private static String repeat(Repeat repeat, Edges edges) {
    if (repeat.greed() == Greed.POSSESSIVE) {
      throw new Unsaid();
    }
    return "(?:"
        + write(repeat.body(), repeat.most() == 1 ? edges : Edges.NONE)
        + ")"
        + RegexText.bounds(repeat);
  }

  /// RE2 divides the room for counts among those inside of each other.
  private static boolean fits(RegexNode node, int room) {
    return switch (node) {
      case Letter _, Any _, Class _, Anchor _, BackReference _, Look _, Atomic _ -> true;
      case Sequence(var parts) -> parts.stream().allMatch(part -> fits(part, room));
      case Choice(var branches) -> branches.stream().allMatch(branch -> fits(branch, room));
      case Capture(var body) -> fits(body, room);
      case Repeat repeat -> {
        int count = repeat.most() == RegexNode.ENDLESS ? repeat.least() : repeat.most();
        int left = room / Math.max(1, count);
        yield left > 0 && fits(repeat.body(), left);
      }
    };
  }

  private static String anchor(Place place, Edges edges) {
    return switch (place) {
      case TEXT_START -> only("\\A", edges.isFirst());
      case TEXT_END -> "\\z";
      case LINE_START -> "(?m:^)";
      case LINE_END -> "(?m:$)";
      case ASCII_WORD_EDGE -> "\\b";
      case LAST_LINE_END -> only("\\n?\\z", edges.isLast());
      case WORD_EDGE, NO_WORD_EDGE, NO_ASCII_WORD_EDGE -> throw new Unsaid();
    };
  }

  private static String only(String regex, boolean isThere) {
    if (!isThere) {
      throw new Unsaid();
    }
    return regex;
  }

  /// The opposite of a category alone is that category, negated once more.
  private static String characters(Class one) {
    if (one.items().size() == 1
        && one.items().getFirst() instanceof Category(var letter, var isAscii)
        && Character.isUpperCase(letter)) {
      Category opposite = new Category(Character.toLowerCase(letter), isAscii);
      return "[" + (one.isNegated() ? "" : "^") + category(opposite) + "]";
    }
    return "[" + (one.isNegated() ? "^" : "") + items(one) + "]";
  }

  private static String items(Class one) {
    List<String> items = new ArrayList<>();
    for (ClassItem item : one.items()) {
      items.add(
          switch (item) {
            case Range range -> range(range, one.fold());
            case Category category -> category(category);
          });
    }
    return String.join("", items);
  }

  /// An opposite stands among others in a class only where RE2 has a name for it.
  private static String category(Category category) {
    return switch (category.letter()) {
      case 'D' -> category.isAscii() ? "\\D" : "\\P{Nd}";
      case 'S', 'W' -> throw new Unsaid();
      default -> RegexText.category(category, "");
    };
  }

  private static String range(Range range, Fold fold) {
    if (fold == Fold.NONE) {
      return range.first() == range.last()
          ? RegexText.quoted(range.first())
          : RegexText.quoted(range.first()) + "-" + RegexText.quoted(range.last());
    }
    if (range.last() >= 0x80) {
      throw new Unsaid();
    }
    StringBuilder members = new StringBuilder();
    for (int c = range.first(); c <= range.last(); c++) {
      members.append(paired(c, fold));
    }
    return members.toString();
  }

  private static String paired(int codePoint, Fold fold) {
    if (codePoint >= 0x80) {
      throw new Unsaid();
    }
    if (!Character.isLetter(codePoint)) {
      return RegexText.quoted(codePoint);
    }
    int small = Character.toLowerCase(codePoint);
    String both = Character.toString(small) + Character.toString(Character.toUpperCase(codePoint));
    return fold == Fold.ASCII ? both : both + outsideAscii(small);
  }

  private static String outsideAscii(int small) {
    return switch (small) {
      case 'i' -> "\\x{130}\\x{131}";
      case 's' -> "\\x{17f}";
      case 'k' -> "\\x{212a}";
      default -> "";
    };
  }

  private static long size(RegexNode node) {
    return switch (node) {
      case Letter _, Any _, Anchor _ -> 1;
      case Class one ->
          one.items().stream()
              .mapToLong(item -> item instanceof Category ? CATEGORY_SIZE : 4)
              .sum();
      case Sequence(var parts) -> parts.stream().mapToLong(Re2Regex::size).sum();
      case Choice(var branches) -> branches.stream().mapToLong(Re2Regex::size).sum();
      case Repeat repeat -> {
        int times = repeat.most() == RegexNode.ENDLESS ? repeat.least() + 1 : repeat.most();
        yield Math.min(LARGEST + 1, Math.min(times, LARGEST) * size(repeat.body()));
      }
      case Capture(var body) -> size(body);
      case BackReference _, Look _, Atomic _ -> LARGEST + 1;
    };
  }
}
