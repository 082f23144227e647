package dev.rondo.api.mlflow;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.ModelMetric;
import dev.rondo.ledger.Tag;
import dev.rondo.registry.ModelVersion;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Logged models as clients read them.
final class LoggedModelJson {
  private LoggedModelJson() {}

  static String uri(LoggedModel model) {
    return model
            .artifactLocation()
            .orElse(ArtifactLocation.SCHEME + ":/" + model.experiment().number())
        + "/models/"
        + model.id()
        + "/artifacts";
  }

  /// @param registered its versions
  static ObjectNode of(LoggedModel model, List<ModelVersion> registered) {
    ObjectNode json = Json.object();
    ObjectNode info = json.putObject("info");
    info.put("model_id", model.id().value());
    info.put("experiment_id", model.experiment().toString());
    info.put("name", model.draft().name());
    info.put("creation_timestamp_ms", model.times().created().toEpochMilli());
    info.put("last_updated_timestamp_ms", model.times().updated().toEpochMilli());
    info.put("artifact_uri", uri(model));
    info.put("status", LoggedModelResource.text(model.status()));
    if (!model.draft().type().isEmpty()) {
      info.put("model_type", model.draft().type());
    }
    model.draft().sourceRun().ifPresent(run -> info.put("source_run_id", run.value()));
    Tags.put(info, model.tags());
    registrations(info, registered);
    data(json.putObject("data"), model);
    return json;
  }

  private static void registrations(ObjectNode info, List<ModelVersion> registered) {
    for (ModelVersion version : registered) {
      info.withArray("registrations")
          .addObject()
          .put("name", version.model())
          .put("version", String.valueOf(version.version()));
    }
  }

  /// A list of registrations in a text of clients, and one more. The oldest go when it is full: the
  /// registry knows them all.
  static String appended(String list, ModelVersion version) {
    ArrayNode versions = parsed(list) instanceof ArrayNode known ? known : Json.array();
    versions.addObject().put("name", version.model()).put("version", version.version());
    while (Json.write(versions).length() > Tag.LONGEST && versions.size() > 1) {
      versions.remove(0);
    }
    return Json.write(versions);
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  private static void data(ObjectNode data, LoggedModel model) {
    model
        .parameters()
        .forEach(one ->
            data.withArray("params").addObject().put("key", one.key()).put("value", one.value()));
    model.metrics().forEach(one -> metric(data.withArray("metrics").addObject(), one));
  }

  private static void metric(ObjectNode json, ModelMetric one) {
    double value = one.metric().value();
    json.put("key", one.metric().key());
    if (Double.isNaN(value)) {
      json.put("value", "NaN");
    } else {
      json.put("value", Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE));
    }
    json.put("timestamp", one.metric().timestamp().toEpochMilli());
    json.put("step", one.metric().step());
    json.put("model_id", one.model().value());
    json.put("run_id", one.run().value());
    if (!one.dataset().isEmpty()) {
      json.put("dataset_name", one.dataset());
      json.put("dataset_digest", one.datasetDigest());
    }
  }
}
