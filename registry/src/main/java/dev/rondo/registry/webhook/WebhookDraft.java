package dev.rondo.registry.webhook;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// What people say of a webhook.
public record WebhookDraft(
    String name, String description, URI url, List<WebhookTopic> topics, boolean isActive) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final int DESCRIPTION = 1_000;
  private static final int URL = 2_000;
  private static final int TOPICS = 50;

  public WebhookDraft {
    topics = topics.stream().distinct().toList();
    if (!NAME.matcher(name).matches()) {
      throw Problem.invalid(
          "Webhook name '%s' is invalid. It must start and end with a letter or digit, have 63"
              + " characters at the most, and only letters, digits, dots, underscores and dashes.",
          Texts.brief(name));
    }
    if (description.length() > DESCRIPTION || url.toString().length() > URL) {
      throw Problem.invalid("The webhook's description or address is too long.");
    }
    if (topics.isEmpty() || topics.size() > TOPICS) {
      throw Problem.invalid("A webhook has 1 to %d events.", TOPICS);
    }
  }
}
