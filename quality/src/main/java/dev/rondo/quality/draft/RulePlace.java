package dev.rondo.quality.draft;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Rule;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a rule stands in the tree of its contract.
///
/// @param owner the path of the column, or of the table, that has the rule
/// @param item the path of the rule in its list; empty when the column's own keys make it
record RulePlace(String owner, String item, String key, JsonNode ownerNode, JsonNode itemNode) {
  private static final Pattern ITEM = Pattern.compile("(.*)(/quality/[0-9]+)(/.*)?");
  private static final Pattern COLUMN = Pattern.compile("(.*/properties/[0-9]+)(/.*)?");

  static RulePlace of(Rule rule, Review review) {
    String path = rule.place().path();
    Matcher item = ITEM.matcher(path);
    if (item.matches()) {
      String at = item.group(1) + item.group(2);
      return new RulePlace(item.group(1), at, "", review.at(item.group(1)), review.at(at));
    }
    Matcher column = COLUMN.matcher(path);
    String owner = column.matches() ? column.group(1) : "";
    String key = path.substring(path.lastIndexOf('/') + 1);
    return new RulePlace(owner, "", key, review.at(owner), Json.object());
  }

  /// Whether the column's own keys make the rule.
  boolean isImplied() {
    return item.isEmpty();
  }

  boolean isKey() {
    return isImplied() && ownerNode.path("primaryKey").asBoolean(false);
  }

  String column() {
    return owner;
  }

  String columnName() {
    return ownerNode.path("name").asString("");
  }

  /// Whether the rule is written in words that can be changed here: those of the standard, or of
  /// this engine, and not a type of a database.
  boolean isOurs() {
    return isImplied()
        ? !owner.isEmpty() && !key.equals("physicalType")
        : itemNode.path("engine").asString("rondo").equals("rondo");
  }

  /// The values of a set.
  static ArrayNode values(ObjectNode item) {
    return item.path("implementation").has("values")
        ? (ArrayNode) item.path("implementation").path("values")
        : (ArrayNode) item.path("arguments").path("validValues");
  }

  /// What holds the ends of a range or a length.
  static ObjectNode ends(ObjectNode item) {
    return item.path("implementation") instanceof ObjectNode how
        ? how
        : item.withObject("logicalTypeOptions");
  }

  /// Changes the rule, and says why. Words that people gave it would no longer be true.
  ///
  /// @param change of the rule, or of the column whose keys make it
  Edit edit(String reason, Consumer<ObjectNode> change) {
    if (isImplied()) {
      String kind = key.equals("logicalTypeOptions") ? "range" : key;
      return Edit.on(
          owner,
          column -> {
            change.accept(column);
            Reasons.put(column, kind.endsWith("Length") ? "length" : kind, reason);
          });
    }
    return Edit.on(
        item,
        rule -> {
          change.accept(rule);
          rule.remove("description");
          Reasons.put(rule, reason);
        });
  }

  /// Takes the rule out.
  List<Edit> removal(Rule rule) {
    if (!isImplied()) {
      return List.of(Edit.remove(owner, "quality", item));
    }
    return List.of(
        Edit.on(
            owner,
            column -> {
              column.remove(key);
              if (column.path("logicalTypeOptions") instanceof ObjectNode options) {
                options.remove(key);
              }
              Reasons.remove(column, rule.id().replaceFirst(":.*", ""));
            }));
  }
}
