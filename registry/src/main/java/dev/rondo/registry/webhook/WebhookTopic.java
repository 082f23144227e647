package dev.rondo.registry.webhook;

import dev.rondo.kernel.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a webhook is told of, such as that a model version was created.
///
/// @param entity such as `MODEL_VERSION`
/// @param action such as `CREATED`
public record WebhookTopic(String entity, String action) {
  private static final String CREATED = "CREATED";
  private static final String DELETED = "DELETED";
  private static final String SET = "SET";
  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          "REGISTERED_MODEL", Set.of(CREATED),
          "MODEL_VERSION", Set.of(CREATED),
          "MODEL_VERSION_TAG", Set.of(SET, DELETED),
          "MODEL_VERSION_ALIAS", Set.of(CREATED, DELETED),
          "PROMPT", Set.of(CREATED),
          "PROMPT_VERSION", Set.of(CREATED),
          "PROMPT_TAG", Set.of(SET, DELETED),
          "PROMPT_VERSION_TAG", Set.of(SET, DELETED),
          "PROMPT_ALIAS", Set.of(CREATED, DELETED),
          "BUDGET_POLICY", Set.of("EXCEEDED"));

  public WebhookTopic {
    Set<String> actions = ACTIONS.get(entity);
    if (actions == null) {
      throw Problem.invalid(
          "Invalid entity '%s'. Valid entities are: %s", entity, sorted(ACTIONS.keySet()));
    }
    if (!actions.contains(action)) {
      throw Problem.invalid(
          "Invalid action '%s' for entity '%s'. Valid actions are: %s",
          action, entity, sorted(actions));
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /// The entity as it is told, such as `model_version`.
  String entityText() {
    return entity.toLowerCase(Locale.ROOT);
  }

  String actionText() {
    return action.toLowerCase(Locale.ROOT);
  }
}
