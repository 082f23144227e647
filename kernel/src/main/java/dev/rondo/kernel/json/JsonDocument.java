package dev.rondo.kernel.json;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// A JSON file with the place of every value, so that a mistake found later can be reported with
/// file, line and column.
public final class JsonDocument {
  private final String file;
  private final JsonNode root;
  private final Map<String, Place> places;

  private JsonDocument(String file, JsonNode root, Map<String, Place> places) {
    this.file = file;
    this.root = root;
    this.places = places;
  }

  /// Parses one document.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with the place where it is no longer JSON
  public static JsonDocument parse(String file, String text) {
    try {
      JsonNode root = Json.MAPPER.readTree(text);
      if (root == null || root.isMissingNode()) {
        throw Problem.invalidFile(List.of(new Mistake(file, 1, 1, "", "The file is empty.")));
      }
      return new JsonDocument(file, root, places(file, text));
    } catch (JacksonException e) {
      var at = e.getLocation();
      String message = "This is not JSON: " + e.getOriginalMessage();
      throw Problem.invalidFile(
          List.of(
              at == null
                  ? new Mistake(file, 0, 0, "", message)
                  : new Mistake(file, at.getLineNr(), at.getColumnNr(), "", message)));
    }
  }

  /// Goes over the tokens with the pointer of the value that comes next: a key's value is where the
  /// key stands.
  private static Map<String, Place> places(String file, String text) {
    Map<String, Place> places = new HashMap<>();
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level("", Kind.ROOT));
    try (JsonParser parser = Json.MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructEnd()) {
          levels.pop();
          continue;
        }
        Level level = levels.element();
        if (token == JsonToken.PROPERTY_NAME) {
          level.name = parser.currentName();
        }
        String pointer = level.next();
        var at = parser.currentTokenLocation();
        places.putIfAbsent(pointer, new Place(file, at.getLineNr(), at.getColumnNr(), pointer));
        if (token.isStructStart()) {
          levels.push(new Level(pointer, token == JsonToken.START_ARRAY ? Kind.LIST : Kind.OBJECT));
        }
      }
    }
    return places;
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
    Place near = places.getOrDefault(at, new Place(file, 0, 0, pointer));
    return new Place(file, near.line(), near.column(), pointer);
  }

  private enum Kind {
    ROOT,
    OBJECT,
    LIST
  }

  /// What the parser is in.
  private static final class Level {
    private final String pointer;
    private final Kind kind;
    private String name = "";
    private int index;

    Level(String pointer, Kind kind) {
      this.pointer = pointer;
      this.kind = kind;
    }

    /// The pointer of the value that comes next.
    String next() {
      return switch (kind) {
        case ROOT -> pointer;
        case OBJECT -> pointer + "/" + Yaml.escape(name);
        case LIST -> pointer + "/" + index++;
      };
    }
  }
}
