package dev.rondo.workflow;

import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What `${…}` in a task's parameters points to. A text that is nothing but one reference becomes
/// the value itself, of whatever type; inside longer text the value is put in as text. `$${` stands
/// for `${`.
sealed interface Reference {
  /// `${parameters.<name>}`
  record ToParameter(String name) implements Reference {}

  /// `${tasks.<task>.<output>}`, and deeper with more dots.
  record ToOutput(String task, List<String> path) implements Reference {}

  Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}|$)");
  Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  /// Parses what stands between the braces; empty when it is not a reference.
  static Optional<Reference> parse(String text) {
    List<String> parts = List.of(text.strip().split("\\.", -1));
    if (!parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
      return Optional.empty();
    }
    if (parts.size() == 2 && parts.getFirst().equals("parameters")) {
      return Optional.of(new ToParameter(parts.getLast()));
    }
    if (parts.size() >= 3 && parts.getFirst().equals("tasks")) {
      return Optional.of(new ToOutput(parts.get(1), parts.subList(2, parts.size())));
    }
    return Optional.empty();
  }

  /// Hands over the pointer and the inner text of every `${…}` in a value.
  static void each(JsonNode value, String pointer, BiConsumer<String, String> visitor) {
    switch (value) {
      case ObjectNode object ->
          object.forEachEntry((key, item) -> each(item, pointer + "/" + Yaml.escape(key), visitor));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          each(array.get(i), pointer + "/" + i, visitor);
        }
      }
      case JsonNode node when node.isString() -> {
        Matcher matcher = FORM.matcher(node.asString());
        while (matcher.find()) {
          if (matcher.group(1) != null) {
            visitor.accept(pointer, matcher.group(2).isEmpty() ? "" : matcher.group(1));
          }
        }
      }
      default -> {}
    }
  }

  /// A copy with every reference replaced.
  static JsonNode resolve(JsonNode value, Function<Reference, JsonNode> values) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode copy = Json.object();
        object.forEachEntry((key, item) -> copy.set(key, resolve(item, values)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = Json.array();
        array.forEach(item -> copy.add(resolve(item, values)));
        yield copy;
      }
      case JsonNode node when node.isString() -> resolveText(node, values);
      default -> value;
    };
  }

  private static JsonNode resolveText(JsonNode node, Function<Reference, JsonNode> values) {
    String text = node.asString();
    if (text.indexOf("${") < 0) {
      return node;
    }
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches() && matcher.group(1) != null) {
      return values.apply(parse(matcher.group(1)).orElseThrow()).deepCopy();
    }
    String replaced =
        matcher
            .reset()
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? "${"
                        : text(values.apply(parse(found.group(1)).orElseThrow()))));
    return JsonNodeFactory.instance.stringNode(replaced);
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.asString() : Json.write(value);
  }
}
