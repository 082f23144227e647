package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A judged window as JSON: as it is stored, published and shown.
public final class WindowResultJson {
  private WindowResultJson() {}

  public static ObjectNode write(WindowResult result) {
    ObjectNode json = summary(result);
    ArrayNode drift = json.putArray("drift");
    result.drift().forEach(one -> drift.add(Json.tree(one)));
    json.set("prediction", Json.tree(result.prediction()));
    ArrayNode alerts = json.putArray("alerts");
    for (Alert alert : result.alerts()) {
      ObjectNode item = Json.tree(alert);
      alerts.add(item.put("kind", alert.kind().text()));
    }
    return json;
  }

  /// Without the single columns.
  public static ObjectNode summary(WindowResult result) {
    ObjectNode json = Json.object().put("monitor", result.monitor());
    json.put("start", result.window().start().toString());
    json.put("end", result.window().end().toString());
    json.put("modelVersion", result.window().modelVersion());
    json.put("rows", result.rows());
    json.put("labels", result.error().rows());
    json.put("errorMillionths", result.error().millionths());
    result.error().mean().ifPresent(mae -> json.put("mae", mae));
    json.put("expectedMae", result.expectedMae());
    json.put("outcome", result.outcome().text());
    ArrayNode drifted = json.putArray("drifted");
    result.drifted().forEach(drifted::add);
    return json.put("largestPsi", result.largestPsi());
  }

  static WindowResult read(ObjectNode json) {
    List<Drift> drift = new ArrayList<>();
    json.path("drift").forEach(one -> drift.add(Json.read(one, Drift.class)));
    List<Alert> alerts = new ArrayList<>();
    json.path("alerts").forEach(one -> alerts.add(alert(one)));
    return new WindowResult(
        json.path("monitor").asString(),
        new Window(
            EventTime.parse(json.path("start").asString()),
            EventTime.parse(json.path("end").asString()),
            json.path("modelVersion").asInt()),
        json.path("rows").asLong(),
        new AbsoluteError(json.path("labels").asLong(), json.path("errorMillionths").asLong()),
        json.path("expectedMae").asDouble(),
        drift,
        Json.read(json.path("prediction"), Drift.class),
        alerts,
        WindowResult.Outcome.parse(json.path("outcome").asString()));
  }

  private static Alert alert(JsonNode json) {
    return new Alert(
        Alert.Kind.parse(json.path("kind").asString()),
        json.path("column").asString(),
        json.path("method").asString(),
        json.path("value").asDouble(),
        json.path("threshold").asDouble(),
        json.path("sentence").asString());
  }
}
