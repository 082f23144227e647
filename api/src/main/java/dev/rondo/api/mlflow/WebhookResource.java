package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Slice;
import dev.rondo.registry.webhook.Webhook;
import dev.rondo.registry.webhook.WebhookDraft;
import dev.rondo.registry.webhook.WebhookSender;
import dev.rondo.registry.webhook.WebhookSender.Outcome;
import dev.rondo.registry.webhook.WebhookTopic;
import dev.rondo.registry.webhook.Webhooks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `webhooks/…`, for administrators.
final class WebhookResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final int SECRET = 1_000;
  private static final SequencedMap<String, Boolean> STATUSES = new LinkedHashMap<>();

  static {
    STATUSES.put("ACTIVE", true);
    STATUSES.put("DISABLED", false);
  }

  private final Webhooks webhooks;
  private final WebhookSender sender;

  WebhookResource(Webhooks webhooks, WebhookSender sender) {
    this.webhooks = webhooks;
    this.sender = sender;
  }

  void routes(MlflowDeclarations routes) {
    String all = "/mlflow/webhooks";
    String one = all + "/{webhook_id}";
    routes.post(all, "Register a webhook").permission(Permission.ADMINISTER).handle(this::create);
    routes.get(all, "List the webhooks").permission(Permission.ADMINISTER).handle(this::list);
    routes.get(one, "Describe a webhook").permission(Permission.ADMINISTER).handle(this::get);
    routes.patch(one, "Change a webhook").permission(Permission.ADMINISTER).handle(this::update);
    routes.delete(one, "Delete a webhook").permission(Permission.ADMINISTER).handle(this::delete);
    routes
        .post(one + "/test", "Call a webhook with something made up")
        .permission(Permission.ADMINISTER)
        .handle(this::test);
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    WebhookDraft draft =
        new WebhookDraft(
            asked.fullText("name"),
            asked.findText("description").orElse(""),
            url(asked.fullText("url")),
            topics(asked),
            asked.constant("status", STATUSES).orElse(true));
    return judged(() -> webhooks.create(request.caller(), draft, secret(asked)));
  }

  /// A secret that is too long is not shown in the mistake.
  private static Optional<String> secret(Message asked) {
    Optional<String> secret = asked.findText("secret").filter(text -> !text.isEmpty());
    if (secret.filter(text -> text.length() > SECRET).isPresent()) {
      throw Problem.invalid("'secret' exceeds the maximum length of %d characters.", SECRET);
    }
    return secret;
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          Message.invalid("url", text, "an address such as https://example.com/hook is needed")
              .text(),
          e);
    }
  }

  private static List<WebhookTopic> topics(Message asked) {
    return asked.messages("events").stream().map(WebhookResource::topic).toList();
  }

  private static WebhookTopic topic(Message event) {
    return new WebhookTopic(event.fullText("entity"), event.fullText("action"));
  }

  /// An address that may not be called is a wrong value, as MLflow's own server says.
  private static Response judged(Supplier<Webhook> work) {
    try {
      return answer(work.get());
    } catch (Problem e) {
      if (e.code() == ProblemCode.FORBIDDEN) {
        return MlflowErrors.of(400, MlflowErrors.INVALID_PARAMETER_VALUE, e.text());
      }
      throw e;
    }
  }

  private Response list(Request request) {
    Message asked = Message.ofQuery(request);
    int size = asked.findSmallNumber("max_results").orElse(USUAL);
    if (size < 1 || size > MOST) {
      throw Problem.invalid("max_results must be between 1 and %d.", MOST);
    }
    Page page = Page.of(asked, size, "webhooks");
    Slice<Webhook> found = webhooks.list(request.caller(), page.offset(), page.size());
    ObjectNode answer = Json.object();
    found.items().forEach(one -> answer.withArray("webhooks").add(json(one)));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private static String id(Request request) {
    return request.parameter("webhook_id");
  }

  private Response get(Request request) {
    return answer(webhooks.load(request.caller(), id(request)));
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    return judged(() ->
        webhooks.change(
            request.caller(), id(request), known -> changed(known, asked), secret(asked)));
  }

  private static WebhookDraft changed(WebhookDraft known, Message asked) {
    return new WebhookDraft(
        asked.findText("name").orElse(known.name()),
        asked.findText("description").orElse(known.description()),
        asked.findText("url").map(WebhookResource::url).orElse(known.url()),
        asked.has("events") ? topics(asked) : known.topics(),
        asked.constant("status", STATUSES).orElse(known.isActive()));
  }

  private Response delete(Request request) {
    webhooks.delete(request.caller(), id(request));
    return JsonAnswer.nothing();
  }

  private Response test(Request request) {
    Webhook webhook = webhooks.load(request.caller(), id(request));
    WebhookTopic topic =
        Message.ofBody(request)
            .message("event")
            .map(WebhookResource::topic)
            .orElse(webhook.topics().getFirst());
    Outcome outcome = sender.test(request.caller(), webhook, topic);
    ObjectNode result = Json.object().put("success", outcome.problem().isEmpty());
    if (outcome.status() > 0) {
      result.put("response_status", outcome.status());
    }
    if (!outcome.problem().isEmpty()) {
      result.put("error_message", outcome.problem());
    }
    return Response.json(JsonAnswer.in("result", result));
  }

  private static Response answer(Webhook webhook) {
    return Response.json(JsonAnswer.in("webhook", json(webhook)));
  }

  private static ObjectNode json(Webhook webhook) {
    ObjectNode json = Json.object().put("webhook_id", webhook.id()).put("name", webhook.name());
    if (!webhook.description().isEmpty()) {
      json.put("description", webhook.description());
    }
    json.put("url", webhook.url().toString());
    webhook
        .topics()
        .forEach(topic ->
            json.withArray("events")
                .addObject()
                .put("entity", topic.entity())
                .put("action", topic.action()));
    return json.put("status", webhook.isActive() ? "ACTIVE" : "DISABLED")
        .put("creation_timestamp", webhook.created().toEpochMilli())
        .put("last_updated_timestamp", webhook.updated().toEpochMilli());
  }
}
