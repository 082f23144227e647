package dev.rondo.quality.exchange;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.PhysicalType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts a drafted contract together, and at the end takes out what a contract cannot hold, with the
/// reason. Confined to one import.
final class Drafting {
  /// Things that a draft can do without, by their paths.
  private static final Pattern PART =
      Pattern.compile(
          "(.*)/(?:(quality|relationships|slaProperties|servers|support|roles|properties"
              + "|customProperties|authoritativeDefinitions)/[0-9]+"
              + "|logicalTypeOptions/[^/]+|logicalTypeOptions|physicalType|tags|examples)");

  private final ObjectNode root = Json.object();
  private final List<Mistake> leftOut = new ArrayList<>();
  private final Function<String, Place> places;
  private final String file;
  private final JsonNode source;

  private Drafting(String file, JsonNode source, Function<String, Place> places) {
    this.file = file;
    this.source = source;
    this.places = places;
  }

  /// Reads JSON or YAML to draft from.
  ///
  /// @throws Problem `invalid-file` or `invalid-request` when it is neither, or no object
  static Drafting from(String file, String text) {
    if (text.stripLeading().startsWith("{")) {
      return new Drafting(file, Json.parseObject(text), Place::at);
    }
    Yaml yaml = Yaml.parse(file, text);
    if (!yaml.root().isObject()) {
      throw Problem.invalidFile(
          List.of(yaml.place("").mistake("An object with keys is needed here.")));
    }
    return new Drafting(file, yaml.root(), yaml::place);
  }

  /// What is drafted from.
  JsonNode source() {
    return source;
  }

  /// Begins the contract.
  void head(String id, String name, String version) {
    root.put("apiVersion", "v3.1.0").put("kind", "DataContract");
    String slug = id.replaceAll("[^\\p{L}\\p{N}_.:/-]+", "-").replaceAll("^-|-$", "");
    root.put("id", slug.isEmpty() ? "drafted" : slug);
    if (!name.isBlank()) {
      root.put("name", name);
    }
    root.put("version", version.isBlank() ? "0.1.0" : version).put("status", "draft");
  }

  ObjectNode root() {
    return root;
  }

  /// The object of a name, which is made when it is not there.
  ObjectNode object(String name) {
    return named(root.withArray("schema"), name);
  }

  /// The column of a name, which is made when it is not there.
  static ObjectNode column(ObjectNode object, String name) {
    return named(object.withArray("properties"), name);
  }

  private static ObjectNode named(ArrayNode list, String name) {
    for (JsonNode item : list) {
      if (item instanceof ObjectNode object && object.path("name").asString("").equals(name)) {
        return object;
      }
    }
    return list.addObject().put("name", name);
  }

  static void describe(ObjectNode owner, JsonNode description) {
    if (!description.asString("").isBlank()) {
      owner.put("description", description.asString("").strip());
    }
  }

  static void rule(ObjectNode owner, ObjectNode rule) {
    owner.withArray("quality").add(rule);
  }

  static ObjectNode own(JsonNode implementation) {
    ObjectNode rule = Json.object().put("type", "custom").put("engine", "rondo");
    rule.set("implementation", implementation);
    return rule;
  }

  static void custom(ObjectNode owner, String property, JsonNode value) {
    owner.withArray("customProperties").addObject().put("property", property).set("value", value);
  }

  /// A database's type, and the logical one when it is known.
  static void physical(ObjectNode column, String type) {
    if (!type.isBlank()) {
      column.put("physicalType", type);
      PhysicalType.logicalType(type).ifPresent(logical -> column.put("logicalType", logical));
    }
  }

  /// Notes what the draft does not hold.
  ///
  /// @param path where it stands in what is drafted from
  void leave(String path, String message) {
    leftOut.add(places.apply(path).mistake(message));
  }

  Draft draft() {
    root.path("schema").forEach(this::complete);
    while (true) {
      try {
        return new Draft(ContractDocument.of(file, root), leftOut);
      } catch (Problem e) {
        if (!takeOut(e.mistakes())) {
          throw e;
        }
      }
    }
  }

  /// Every column needs a type, every rule an id of its own.
  private void complete(JsonNode object) {
    Set<String> ids = new HashSet<>();
    object.path("quality").forEach(rule -> distinct(rule, ids));
    for (JsonNode column : object.path("properties")) {
      column.path("quality").forEach(rule -> distinct(rule, ids));
      if (column instanceof ObjectNode node && !node.has("logicalType")) {
        node.put("logicalType", "string");
        leave(
            "",
            "The type of the column '%s' of '%s' is not told; text is assumed."
                .formatted(node.path("name").asString(""), object.path("name").asString("")));
      }
    }
  }

  private static void distinct(JsonNode rule, Set<String> ids) {
    String id = rule.path("id").asString("");
    if (id.isEmpty() || !(rule instanceof ObjectNode node)) {
      return;
    }
    String other = id;
    for (int i = 2; !ids.add(other); i++) {
      other = id + "-" + i;
    }
    node.put("id", other);
  }

  /// Whether anything could be taken out.
  private boolean takeOut(List<Mistake> mistakes) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (Mistake mistake : mistakes) {
      part(mistake.path()).ifPresent(part -> parts.putIfAbsent(part, mistake.message()));
    }
    Map<String, JsonNode> found = new LinkedHashMap<>();
    parts.keySet().forEach(part -> found.put(part, root.at(part)));
    found.forEach((part, node) -> {
      int slash = part.lastIndexOf('/');
      JsonNode parent = root.at(part.substring(0, slash));
      leave(
          "", "%s was not taken into the draft: %s".formatted(words(part, node), parts.get(part)));
      remove(parent, part.substring(slash + 1), node);
      tidy(part.substring(0, slash));
    });
    return !found.isEmpty();
  }

  private static void remove(JsonNode parent, String key, JsonNode node) {
    if (parent instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) == node) {
          list.remove(i);
          return;
        }
      }
    } else if (parent instanceof ObjectNode object) {
      object.remove(key);
    }
  }

  /// Objects and lists that were emptied go too.
  private void tidy(String path) {
    int slash = path.lastIndexOf('/');
    if (slash > 0
        && root.at(path).isEmpty()
        && root.at(path.substring(0, slash)) instanceof ObjectNode owner) {
      owner.remove(path.substring(slash + 1));
    }
  }

  private static Optional<String> part(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Matcher matcher = PART.matcher(at);
      if (matcher.matches()) {
        return Optional.of(at);
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return Optional.empty();
  }

  private static String words(String part, JsonNode node) {
    String text = node.toString();
    String brief = text.length() > 120 ? text.substring(0, 120) + "…" : text;
    return part.replaceAll(".*/([a-zA-Z]+(/[0-9]+)?)$", "$1")
            .replace("/", " ")
            .toLowerCase(Locale.ROOT)
        + " "
        + brief;
  }
}
