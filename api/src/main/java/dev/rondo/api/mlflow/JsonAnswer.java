package dev.rondo.api.mlflow;

import dev.rondo.api.http.Response;
import dev.rondo.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers with an object.
final class JsonAnswer {
  private JsonAnswer() {}

  static Response nothing() {
    return Response.json(Json.object());
  }

  /// An object in an object.
  static ObjectNode in(String name, JsonNode inner) {
    ObjectNode json = Json.object();
    json.set(name, inner);
    return json;
  }

  /// Written without a tree in between.
  ///
  /// @param fields writes the fields of the answer's object
  static Response of(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 12);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return Response.jsonBytes(out.toByteArray());
  }

  /// One that is too long to be kept: what fails once it has begun breaks it off.
  static Response stream(Consumer<JsonGenerator> fields) {
    return Response.stream(
        "application/json",
        out -> {
          try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
          }
        });
  }
}
