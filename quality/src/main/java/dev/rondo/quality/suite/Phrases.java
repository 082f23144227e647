package dev.rondo.quality.suite;

import dev.rondo.quality.expectation.Arguments;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Values, ranges and asides in the words of a language. Immutable.
///
/// @param words formats by what they say
record Phrases(Map<String, String> words) {
  private static final int MOST_VALUES = 10;
  private static final int LONGEST = 120;

  Phrases {
    words = Map.copyOf(words);
  }

  String of(String key, Object... arguments) {
    String format = words.get(key);
    if (format == null) {
      throw new IllegalArgumentException("There is no phrase '" + key + "'.");
    }
    return String.format(Locale.ROOT, format, arguments);
  }

  /// A value as it reads best: texts in quotes, lists with commas, objects as JSON; all cut when
  /// long.
  String value(JsonNode value) {
    if (value.isNull()) {
      return of("nothing");
    }
    if (References.isReference(value)) {
      return References.shortForm(value);
    }
    if (value.isString()) {
      return of("text", cut(value.stringValue()));
    }
    if (value.isArray()) {
      return list(value);
    }
    if (value.has("quantiles") && value.has("value_ranges")) {
      return quantiles(value);
    }
    return value.isNumber() ? number(value) : cut(value.toString());
  }

  private static String number(JsonNode value) {
    return value.isIntegralNumber()
        ? value.toString()
        : plain(BigDecimal.valueOf(value.doubleValue()));
  }

  /// Without needless zeros; very large and very small numbers keep their power of ten.
  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return Math.abs(stripped.precision() - stripped.scale()) > 15
        ? stripped.toString()
        : stripped.toPlainString();
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private String list(JsonNode list) {
    List<String> shown =
        list.valueStream()
            .limit(MOST_VALUES)
            .map(item -> item.isArray() ? of("pair", list(item)) : value(item))
            .toList();
    if (shown.isEmpty()) {
      return of("nothing");
    }
    int more = list.size() - shown.size();
    if (more > 0) {
      return String.join(of("comma"), shown) + of("more", more);
    }
    String all = String.join(of("comma"), shown.subList(0, shown.size() - 1));
    return all.isEmpty() ? shown.getLast() : all + of("and") + shown.getLast();
  }

  /// What figures must be, by `min_value`, `max_value`, `strict_min` and `strict_max`.
  String bounds(Arguments arguments) {
    return bounds(
        arguments.value("min_value"),
        isStrict(arguments, "strict_min"),
        arguments.value("max_value"),
        isStrict(arguments, "strict_max"));
  }

  private static boolean isStrict(Arguments arguments, String flag) {
    return arguments.type().takes(flag) && arguments.value(flag).asBoolean(false);
  }

  private String bounds(JsonNode low, boolean isLowOutside, JsonNode high, boolean isHighOutside) {
    if (!low.isNull() && !high.isNull() && !isLowOutside && !isHighOutside) {
      return of("between", value(low), value(high));
    }
    List<String> ends = new ArrayList<>();
    if (!low.isNull()) {
      ends.add(of(isLowOutside ? "more-than" : "at-least", value(low)));
    }
    if (!high.isNull()) {
      ends.add(of(isHighOutside ? "less-than" : "at-most", value(high)));
    }
    return switch (ends.size()) {
      case 0 -> of("any");
      case 1 -> ends.getFirst();
      default -> of("both", ends.toArray());
    };
  }

  private String quantiles(JsonNode ranges) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < ranges.path("quantiles").size(); i++) {
      JsonNode range = ranges.path("value_ranges").path(i);
      String bounds = bounds(range.path(0), false, range.path(1), false);
      parts.add(of("quantile", value(ranges.path("quantiles").path(i)), bounds));
    }
    return String.join(of("semicolon"), parts);
  }

  /// The share that must be good; empty when it is all.
  Optional<String> mostly(JsonNode share) {
    if (References.isReference(share)) {
      return Optional.of(of("mostly", "100 × " + value(share)));
    }
    return share.doubleValue() == 1
        ? Optional.empty()
        : Optional.of(
            of("mostly", plain(new BigDecimal(share.doubleValue() * 100, new MathContext(12)))));
  }

  /// The sentence with words in parentheses before its end.
  String withAsides(String sentence, List<String> asides) {
    String end = of("end");
    String open =
        sentence.endsWith(end) ? sentence.substring(0, sentence.length() - end.length()) : sentence;
    return open + of("aside", String.join(of("semicolon"), asides)) + end;
  }
}
