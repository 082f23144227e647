package dev.rondo.quality.suite;

import dev.rondo.quality.expectation.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A sentence with places for arguments: `{name}`, `{bounds}`, and parts that stand there only for
/// some arguments, such as `[name: …]`, `[!name: …]` and `[name=x: …]`. Immutable.
final class SentenceTemplate {
  private static final Pattern PART =
      Pattern.compile(
          "\\{(?<name>\\w+)}"
              + "|\\[(?<not>!?)(?<given>\\w+)(=(?<word>\\w+))?: (?<inner>[^\\]]*)]"
              + "|(?<text>[^{\\[]+)");

  private final List<Part> parts;

  private SentenceTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// Makes its share of a sentence.
  private interface Part {
    String of(Arguments arguments);
  }

  /// @throws IllegalArgumentException when a bracket stands alone
  static SentenceTemplate parse(String text, Phrases phrases) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      parts.add(part(matcher, phrases));
      end = matcher.end();
    }
    if (end < text.length()) {
      throw new IllegalArgumentException("A bracket stands alone: " + text);
    }
    return new SentenceTemplate(parts);
  }

  private static Part part(Matcher matcher, Phrases phrases) {
    if (matcher.group("name") instanceof String name) {
      return name.equals("bounds")
          ? phrases::bounds
          : arguments -> phrases.value(arguments.value(name));
    }
    if (matcher.group("text") instanceof String text) {
      return _ -> text;
    }
    String given = matcher.group("given");
    boolean isNot = !matcher.group("not").isEmpty();
    SentenceTemplate inner = parse(matcher.group("inner"), phrases);
    if (matcher.group("word") instanceof String word) {
      return arguments ->
          arguments.value(given).asString("").equals(word) ? inner.of(arguments) : "";
    }
    return arguments -> isThere(arguments.value(given)) == isNot ? "" : inner.of(arguments);
  }

  private static boolean isThere(JsonNode value) {
    return !value.isNull() && !(value.isBoolean() && !value.booleanValue());
  }

  String of(Arguments arguments) {
    StringBuilder sentence = new StringBuilder();
    parts.forEach(part -> sentence.append(part.of(arguments)));
    return sentence.toString();
  }
}
