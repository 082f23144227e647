package dev.rondo.api.mlflow;

import dev.rondo.api.http.Handler;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the calls on models and on their versions have in common.
final class ModelMessages {
  private ModelMessages() {}

  /// Tells that a served model must stay as it is by a status for which clients do not repeat the
  /// call.
  static Handler refusing(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (Problem e) {
        if (e.code() == ProblemCode.PRECONDITION_FAILED) {
          return MlflowErrors.of(400, "INVALID_STATE", e.text());
        }
        throw e;
      }
    };
  }

  static Map<String, String> tags(Message asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    List<Message> pairs = asked.messages("tags");
    pairs.forEach(tag -> tags.put(tag.fullText("key"), tag.findText("value").orElse("")));
    return tags;
  }

  static int version(Message asked) {
    String text = asked.fullText("version");
    if (!text.matches("[0-9]{1,9}")) {
      throw Message.invalid("version", text, "a whole number is needed");
    }
    return Integer.parseInt(text);
  }

  static Response answer(ModelVersion version) {
    ObjectNode answer = Json.object();
    answer.set("model_version", json(version));
    return Response.json(answer);
  }

  static ObjectNode json(ModelVersion version) {
    ObjectNode json = Json.object();
    json.put("name", version.model());
    json.put("version", Integer.toString(version.version()));
    json.put("creation_timestamp", version.created().toEpochMilli());
    json.put("last_updated_timestamp", version.updated().toEpochMilli());
    json.put("user_id", version.user());
    json.put("current_stage", version.status().stage().text());
    json.put("description", version.description());
    json.put(
        "source",
        version.source().isOurs() ? ModelPackage.location(version) : version.source().source());
    json.put("run_id", version.run().orElse(""));
    json.put("status", status(version.readiness().state()));
    if (!version.readiness().reason().isEmpty()) {
      json.put("status_message", version.readiness().reason());
    }
    json.put("run_link", version.source().runLink());
    version.source().loggedModel().ifPresent(id -> json.put("model_id", id));
    tags(json, version.tags());
    version.aliases().forEach(alias -> json.withArray("aliases").add(alias));
    return json;
  }

  private static String status(Readiness.State state) {
    return switch (state) {
      case PENDING -> "PENDING_REGISTRATION";
      case READY -> "READY";
      case FAILED -> "FAILED_REGISTRATION";
    };
  }

  /// A list of pairs, unless there are none.
  static void tags(ObjectNode json, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      ArrayNode list = json.putArray("tags");
      tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    }
  }
}
