package dev.rondo.registry.webhook;

import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

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

  private static final String TAGS = "tags";

  /// The tag that a prompt's text is kept in.
  private static final String TEMPLATE = "mlflow.prompt.text";

  /// Tags that make a prompt of a model, which nobody is told of.
  private static final List<String> INNER =
      List.of("mlflow.prompt.is_prompt", "_mlflow_prompt_type");

  /// What is told of each entity, after its name.
  private static final Map<String, List<String>> FORMS =
      Map.of(
          "REGISTERED_MODEL", List.of(TAGS, "description"),
          "MODEL_VERSION", List.of("version", "source", "run_id", TAGS, "description"),
          "MODEL_VERSION_TAG", List.of("version", "key", "value"),
          "MODEL_VERSION_ALIAS", List.of("alias", "version"),
          "PROMPT", List.of(TAGS, "description"),
          "PROMPT_VERSION", List.of("version", "template", TAGS, "description"),
          "PROMPT_TAG", List.of("key", "value"),
          "PROMPT_VERSION_TAG", List.of("version", "key", "value"),
          "PROMPT_ALIAS", List.of("alias", "version"));

  /// The types of the events that are told of.
  static final Set<String> EVENTS = Set.of(CREATED, REGISTERED, ALIAS, NO_ALIAS, TAG, NO_TAG);

  /// Empty for an event that is not told of.
  static Optional<WebhookNews> of(Event event) {
    return topic(event)
        .map(topic ->
            new WebhookNews(topic, event.at(), data(topic, event.subject(), event.data())));
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

  /// @param facts of the event
  private static ObjectNode data(WebhookTopic topic, String name, ObjectNode facts) {
    ObjectNode data = Json.object().put("name", name);
    FORMS.getOrDefault(topic.entity(), List.of()).stream()
        .filter(field -> !isGone(topic, field))
        .forEach(field -> data.set(field, value(topic, field, name, facts)));
    return data;
  }

  /// What is taken away has no value, and an alias no version.
  private static boolean isGone(WebhookTopic topic, String field) {
    return topic.action().equals("DELETED")
        && (field.equals("value") || topic.entity().endsWith("ALIAS") && field.equals("version"));
  }

  private static JsonNode value(WebhookTopic topic, String field, String name, ObjectNode facts) {
    return switch (field) {
      case TAGS -> tags(topic, facts);
      case "template" -> text(facts.path(TAGS), TEMPLATE);
      case "run_id" -> full(text(facts, "run"));
      case "source" -> {
        StringNode source = text(facts, "source");
        yield source.stringValue().isEmpty()
            ? StringNode.valueOf("models:/" + name + "/" + text(facts, "version").stringValue())
            : source;
      }
      case "description" ->
          topic.entity().endsWith("VERSION") ? full(text(facts, field)) : text(facts, field);
      default -> text(facts, field);
    };
  }

  private static StringNode text(JsonNode facts, String field) {
    return StringNode.valueOf(facts.path(field).asString(""));
  }

  /// Nothing instead of an empty text.
  private static JsonNode full(StringNode text) {
    return text.stringValue().isEmpty() ? NullNode.getInstance() : text;
  }

  private static ObjectNode tags(WebhookTopic topic, ObjectNode facts) {
    ObjectNode tags = Json.object();
    if (facts.path(TAGS) instanceof ObjectNode all) {
      tags.setAll(all);
    }
    if (topic.entity().startsWith("PROMPT")) {
      tags.remove(INNER);
    }
    if (topic.entity().equals("PROMPT_VERSION")) {
      tags.remove(TEMPLATE);
    }
    return tags;
  }

  /// Something made up in the topic's own form, which shows whether a webhook works.
  static WebhookNews example(WebhookTopic topic, Instant now) {
    if (!FORMS.containsKey(topic.entity())) {
      return new WebhookNews(topic, now, budget(now));
    }
    ObjectNode facts =
        Json.object()
            .put("version", "1")
            .put("alias", "an-alias")
            .put("key", "a-key")
            .put("value", "a value")
            .put("run", "0".repeat(32))
            .put("description", "Made up to try a webhook.");
    ObjectNode tags = facts.putObject(TAGS).put("a-key", "a value");
    if (topic.entity().startsWith("PROMPT")) {
      tags.put(TEMPLATE, "Translate {{ text }}.");
    }
    return new WebhookNews(topic, now, data(topic, "example", facts));
  }

  /// Of a limit on costs, which this server does not have, so that only a test tells of one.
  private static ObjectNode budget(Instant now) {
    return Json.object()
        .put("budget_policy_id", "example")
        .put("budget_unit", "USD")
        .put("budget_amount", 10.0)
        .put("current_spend", 12.5)
        .put("duration_unit", "DAYS")
        .put("duration_value", 1)
        .put("target_scope", "GLOBAL")
        .put("workspace", "default")
        .putNull("target_value")
        .put("window_start", now.toEpochMilli());
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
