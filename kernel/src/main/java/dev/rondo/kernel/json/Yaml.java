package dev.rondo.kernel.json;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A YAML 1.2 file as JSON, with the place of every value, so that a mistake found later can be
/// reported with file, line and column. Tags, aliases and keys that are not text are refused.
public final class Yaml {
  private static final int MAX_DEPTH = 50;

  /// In characters: a contract of ten thousand columns with the reason of each rule has half of
  /// them.
  private static final int LONGEST = 1 << 23;

  private final String file;
  private final JsonNode root;
  private final Map<String, Mark> places;

  private Yaml(String file, JsonNode root, Map<String, Mark> places) {
    this.file = file;
    this.root = root;
    this.places = places;
  }

  /// Parses one document.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem with every syntax mistake's place
  public static Yaml parse(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(LONGEST)
            .build();
    Reader reader = new Reader(file);
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        throw broken(new Mistake(file, 1, 1, "", "The file is empty."));
      }
      JsonNode root = reader.read("", node.get(), 0);
      if (!reader.mistakes.isEmpty()) {
        throw Problem.invalidFile(reader.mistakes);
      }
      return new Yaml(file, root, reader.places);
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().orElse(null);
      throw broken(place(file, "", mark).mistake("This is not YAML: " + e.getProblem() + "."));
    } catch (YamlEngineException e) {
      throw broken(place(file, "", null).mistake("This is not YAML: " + e.getMessage()));
    }
  }

  private static Problem broken(Mistake mistake) {
    return Problem.invalidFile(List.of(mistake));
  }

  public String file() {
    return file;
  }

  public JsonNode root() {
    return root;
  }

  /// The place of a JSON pointer, with the line and column of the nearest value that exists.
  public Place place(String pointer) {
    String at = pointer;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return place(file, pointer, places.get(at));
  }

  private static Place place(String file, String pointer, @Nullable Mark mark) {
    return mark == null
        ? new Place(file, 0, 0, pointer)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1, pointer);
  }

  /// One token of a JSON pointer, escaped (RFC 6901).
  public static String escape(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  private static final class Reader {
    private final String file;
    private final Map<String, Mark> places = new HashMap<>();
    private final List<Mistake> mistakes = new ArrayList<>();

    Reader(String file) {
      this.file = file;
    }

    JsonNode read(String pointer, Node node, int depth) {
      Mark mark = node.getStartMark().orElse(null);
      if (mark != null) {
        places.putIfAbsent(pointer, mark);
      }
      if (depth > MAX_DEPTH) {
        return refuse(pointer, mark, "The file is nested more than " + MAX_DEPTH + " deep.");
      }
      return switch (node) {
        case MappingNode mapping -> object(pointer, mapping, depth);
        case SequenceNode sequence -> array(pointer, sequence, depth);
        case ScalarNode scalar -> scalar(pointer, scalar, mark);
        default -> refuse(pointer, mark, "Anchors and aliases are not supported.");
      };
    }

    private ObjectNode object(String pointer, MappingNode mapping, int depth) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          refuse(pointer, tuple.getKeyNode().getStartMark().orElse(null), "A key must be text.");
          continue;
        }
        String path = pointer + "/" + escape(key.getValue());
        if (object.has(key.getValue())) {
          Mark twice = key.getStartMark().orElse(null);
          refuse(path, twice, "The key '" + key.getValue() + "' stands here twice.");
        }
        key.getStartMark().ifPresent(mark -> places.put(path, mark));
        object.set(key.getValue(), read(path, tuple.getValueNode(), depth + 1));
      }
      return object;
    }

    private ArrayNode array(String pointer, SequenceNode sequence, int depth) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      int i = 0;
      for (Node item : sequence.getValue()) {
        array.add(read(pointer + "/" + i++, item, depth + 1));
      }
      return array;
    }

    private JsonNode scalar(String pointer, ScalarNode scalar, @Nullable Mark mark) {
      JsonNodeFactory make = JsonNodeFactory.instance;
      String value = scalar.getValue();
      Tag tag = scalar.getTag();
      try {
        if (tag.equals(Tag.NULL)) {
          return make.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
          return make.booleanNode(Boolean.parseBoolean(value));
        }
        if (tag.equals(Tag.INT)) {
          return make.numberNode(Long.decode(value.replace("0o", "0")));
        }
        if (tag.equals(Tag.FLOAT)) {
          return make.numberNode(Double.parseDouble(value));
        }
      } catch (NumberFormatException e) {
        return refuse(
            pointer, mark, "'" + value + "' is not a number that fits; quote it if it is text.");
      }
      if (tag.equals(Tag.STR)) {
        return make.stringNode(value);
      }
      return refuse(pointer, mark, "Tags such as '" + tag + "' are not supported.");
    }

    private JsonNode refuse(String pointer, @Nullable Mark mark, String message) {
      mistakes.add(place(file, pointer, mark).mistake(message));
      return JsonNodeFactory.instance.nullNode();
    }
  }
}
