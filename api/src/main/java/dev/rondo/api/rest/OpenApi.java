package dev.rondo.api.rest;

import dev.rondo.api.http.ProblemJson;
import dev.rondo.api.http.Route;
import dev.rondo.api.http.Router;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of `/api/v1`, built from the routes' declarations.
public final class OpenApi {
  private static final String PREFIX = "/api/v1/";
  private static final Schema MISTAKE =
      Schema.object()
          .optional("file", Schema.text())
          .optional("line", Schema.integer())
          .optional("column", Schema.integer())
          .field("path", Schema.text().describe("A JSON pointer; empty for the whole."))
          .field("message", Schema.text())
          .named("Mistake");
  private static final Schema PROBLEM =
      Schema.object()
          .field("type", Schema.text())
          .field("title", Schema.text())
          .field("status", Schema.integer())
          .field("detail", Schema.text())
          .field("code", Schema.text().describe("Stable: clients may decide by it."))
          .optional("mistakes", Schema.array(MISTAKE))
          .named("Problem");

  private final ObjectNode document = Json.object();
  private final ObjectNode paths;
  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  private OpenApi(String version) {
    document.put("openapi", "3.1.0");
    document.putObject("info").put("title", "Rondo").put("version", version);
    paths = document.putObject("paths");
  }

  /// @param version of this server
  public static ObjectNode document(Router router, String version) {
    OpenApi api = new OpenApi(version);
    router.routes().stream().filter(r -> r.pattern().startsWith(PREFIX)).forEach(api::add);
    ObjectNode schemas = api.document.putObject("components").putObject("schemas");
    api.schemas.forEach(schemas::set);
    return api.document;
  }

  private void add(Route route) {
    ObjectNode operation =
        paths
            .withObjectProperty(route.pattern().replace("...}", "}"))
            .putObject(route.method().name().toLowerCase(Locale.ROOT));
    operation.put("operationId", operationId(route));
    operation.put("summary", route.summary());
    route.permission().ifPresent(p -> operation.put("x-permission", text(p)));
    if (!route.parameters().isEmpty()) {
      ArrayNode parameters = operation.putArray("parameters");
      route.parameters().forEach(parameter -> add(parameters.addObject(), parameter));
    }
    route.content().accepts().ifPresent(schema -> addBody(operation, schema));
    addAnswers(operation.putObject("responses"), route);
  }

  private static String operationId(Route route) {
    String path = route.pattern().substring(PREFIX.length()).replaceAll("[^A-Za-z0-9]+", "-");
    return route.method().name().toLowerCase(Locale.ROOT)
        + "-"
        + (path.endsWith("-") ? path.substring(0, path.length() - 1) : path);
  }

  private static String text(Permission permission) {
    return permission.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void add(ObjectNode json, Route.Parameter parameter) {
    json.put("name", parameter.name());
    json.put("in", parameter.inPath() ? "path" : "query");
    if (parameter.inPath()) {
      json.put("required", true);
    }
    if (!parameter.description().isEmpty()) {
      json.put("description", parameter.description());
    }
    json.set("schema", use(parameter.schema()));
  }

  private void addBody(ObjectNode operation, Schema schema) {
    operation
        .putObject("requestBody")
        .put("required", true)
        .putObject("content")
        .putObject("application/json")
        .set("schema", use(schema));
  }

  private void addAnswers(ObjectNode answers, Route route) {
    ObjectNode success = answers.putObject(String.valueOf(route.content().status()));
    success.put("description", "Success");
    if (route.content().status() != 204) {
      ObjectNode content = success.putObject("content").putObject(route.content().returnsType());
      route.content().returns().ifPresent(schema -> content.set("schema", use(schema)));
    }
    ObjectNode problem = answers.putObject("default").put("description", "A problem");
    problem.putObject("content").putObject(ProblemJson.TYPE).set("schema", use(PROBLEM));
  }

  private ObjectNode use(Schema schema) {
    schemas.putAll(schema.definitions());
    return schema.body();
  }
}
