package dev.rondo.quality.format;

import dev.rondo.quality.format.RegexNode.Class;
import dev.rondo.quality.format.RegexNode.ClassItem;
import dev.rondo.quality.format.RegexNode.Range;
import java.util.ArrayList;
import java.util.List;

/// Reads a class of characters. Inside, only `]`, `\`, `-` and a first `^` mean something: there
/// are no classes in classes, no intersections.
final class RegexClassParser {
  private final RegexSource source;
  private final RegexEscapes escapes;
  private final RegexFlags flags;
  private final int start;

  /// Begins after the opening bracket.
  RegexClassParser(RegexSource source, RegexEscapes escapes, RegexFlags flags) {
    this.source = source;
    this.escapes = escapes;
    this.flags = flags;
    this.start = source.at() - 1;
  }

  RegexNode read() {
    boolean isNegated = source.take("^");
    List<ClassItem> items = new ArrayList<>();
    do {
      items.add(item());
    } while (!source.take("]"));
    return new Class(isNegated, items, flags.fold());
  }

  private ClassItem item() {
    ClassItem first = single();
    if (!source.isAt("-") || source.isAt("-]")) {
      return first;
    }
    source.next();
    ClassItem last = single();
    if (first instanceof Range from && last instanceof Range to && from.first() <= to.first()) {
      return new Range(from.first(), to.first());
    }
    throw source.refused("the range of characters has no order", start);
  }

  private ClassItem single() {
    if (source.isAtEnd()) {
      throw source.refused("a '[' is not closed", start);
    }
    int c = source.next();
    return c == '\\' ? escapes.inClass(flags) : new Range(c, c);
  }
}
