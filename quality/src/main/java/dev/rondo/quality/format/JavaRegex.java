package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Anchor;
import dev.rondo.quality.format.RegexNode.Any;
import dev.rondo.quality.format.RegexNode.Atomic;
import dev.rondo.quality.format.RegexNode.BackReference;
import dev.rondo.quality.format.RegexNode.Capture;
import dev.rondo.quality.format.RegexNode.Choice;
import dev.rondo.quality.format.RegexNode.Class;
import dev.rondo.quality.format.RegexNode.ClassItem;
import dev.rondo.quality.format.RegexNode.Fold;
import dev.rondo.quality.format.RegexNode.Letter;
import dev.rondo.quality.format.RegexNode.Look;
import dev.rondo.quality.format.RegexNode.Range;
import dev.rondo.quality.format.RegexNode.Repeat;
import dev.rondo.quality.format.RegexNode.Sequence;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes a tree in the syntax of `java.util.regex`. Nothing is left to that engine's own idea of
/// words, blanks and line ends: they are spelled out.
final class JavaRegex {
  private static final String WORD = "[\\p{L}\\p{N}_]";
  private static final String ASCII_WORD = "[A-Za-z0-9_]";

  /// Nothing at all, but its letter of two units makes the engine step over, and look behind, whole
  /// letters.
  private static final String WHOLE_LETTERS = "\ud800\udc00{0}";

  /// Reads a character, whatever it is. Stands where a search may go several ways that take
  /// nothing, so that one that goes them all is seen by [dev.rondo.kernel.MeteredText].
  private static final String READING = "(?=(?s:.)|(?<=(?s:.))|)";

  private JavaRegex() {}

  static Pattern compile(RegexNode node) {
    return Pattern.compile(looksAround(node) ? write(node) + WHOLE_LETTERS : write(node));
  }

  /// Whether it may match between letters; plain searches stay plain, since they are faster.
  private static boolean looksAround(RegexNode node) {
    return switch (node) {
      case Letter _, Any _, Class _ -> false;
      case Anchor _, Look _, BackReference _, Repeat _ -> true;
      case Sequence(var parts) ->
          parts.isEmpty() || parts.stream().anyMatch(JavaRegex::looksAround);
      case Choice(var branches) -> branches.stream().anyMatch(JavaRegex::looksAround);
      case Capture(var body) -> looksAround(body);
      case Atomic(var body) -> looksAround(body);
    };
  }

  private static String write(RegexNode node) {
    return switch (node) {
      case Letter(var codePoint, var fold) -> folded(RegexText.quoted(codePoint), fold);
      case Any(var newlineToo) -> newlineToo ? "(?s:.)" : "[^\\n]";
      case Class one -> folded(characters(one), one.fold());
      case Anchor(var place) -> anchor(place);
      case Sequence(var parts) ->
          parts.stream().map(JavaRegex::write).collect(Collectors.joining());
      case Choice(var branches) ->
          branches.stream()
              .map(JavaRegex::write)
              .collect(
                  Collectors.joining("|", hasEmptyWays(branches) ? READING + "(?:" : "(?:", ")"));
      case Repeat repeat -> repeat(repeat);
      case Capture(var body) -> "(" + write(body) + ")";
      case BackReference(var group, var fold) -> folded("(?:\\" + group + ")", fold);
      case Look(var body, var isAhead, var isNegated) ->
          "(?" + (isAhead ? "" : "<") + (isNegated ? "!" : "=") + write(body) + ")";
      case Atomic(var body) -> "(?>" + write(body) + ")";
    };
  }

  private static String folded(String regex, Fold fold) {
    return switch (fold) {
      case NONE -> regex;
      case ASCII -> "(?i:" + regex + ")";
      case UNICODE -> "(?iu:" + regex + ")";
    };
  }

  private static boolean hasEmptyWays(List<RegexNode> branches) {
    return branches.stream().filter(JavaRegex::mayBeEmpty).count() > 1;
  }

  private static boolean mayBeEmpty(RegexNode node) {
    return RegexWidth.of(node).least() == 0;
  }

  private static String repeat(Repeat repeat) {
    String body =
        switch (repeat.body()) {
          case RegexNode empty when mayBeEmpty(empty) -> "(?:" + READING + write(empty) + ")";
          case Letter _, Any _, Class _, Capture _, Choice _ -> write(repeat.body());
          default -> "(?:" + write(repeat.body()) + ")";
        };
    String greed =
        switch (repeat.greed()) {
          case GREEDY -> "";
          case LAZY -> "?";
          case POSSESSIVE -> "+";
        };
    return body + RegexText.bounds(repeat) + greed;
  }

  private static String anchor(RegexNode.Place place) {
    return switch (place) {
      case TEXT_START -> "\\A";
      case TEXT_END -> "\\z";
      case LAST_LINE_END -> "(?=\\n?\\z)";
      case LINE_START -> "(?<![^\\n])";
      case LINE_END -> "(?![^\\n])";
      case WORD_EDGE -> edge(WORD);
      case NO_WORD_EDGE -> noEdge(WORD);
      case ASCII_WORD_EDGE -> edge(ASCII_WORD);
      case NO_ASCII_WORD_EDGE -> noEdge(ASCII_WORD);
    };
  }

  private static String edge(String word) {
    return "(?:(?<=%1$s)(?!%1$s)|(?<!%1$s)(?=%1$s))".formatted(word);
  }

  /// In an empty text there is neither an edge nor none.
  private static String noEdge(String word) {
    return "(?:(?<=%1$s)(?=%1$s)|(?<!%1$s)(?!%1$s)(?!\\A\\z))".formatted(word);
  }

  private static String characters(Class one) {
    if (one.isNegated()) {
      return "[^" + union(one.items()) + "]";
    }
    return "[" + union(one.items()) + "]";
  }

  private static String union(List<ClassItem> items) {
    return items.stream().map(JavaRegex::item).collect(Collectors.joining());
  }

  private static String item(ClassItem item) {
    return switch (item) {
      case Range(var first, var last) when first == last -> RegexText.quoted(first);
      case Range(var first, var last) -> RegexText.quoted(first) + "-" + RegexText.quoted(last);
      case RegexNode.Category category -> RegexText.category(category, "[^%s]");
    };
  }
}
