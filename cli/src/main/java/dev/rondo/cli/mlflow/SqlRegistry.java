package dev.rondo.cli.mlflow;

import dev.rondo.kernel.json.Json;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The registered models of a store in a database.
record SqlRegistry(SqlConnection database) {
  private static final String DELETED = "Deleted_Internal";

  void models(Consumer<ObjectNode> each) {
    database.each("registered_models", "ORDER BY name", row -> each.accept(model(row)));
  }

  private ObjectNode model(SqlRow row) {
    String name = row.full("name");
    ObjectNode model = Json.object().put("name", name).put("description", row.full("description"));
    times(model, row);
    pairs(model.putArray("tags"), "registered_model_tags", "WHERE name = ?", name);
    ArrayNode aliases = model.putArray("aliases");
    database.few(
        "registered_model_aliases",
        "WHERE name = ?",
        one ->
            aliases
                .addObject()
                .put("alias", one.full("alias"))
                .put("version", one.number("version", 0)),
        name);
    ArrayNode versions = model.putArray("versions");
    database.each(
        "model_versions",
        "WHERE name = ? ORDER BY version",
        one -> versions.add(version(name, one)),
        name);
    return model;
  }

  private static void times(ObjectNode json, SqlRow row) {
    json.put("creation_timestamp", row.number("creation_time", 0));
    json.put("last_updated_timestamp", row.number("last_updated_time", 0));
  }

  private ObjectNode version(String name, SqlRow row) {
    long number = row.number("version", 0);
    ObjectNode version = Json.object().put("version", number);
    times(version, row);
    if (row.full("current_stage").equals(DELETED)) {
      return version.put("deleted", true);
    }
    version.put("current_stage", row.text("current_stage").orElse("None"));
    version.put("description", row.full("description")).put("user_id", row.full("user_id"));
    version.put("source", row.full("source")).put("run_id", row.full("run_id"));
    version.put("run_link", row.full("run_link"));
    row.text("storage_location").ifPresent(text -> version.put("storage_location", text));
    ArrayNode tags = version.putArray("tags");
    pairs(tags, "model_version_tags", "WHERE name = ? AND version = ?", name, number);
    return version;
  }

  private void pairs(ArrayNode to, String table, String where, Object... arguments) {
    database.few(
        table,
        where,
        row -> to.addObject().put("key", row.full("key")).put("value", row.full("value")),
        arguments);
  }
}
