package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The registered models of a store in a folder.
record FolderRegistry(Path root, ImportReport report) {
  private static final String VERSION = "version-";
  private static final String DELETED = "Deleted_Internal";

  void models(Consumer<ObjectNode> each) {
    for (Path folder : Folders.folders(root)) {
      try {
        each.accept(model(folder));
      } catch (Problem e) {
        report.source("registered models", 1);
        report.missing("registered model", folder.toString(), e.text());
      }
    }
  }

  private ObjectNode model(Path folder) {
    ObjectNode meta = Folders.meta(folder);
    ObjectNode model = Json.object().put("name", meta.path("name").asString(""));
    model.put("description", meta.path("description").asString(""));
    times(meta, model);
    Folders.pairs(folder.resolve("tags"), model.putArray("tags"));
    ArrayNode aliases = model.putArray("aliases");
    Folders.each(
        folder.resolve("aliases"),
        (alias, version) ->
            aliases.addObject().put("alias", alias).put("version", version.strip()));
    ArrayNode versions = model.putArray("versions");
    Folders.folders(folder).stream()
        .filter(one -> one.getFileName().toString().matches(VERSION + "[0-9]+"))
        .forEach(one -> versions.add(version(one)));
    return model;
  }

  private static void times(ObjectNode from, ObjectNode to) {
    to.put("creation_timestamp", from.path("creation_timestamp").asLong(0));
    to.put("last_updated_timestamp", from.path("last_updated_timestamp").asLong(0));
  }

  private static ObjectNode version(Path folder) {
    ObjectNode meta = Folders.meta(folder);
    String number = folder.getFileName().toString().substring(VERSION.length());
    ObjectNode version = Json.object().put("version", Integer.parseInt(number));
    times(meta, version);
    if (meta.path("current_stage").asString("").equals(DELETED)) {
      return version.put("deleted", true);
    }
    for (String name :
        new String[] {"current_stage", "description", "user_id", "source", "run_id", "run_link"}) {
      version.put(name, meta.path(name).asString(""));
    }
    for (String name : new String[] {"storage_location", "model_id"}) {
      if (meta.path(name).isString()) {
        version.set(name, meta.path(name));
      }
    }
    Folders.pairs(folder.resolve("tags"), version.putArray("tags"));
    return version;
  }
}
