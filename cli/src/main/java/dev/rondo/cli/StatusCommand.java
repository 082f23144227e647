package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    description = "Show the server, and of each project its moment, its commit and what answers.")
final class StatusCommand extends ClientCommand {
  @Override
  void run(Api api) {
    JsonNode server = api.get("status");
    ObjectNode status =
        Json.object().put("version", server.path("version").asString("")).put("url", api.url());
    ArrayNode projects = status.putArray("projects");
    server.path("projects").forEach(name -> projects.add(project(api, name.asString())));
    showObject(status);
  }

  private static ObjectNode project(Api api, String name) {
    String path = Api.path("projects", name);
    JsonNode described = api.get(path);
    Map<String, Integer> champions = new HashMap<>();
    for (JsonNode model : items(api.get(path + "/models"))) {
      champions.put(model.path("name").asString(), model.path("champion").asInt());
    }
    ObjectNode project = Json.object().put("name", name);
    project.set("now", described.path("now"));
    project.set("commit", described.path("commit"));
    ArrayNode endpoints = project.putArray("endpoints");
    for (JsonNode endpoint : items(api.get(path + "/endpoints"))) {
      ObjectNode row = endpoints.addObject();
      row.set("name", endpoint.path("name"));
      row.set("model", endpoint.path("model"));
      row.put("champion", champions.getOrDefault(endpoint.path("model").asString(), 0));
      row.set("active", endpoint.path("active"));
    }
    return project;
  }
}
