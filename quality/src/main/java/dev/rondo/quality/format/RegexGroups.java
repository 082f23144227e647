package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Atomic;
import dev.rondo.quality.format.RegexNode.BackReference;
import dev.rondo.quality.format.RegexNode.Capture;
import dev.rondo.quality.format.RegexNode.Look;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The groups of a regular expression: what opens them, their numbers and names.
final class RegexGroups {
  private final RegexSource source;
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<Integer> closed = new HashSet<>();
  private int count;

  RegexGroups(RegexSource source) {
    this.source = source;
  }

  private enum Form {
    CAPTURE,
    PLAIN,
    ATOMIC,
    AHEAD,
    NOT_AHEAD,
    BEHIND,
    NOT_BEHIND
  }

  /// What a group is for, its number if it captures, and the flags that hold inside.
  record Kind(Form form, int number, RegexFlags flags) {}

  /// Reads what stands between the parenthesis and the group's body.
  Kind open(RegexFlags flags) {
    int start = source.at();
    if (!source.take("?")) {
      return new Kind(Form.CAPTURE, ++count, flags);
    }
    if (source.take("P<")) {
      return new Kind(Form.CAPTURE, name(start), flags);
    }
    if (source.isAt("(")) {
      throw source.refused("conditional groups are not supported", start);
    }
    Form form = plainForm();
    return new Kind(form, 0, form == Form.PLAIN ? scoped(flags, start) : flags);
  }

  private Form plainForm() {
    if (source.take("=")) {
      return Form.AHEAD;
    } else if (source.take("!")) {
      return Form.NOT_AHEAD;
    } else if (source.take("<=")) {
      return Form.BEHIND;
    } else if (source.take("<!")) {
      return Form.NOT_BEHIND;
    }
    return source.take(">") ? Form.ATOMIC : Form.PLAIN;
  }

  private int name(int start) {
    String name = source.until('>');
    if (!isIdentifier(name)) {
      throw source.refused("'%s' is no name for a group".formatted(name), start);
    }
    if (names.putIfAbsent(name, ++count) != null) {
      throw source.refused("two groups are named '%s'".formatted(name), start);
    }
    return count;
  }

  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
        && name.codePoints().allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c));
  }

  /// `(?i-m:`, or no flags at all.
  private RegexFlags scoped(RegexFlags outer, int start) {
    int on = source.at();
    RegexFlags flags = letters(outer, true);
    String turnedOn = source.since(on);
    requireOneAlphabet(source, turnedOn, start);
    if (source.take("-")) {
      int off = source.at();
      flags = letters(flags, false);
      requireMayEnd(source.since(off), turnedOn, start);
    }
    if (source.isAt(")")) {
      throw source.refused("flags for the whole expression must stand at its start", start);
    }
    if (!source.take(":")) {
      throw source.refused("'(?' is followed by something unknown", start);
    }
    return flags;
  }

  private RegexFlags letters(RegexFlags flags, boolean on) {
    RegexFlags found = flags;
    while (RegexFlags.knows(source.peek())) {
      found = found.with((char) source.next(), on);
    }
    return found;
  }

  private void requireMayEnd(String off, String on, int start) {
    boolean isFine = !off.isEmpty() && off.chars().allMatch(c -> "imsx".indexOf(c) >= 0);
    if (!isFine || off.chars().anyMatch(c -> on.indexOf(c) >= 0)) {
      throw source.refused("these flags cannot be turned off here", start);
    }
  }

  static void requireOneAlphabet(RegexSource source, String letters, int start) {
    if (letters.indexOf('a') >= 0 && letters.indexOf('u') >= 0) {
      throw source.refused("the flags 'a' and 'u' exclude each other", start);
    }
  }

  RegexNode close(Kind kind, RegexNode body, int start) {
    closed.add(kind.number);
    return switch (kind.form) {
      case CAPTURE -> new Capture(body);
      case PLAIN -> body;
      case ATOMIC -> new Atomic(body);
      case AHEAD -> new Look(body, true, false);
      case NOT_AHEAD -> new Look(body, true, true);
      case BEHIND -> new Look(ofOneWidth(body, start), false, false);
      case NOT_BEHIND -> new Look(ofOneWidth(body, start), false, true);
    };
  }

  private RegexNode ofOneWidth(RegexNode body, int start) {
    RegexWidth width = RegexWidth.of(body);
    if (width.least() != width.most()) {
      throw source.refused("a look-behind must have one width", start);
    }
    return body;
  }

  /// `(?P=name)`, after its `=`.
  RegexNode named(RegexFlags flags) {
    int start = source.at();
    String name = source.until(')');
    Integer number = names.get(name);
    if (number == null) {
      throw source.refused("no group is named '%s'".formatted(name), start);
    }
    return reference(number, flags, start);
  }

  RegexNode reference(int number, RegexFlags flags, int start) {
    if (!closed.contains(number)) {
      throw source.refused("there is no complete group %d before it".formatted(number), start);
    }
    return new BackReference(number, flags.fold());
  }
}
