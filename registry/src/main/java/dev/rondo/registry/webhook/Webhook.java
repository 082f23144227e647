package dev.rondo.registry.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/// An address that is told of what happens. Its secret is kept apart from it.
public record Webhook(
    String id,
    String name,
    String description,
    URI url,
    List<WebhookTopic> topics,
    boolean isActive,
    Instant created,
    Instant updated) {
  public Webhook {
    topics = List.copyOf(topics);
  }
}
