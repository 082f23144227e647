package dev.rondo.api.webhook;

import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What is told to a webhook.
///
/// @param data what happened, of the topic's own form
record WebhookNews(WebhookTopic topic, Instant at, ObjectNode data) {
  private static final WebhookTopic MODEL = new WebhookTopic("REGISTERED_MODEL", "CREATED");
  private static final WebhookTopic VERSION = new WebhookTopic("MODEL_VERSION", "CREATED");
  private static final WebhookTopic ALIAS = new WebhookTopic("MODEL_VERSION_ALIAS", "CREATED");
  private static final WebhookTopic NO_ALIAS = new WebhookTopic("MODEL_VERSION_ALIAS", "DELETED");
  private static final Map<String, WebhookTopic> TOPICS =
      Map.of(
          "model.created", MODEL,
          "model.registered", VERSION,
          "model.alias-moved", ALIAS,
          "model.alias-removed", NO_ALIAS);

  /// The types of the events that are told of.
  static final Set<String> EVENTS = TOPICS.keySet();

  /// Empty for an event that is not told of.
  static Optional<WebhookNews> of(Event event) {
    WebhookTopic topic = TOPICS.get(event.type());
    return topic == null
        ? Optional.empty()
        : Optional.of(new WebhookNews(topic, event.at(), data(topic, event)));
  }

  private static ObjectNode data(WebhookTopic topic, Event event) {
    ObjectNode data = Json.object().put("name", event.subject());
    String version = event.data().path("version").asString("");
    if (topic.equals(ALIAS) || topic.equals(NO_ALIAS)) {
      data.put("alias", event.data().path("alias").asString(""));
    }
    if (topic.equals(VERSION) || topic.equals(ALIAS)) {
      data.put("version", version);
    }
    if (topic.equals(VERSION)) {
      data.put("source", "models:/" + event.subject() + "/" + version);
      data.put("run_id", event.data().path("run").asString(""));
    }
    return data;
  }

  /// Something made up, which shows whether a webhook works.
  static WebhookNews example(WebhookTopic topic, Instant now) {
    ObjectNode data = Json.object().put("name", "example").put("version", "1");
    return new WebhookNews(topic, now, data);
  }

  byte[] body() {
    ObjectNode body =
        Json.object()
            .put("entity", topic.entityText())
            .put("action", topic.actionText())
            .put("timestamp", at.toString());
    body.set("data", data);
    return Json.MAPPER.writeValueAsBytes(body);
  }
}
