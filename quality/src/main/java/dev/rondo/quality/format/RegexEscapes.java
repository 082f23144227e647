package dev.rondo.quality.format;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.format.RegexNode.Anchor;
import dev.rondo.quality.format.RegexNode.Category;
import dev.rondo.quality.format.RegexNode.Class;
import dev.rondo.quality.format.RegexNode.ClassItem;
import dev.rondo.quality.format.RegexNode.Fold;
import dev.rondo.quality.format.RegexNode.Letter;
import dev.rondo.quality.format.RegexNode.Place;
import dev.rondo.quality.format.RegexNode.Range;
import java.util.List;

/// What a backslash means, outside and inside of a class. A letter without a meaning is refused.
final class RegexEscapes {
  private static final int LAST_OCTAL = 0377;

  private final RegexSource source;
  private final RegexGroups groups;

  RegexEscapes(RegexSource source, RegexGroups groups) {
    this.source = source;
    this.groups = groups;
  }

  /// Reads an escape whose backslash is taken.
  RegexNode outside(RegexFlags flags) {
    int start = source.at() - 1;
    int c = source.next();
    return switch (c) {
      case 'A' -> new Anchor(Place.TEXT_START);
      case 'Z' -> new Anchor(Place.TEXT_END);
      case 'b' -> new Anchor(flags.isAscii() ? Place.ASCII_WORD_EDGE : Place.WORD_EDGE);
      case 'B' -> new Anchor(flags.isAscii() ? Place.NO_ASCII_WORD_EDGE : Place.NO_WORD_EDGE);
      case 'd', 'D', 's', 'S', 'w', 'W' ->
          new Class(false, List.of(new Category((char) c, flags.isAscii())), Fold.NONE);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numbered(c, flags, start);
      default -> new Letter(codePoint(c, start), flags.fold());
    };
  }

  ClassItem inClass(RegexFlags flags) {
    int start = source.at() - 1;
    int c = source.next();
    return switch (c) {
      case 'd', 'D', 's', 'S', 'w', 'W' -> new Category((char) c, flags.isAscii());
      case 'b' -> one('\b');
      case '1', '2', '3', '4', '5', '6', '7' -> one(octal(c, start));
      case '8', '9' -> throw unknown(c, start);
      default -> one(codePoint(c, start));
    };
  }

  private static Range one(int codePoint) {
    return new Range(codePoint, codePoint);
  }

  /// Three octal digits are a character; anything else is a group's number of one or two digits.
  private RegexNode numbered(int first, RegexFlags flags, int start) {
    int after = source.at();
    String octal = first < '8' ? source.digits(8, 2) : "";
    source.backTo(after);
    if (octal.length() == 2) {
      return new Letter(octal(first, start), flags.fold());
    }
    return groups.reference(Integer.parseInt((char) first + source.digits(10, 1)), flags, start);
  }

  private int octal(int first, int start) {
    int value = Integer.parseInt((char) first + source.digits(8, 2), 8);
    if (value > LAST_OCTAL) {
      throw source.refused("the octal number is above 377", start);
    }
    return value;
  }

  private int codePoint(int c, int start) {
    return switch (c) {
      case '0' -> octal(c, start);
      case 'a' -> 0x07;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case 'x' -> hex(2, start);
      case 'u' -> hex(4, start);
      case 'U' -> hex(8, start);
      case 'N' -> named(start);
      default -> itself(c, start);
    };
  }

  private int itself(int c, int start) {
    if (c < 0x80 && Character.isLetterOrDigit(c)) {
      throw unknown(c, start);
    }
    return c;
  }

  private Problem unknown(int c, int start) {
    return source.refused("'\\%s' means nothing".formatted(Character.toString(c)), start);
  }

  private int hex(int length, int start) {
    String digits = source.digits(16, length);
    if (digits.length() != length) {
      throw source.refused("%d hexadecimal digits are needed".formatted(length), start);
    }
    long value = Long.parseLong(digits, 16);
    if (value > Character.MAX_CODE_POINT) {
      throw source.refused("there is no character %s".formatted(digits), start);
    }
    return (int) value;
  }

  private int named(int start) {
    if (!source.take("{")) {
      throw source.refused("a character's name in braces is needed", start);
    }
    String name = source.until('}');
    try {
      return Character.codePointOf(name);
    } catch (IllegalArgumentException e) {
      throw source.refused("no character is named '%s'".formatted(name), start);
    }
  }
}
