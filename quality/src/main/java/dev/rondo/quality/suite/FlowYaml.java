package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Values as YAML on one line, with quotes only where they are needed.
final class FlowYaml {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_./-]*");
  private static final Pattern PLAIN_PROSE =
      Pattern.compile("[\\p{L}_$]([\\p{L}\\p{N}_./ ()-]*[\\p{L}\\p{N}_.)])?");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private FlowYaml() {}

  static String of(JsonNode node) {
    if (node.isObject()) {
      return node.propertyStream()
          .map(entry -> text(entry.getKey()) + ": " + of(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      return node.valueStream().map(FlowYaml::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return node.isString() ? text(node.stringValue()) : node.toString();
  }

  /// A key or a word.
  static String text(String text) {
    return PLAIN.matcher(text).matches() || PLAIN_PROSE.matcher(text).matches()
        ? WORDS.contains(text.toLowerCase(Locale.ROOT)) ? "'" + text + "'" : text
        : quoted(text);
  }

  private static String quoted(String text) {
    boolean isPlain = text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c >= 0xa0 && c < 0xd800);
    return isPlain ? "'" + text.replace("'", "''") + "'" : Json.write(text);
  }
}
