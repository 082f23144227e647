package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "entities",
    description = "Entities, such as one customer: find.",
    subcommands = {EntitiesCommand.Find.class})
final class EntitiesCommand extends Group {

  @Command(
      name = "find",
      description = "Find where an entity's rows are, and which models learned from them.",
      footer = {"", "Example: rondo entities find customer_id=4711"})
  static final class Find extends ClientCommand {
    @Parameters(arity = "1..8", paramLabel = "COLUMN=VALUE", description = "What it is known by.")
    private List<String> key = List.of();

    @Override
    void run(Api api) {
      ObjectNode body = Json.object();
      ObjectNode values = body.putObject("key");
      object(key)
          .forEachEntry((column, value) -> values.put(column, value.asString(value.toString())));
      JsonNode answer = api.post(inProject(api, "entities", "search"), body);
      if (isJson()) {
        showObject(answer);
      } else {
        new Table(terminal(), List.of("where", "name", "version", "rows"), lines(answer)).write();
      }
    }

    /// One line for each place.
    private static List<JsonNode> lines(JsonNode answer) {
      List<JsonNode> lines = new ArrayList<>();
      answer
          .path("tables")
          .forEach(one ->
              lines.add(
                  line(
                      "table",
                      one.path("name").asString(),
                      one.path("firstSnapshot").asString()
                          + "–"
                          + one.path("newestSnapshot").asString(),
                      one.path("rows").asLong())));
      answer
          .path("trainingSets")
          .forEach(one ->
              lines.add(
                  line(
                      "training set",
                      one.path("name").asString(),
                      one.path("version").asString(),
                      one.path("rows").asLong())));
      answer
          .path("models")
          .forEach(one ->
              lines.add(
                  line(
                      "model version",
                      one.path("model").asString(),
                      one.path("version").asString())));
      answer
          .path("quarantine")
          .forEachEntry((dataset, states) ->
              states.forEachEntry(
                  (state, rows) -> lines.add(line("quarantine", dataset, state, rows.asLong()))));
      answer
          .path("predictions")
          .forEachEntry(
              (endpoint, rows) -> lines.add(line("predictions", endpoint, "", rows.asLong())));
      answer
          .path("unknown")
          .forEach(one ->
              lines.add(
                  line("not known", one.path("name").asString(), one.path("version").asString())));
      return lines;
    }

    private static ObjectNode line(String where, String name, String version) {
      return Json.object().put("where", where).put("name", name).put("version", version);
    }

    private static ObjectNode line(String where, String name, String version, long rows) {
      return line(where, name, version).put("rows", rows);
    }
  }
}
