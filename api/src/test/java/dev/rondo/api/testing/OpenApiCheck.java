package dev.rondo.api.testing;

import dev.rondo.api.schema.SchemaCheck;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Holds real answers against the published OpenAPI document.
public final class OpenApiCheck {
  private final JsonNode document;
  private final SchemaCheck schemas;

  private OpenApiCheck(JsonNode document) {
    this.document = document;
    this.schemas = new SchemaCheck(ref -> document.at(ref.substring(1)));
  }

  /// Reads the document from the server itself.
  public static OpenApiCheck of(TestClient client) {
    return new OpenApiCheck(Json.parse(client.get("/api/v1/openapi.json").body()));
  }

  /// Fails unless the answer has a status, a content type and a shape that the document names.
  public HttpResponse<String> check(HttpResponse<String> answer) {
    String what = answer.request().method() + " " + answer.request().uri().getPath();
    JsonNode described = describe(answer, what);
    if (!described.has("content")) {
      require(answer.body().isEmpty(), what + " has a body, but none is described.");
      return answer;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode content = described.get("content").path(type);
    require(
        !content.isMissingNode(),
        what
            + " answers with "
            + type
            + ", described are "
            + described.get("content").propertyNames());
    if (content.has("schema")) {
      List<Mistake> mistakes = schemas.check(content.get("schema"), Json.parse(answer.body()));
      require(
          mistakes.isEmpty(), what + " is not as described: " + mistakes + " in " + answer.body());
    }
    return answer;
  }

  private JsonNode describe(HttpResponse<String> answer, String what) {
    JsonNode answers = operation(answer, what).path("responses");
    JsonNode exact = answers.path(String.valueOf(answer.statusCode()));
    require(
        !exact.isMissingNode() || answer.statusCode() >= 400,
        what + " answers with the status " + answer.statusCode() + ", which is not described.");
    return exact.isMissingNode() ? answers.path("default") : exact;
  }

  private JsonNode operation(HttpResponse<String> answer, String what) {
    String method = answer.request().method().toLowerCase(Locale.ROOT);
    String path = answer.request().uri().getPath();
    return document.get("paths").properties().stream()
        .filter(entry ->
            entry.getValue().has(method) && pattern(entry.getKey()).matcher(path).matches())
        .min((a, b) -> a.getKey().split("\\{").length - b.getKey().split("\\{").length)
        .map(Map.Entry::getValue)
        .map(methods -> methods.get(method))
        .orElseThrow(() -> new AssertionError(what + " is not described."));
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
