package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One object of a YAML file being read. Every wrong value becomes a mistake with its place in the
/// list that all sections of a file share, and reading goes on. Confined to one parse.
final class Section {
  private final Yaml yaml;
  private final String pointer;
  private final ObjectNode node;
  private final List<Mistake> mistakes;

  private Section(Yaml yaml, String pointer, JsonNode node, List<Mistake> mistakes) {
    this.yaml = yaml;
    this.pointer = pointer;
    this.mistakes = mistakes;
    if (node instanceof ObjectNode object) {
      this.node = object;
    } else {
      this.node = JsonNodeFactory.instance.objectNode();
      mistakes.add(yaml.place(pointer).mistake("An object with keys is needed here."));
    }
  }

  static Section root(Yaml yaml, List<Mistake> mistakes) {
    return new Section(yaml, "", yaml.root(), mistakes);
  }

  /// Reports every other key, with the one that was probably meant.
  Section only(List<String> known) {
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        mistake(key, "The key '%s' is not known here.".formatted(key) + Nearest.hint(key, known));
      }
    }
    return this;
  }

  boolean has(String key) {
    return node.has(key) && !node.get(key).isNull();
  }

  JsonNode value(String key) {
    return node.path(key);
  }

  Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!value(key).isString()) {
      mistake(key, "'%s' must be text; put it in quotes.".formatted(key));
      return Optional.empty();
    }
    return Optional.of(value(key).stringValue());
  }

  /// Empty text after a mistake.
  String required(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty() && !has(key)) {
      mistake("", "'%s' is missing.".formatted(key));
    } else if (text.isPresent() && text.get().isBlank()) {
      mistake(key, "'%s' is empty.".formatted(key));
    }
    return text.orElse("");
  }

  boolean flag(String key) {
    if (has(key) && !value(key).isBoolean()) {
      mistake(key, "'%s' must be true or false.".formatted(key));
    }
    return value(key).asBoolean(false);
  }

  OptionalDouble number(String key) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    if (!value(key).isNumber()) {
      mistake(key, "'%s' must be a number.".formatted(key));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value(key).doubleValue());
  }

  /// The value as one of the words; empty, after a mistake, when it is another.
  Optional<String> oneOf(String key, List<String> words) {
    return text(key)
        .filter(word -> {
          boolean known = words.contains(word);
          if (!known) {
            String all = Words.list(words, "or");
            mistake(key, "'%s' is not one of %s.".formatted(word, all) + Nearest.hint(word, words));
          }
          return known;
        });
  }

  Section section(String key) {
    return has(key)
        ? new Section(yaml, path(key), value(key), mistakes)
        : new Section(yaml, path(key), JsonNodeFactory.instance.objectNode(), mistakes);
  }

  List<Section> sections(String key) {
    return items(key)
        .map(i -> new Section(yaml, path(key) + "/" + i, value(key).get(i), mistakes))
        .toList();
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    items(key)
        .forEach(i -> {
          JsonNode item = value(key).get(i);
          if (item.isString()) {
            texts.add(item.stringValue());
          } else {
            mistake(key + "/" + i, "This must be text; put it in quotes.");
          }
        });
    return texts;
  }

  private Stream<Integer> items(String key) {
    if (has(key) && !value(key).isArray()) {
      mistake(key, "'%s' must be a list.".formatted(key));
      return Stream.of();
    }
    return Stream.iterate(0, i -> i < value(key).size(), i -> i + 1);
  }

  /// @param key of a value inside this section, or empty for the section itself
  void mistake(String key, String message) {
    mistakes.add(yaml.place(path(key)).mistake(message));
  }

  Place place(String key) {
    return yaml.place(path(key));
  }

  private String path(String key) {
    if (key.isEmpty()) {
      return pointer;
    }
    return node.has(key) ? pointer + "/" + Yaml.escape(key) : pointer + "/" + key;
  }
}
