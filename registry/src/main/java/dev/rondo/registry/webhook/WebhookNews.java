package dev.rondo.registry.webhook;

import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What is told to a webhook.
///
/// @param data what happened, of the topic's own form
record WebhookNews(WebhookTopic topic, Instant at, ObjectNode data) {
  private static final String CREATED = "model.created";
  private static final String REGISTERED = "model.registered";
  private static final String ALIAS = "model.alias-moved";
  private static final String NO_ALIAS = "model.alias-removed";
  private static final String TAG = "model.tag-set";
  private static final String NO_TAG = "model.tag-removed";

  /// The tag that a prompt's text is kept in.
  private static final String TEMPLATE = "mlflow.prompt.text";

  /// The types of the events that are told of.
  static final Set<String> EVENTS = Set.of(CREATED, REGISTERED, ALIAS, NO_ALIAS, TAG, NO_TAG);

  /// Empty for an event that is not told of.
  static Optional<WebhookNews> of(Event event) {
    return topic(event).map(topic -> new WebhookNews(topic, event.at(), data(event)));
  }

  private static Optional<WebhookTopic> topic(Event event) {
    boolean isPrompt = isPrompt(event);
    return switch (event.type()) {
      case CREATED -> topic(isPrompt ? "PROMPT" : "REGISTERED_MODEL", "CREATED");
      case REGISTERED -> topic(isPrompt ? "PROMPT_VERSION" : "MODEL_VERSION", "CREATED");
      case ALIAS -> topic(isPrompt ? "PROMPT_ALIAS" : "MODEL_VERSION_ALIAS", "CREATED");
      case NO_ALIAS -> topic(isPrompt ? "PROMPT_ALIAS" : "MODEL_VERSION_ALIAS", "DELETED");
      case TAG -> ofTag(event, "SET");
      case NO_TAG -> ofTag(event, "DELETED");
      default -> Optional.empty();
    };
  }

  private static boolean isPrompt(Event event) {
    return event.data().path("prompt").asBoolean(false);
  }

  private static Optional<WebhookTopic> topic(String entity, String action) {
    return Optional.of(new WebhookTopic(entity, action));
  }

  /// Of the tags of a registered model, nobody is told.
  private static Optional<WebhookTopic> ofTag(Event event, String action) {
    boolean isOfVersion = event.data().has("version");
    if (isPrompt(event)) {
      return topic(isOfVersion ? "PROMPT_VERSION_TAG" : "PROMPT_TAG", action);
    }
    return isOfVersion ? topic("MODEL_VERSION_TAG", action) : Optional.empty();
  }

  private static ObjectNode data(Event event) {
    ObjectNode data = Json.object().put("name", event.subject());
    List.of("alias", "key", "value").forEach(name -> copy(event, name, data));
    if (!event.type().equals(NO_ALIAS)) {
      copy(event, "version", data);
    }
    if (event.type().equals(REGISTERED)) {
      version(event, data);
    }
    if (event.data().has("tags")) {
      data.set("tags", event.data().path("tags"));
      copy(event, "description", data);
    }
    return data;
  }

  private static void version(Event event, ObjectNode data) {
    if (isPrompt(event)) {
      data.put("template", event.data().path("tags").path(TEMPLATE).asString(""));
      return;
    }
    String version = event.data().path("version").asString("");
    data.put("source", "models:/" + event.subject() + "/" + version);
    data.put("run_id", event.data().path("run").asString(""));
  }

  private static void copy(Event event, String name, ObjectNode data) {
    if (event.data().has(name)) {
      data.put(name, event.data().path(name).asString(""));
    }
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
