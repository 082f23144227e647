package dev.rondo.quality.exchange;

import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Drafts a contract from what dbt says of models: their descriptions, types and tests, from a
/// `schema.yml` or a `manifest.json`. An object for each model, seed, snapshot and table of a
/// source.
public final class DbtImport {
  private static final List<String> KINDS = List.of("models", "seeds", "snapshots");

  private final Drafting draft;

  private DbtImport(Drafting draft) {
    this.draft = draft;
  }

  /// @param file its name, for the draft's id and for places
  /// @throws dev.rondo.kernel.Problem when the text is neither YAML nor JSON
  public static Draft of(String file, String text) {
    Drafting draft = Drafting.from(file, text);
    JsonNode source = draft.source();
    String project = source.path("metadata").path("project_name").asString("");
    String name = file.replaceFirst("^.*/", "").replaceFirst("\\.[a-z]+$", "");
    draft.head(project.isEmpty() ? name : project, "", "");
    DbtImport dbt = new DbtImport(draft);
    if (source.path("nodes").isObject()) {
      dbt.manifest();
    } else {
      dbt.properties();
    }
    return draft.draft();
  }

  private void properties() {
    JsonNode source = draft.source();
    for (String kind : KINDS) {
      int i = 0;
      for (JsonNode model : source.path(kind)) {
        model(model, "/" + kind + "/" + i++);
      }
    }
    int i = 0;
    for (JsonNode from : source.path("sources")) {
      int t = 0;
      for (JsonNode table : from.path("tables")) {
        model(table, "/sources/" + i + "/tables/" + t++);
      }
      i++;
    }
    for (String key : source.propertyNames()) {
      if (!KINDS.contains(key) && !key.equals("sources") && !key.equals("version")) {
        draft.leave("/" + Yaml.escape(key), "'%s' is not carried over.".formatted(key));
      }
    }
  }

  private void model(JsonNode model, String path) {
    ObjectNode object = draft.object(model.path("name").asString(""));
    Drafting.describe(object, model.path("description"));
    int c = 0;
    for (JsonNode column : model.path("columns")) {
      String at = path + "/columns/" + c++;
      String name = column.path("name").asString("");
      ObjectNode property = column(object, name, column);
      tests(object, property, column, at);
      constraints(object, property, column.path("constraints"), at);
    }
    tests(object, object, model, path);
    constraints(object, object, model.path("constraints"), path);
  }

  private static ObjectNode column(ObjectNode object, String name, JsonNode column) {
    ObjectNode property = Drafting.column(object, name);
    Drafting.describe(property, column.path("description"));
    Drafting.physical(property, column.path("data_type").asString(""));
    if (column.path("tags").isArray() && !column.path("tags").isEmpty()) {
      property.set("tags", column.get("tags"));
    }
    return property;
  }

  private void tests(ObjectNode object, ObjectNode owner, JsonNode given, String path) {
    for (String key : List.of("tests", "data_tests")) {
      int i = 0;
      for (JsonNode test : given.path(key)) {
        String at = path + "/" + key + "/" + i++;
        String column = owner == object ? "" : owner.path("name").asString("");
        new DbtTest(draft, at, object, column).add(test);
      }
    }
  }

  private void constraints(ObjectNode object, ObjectNode owner, JsonNode constraints, String path) {
    int i = 0;
    for (JsonNode constraint : constraints) {
      String at = path + "/constraints/" + i++;
      String type = constraint.path("type").asString("");
      boolean isColumn = owner != object;
      if (type.equals("not_null") && isColumn) {
        owner.put("required", true);
      } else if (type.equals("unique") && isColumn) {
        owner.put("unique", true);
      } else if (type.equals("primary_key") && isColumn) {
        owner.put("primaryKey", true);
      } else if (type.equals("check") && constraint.path("expression").isString()) {
        String sql = constraint.path("expression").stringValue();
        ObjectNode rule = Drafting.own(Json.object().put("row", sql));
        Drafting.rule(object, rule.put("id", constraint.path("name").asString("check")));
      } else {
        draft.leave(at, "The constraint '%s' is not carried over.".formatted(type));
      }
    }
  }

  private void manifest() {
    JsonNode source = draft.source();
    for (Map.Entry<String, JsonNode> node : source.path("nodes").properties()) {
      String kind = node.getValue().path("resource_type").asString("");
      if (KINDS.contains(kind + "s") && !node.getValue().path("columns").isEmpty()) {
        table(node.getValue(), "/nodes/" + Yaml.escape(node.getKey()));
      }
    }
    source
        .path("sources")
        .forEachEntry((key, table) -> {
          if (!table.path("columns").isEmpty()) {
            table(table, "/sources/" + Yaml.escape(key));
          }
        });
    source
        .path("nodes")
        .forEachEntry((key, node) -> {
          if (node.path("resource_type").asString("").equals("test")) {
            test(node, "/nodes/" + Yaml.escape(key));
          }
        });
  }

  private void table(JsonNode table, String path) {
    ObjectNode object = draft.object(table.path("name").asString(""));
    Drafting.describe(object, table.path("description"));
    String physical = table.path("alias").asString(table.path("identifier").asString(""));
    if (!physical.isEmpty() && !physical.equals(table.path("name").asString(""))) {
      object.put("physicalName", physical);
    }
    table
        .path("columns")
        .forEachEntry((key, column) -> {
          ObjectNode property = column(object, column.path("name").asString(key), column);
          String at = path + "/columns/" + Yaml.escape(key);
          constraints(object, property, column.path("constraints"), at);
        });
    constraints(object, object, table.path("constraints"), path);
  }

  private void test(JsonNode node, String path) {
    JsonNode metadata = node.path("test_metadata");
    String model = attached(node);
    if (!metadata.isObject() || model.isEmpty()) {
      draft.leave(
          path, "The test '%s' is SQL of its own.".formatted(node.path("name").asString("")));
      return;
    }
    String namespace = metadata.path("namespace").asString("");
    String name = metadata.path("name").asString("");
    ObjectNode arguments =
        metadata.path("kwargs") instanceof ObjectNode given ? given.deepCopy() : Json.object();
    String column = arguments.path("column_name").asString(node.path("column_name").asString(""));
    arguments.remove(List.of("column_name", "model"));
    arguments.set("config", node.path("config"));
    ObjectNode test = Json.object();
    test.set(namespace.isEmpty() ? name : namespace + "." + name, arguments);
    new DbtTest(draft, path, draft.object(model), unquoted(column)).add(test);
  }

  private static String unquoted(String name) {
    return name.replaceAll("^[\"`]|[\"`]$", "");
  }

  /// The name of the model that a test is of: the last part of `model.shop.orders`.
  private static String attached(JsonNode node) {
    String attached = node.path("attached_node").asString("");
    JsonNode nodes = node.path("depends_on").path("nodes");
    String id = attached.isEmpty() && !nodes.isEmpty() ? nodes.get(0).asString("") : attached;
    return id.substring(id.lastIndexOf('.') + 1);
  }
}
