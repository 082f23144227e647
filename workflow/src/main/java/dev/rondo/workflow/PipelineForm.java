package dev.rondo.workflow;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A pipeline as JSON, the same form as its YAML file. Reading goes on after a mistake, so that all
/// are found.
final class PipelineForm {
  private final BiConsumer<String, String> mistakes;

  private PipelineForm(BiConsumer<String, String> mistakes) {
    this.mistakes = mistakes;
  }

  static Pipeline read(JsonNode root, BiConsumer<String, String> mistakes) {
    return new PipelineForm(mistakes).pipeline(root);
  }

  private Pipeline pipeline(JsonNode node) {
    ObjectNode root = object("", node, Set.of("name", "description", "parameters", "tasks"));
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    if (root.has("parameters")) {
      anyObject("/parameters", root.get("parameters")).forEachEntry(parameters::put);
    }
    List<TaskSpec> tasks = new ArrayList<>();
    if (root.has("tasks")) {
      anyObject("/tasks", root.get("tasks"))
          .forEachEntry((id, task) -> tasks.add(task(id, "/tasks/" + Yaml.escape(id), task)));
    }
    return new Pipeline(
        text("", root, "name", ""), text("", root, "description", "-"), parameters, tasks);
  }

  private TaskSpec task(String id, String place, JsonNode node) {
    ObjectNode task =
        object(place, node, Set.of("uses", "with", "needs", "retry", "timeout", "cache"));
    return new TaskSpec(
        id,
        text(place, task, "uses", ""),
        task.has("with") ? anyObject(place + "/with", task.get("with")) : Json.object(),
        needs(place + "/needs", task.get("needs")),
        task.has("retry") ? retry(place + "/retry", task.get("retry")) : Retry.NONE,
        duration(place, task, "timeout", TaskSpec.DEFAULT_TIMEOUT),
        flag(place, task, "cache"));
  }

  private List<String> needs(String place, @org.jspecify.annotations.Nullable JsonNode node) {
    List<String> needs = new ArrayList<>();
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isString()) {
          needs.add(array.get(i).asString());
        } else {
          mistakes.accept(place + "/" + i, "A task's id is needed here.");
        }
      }
    } else if (node != null) {
      mistakes.accept(place, "A list of tasks' ids is needed here, such as [ingest, check].");
    }
    return needs;
  }

  private Retry retry(String place, JsonNode node) {
    ObjectNode retry = object(place, node, Set.of("attempts", "backoff", "on"));
    JsonNode attempts = retry.path("attempts");
    if (!attempts.isInt() && !attempts.canConvertToInt()) {
      mistakes.accept(place + "/attempts", "'attempts' must be a whole number, such as 3.");
    }
    return new Retry(
        attempts.asInt(1),
        duration(place, retry, "backoff", Retry.NONE.backoff()),
        on(place, text(place, retry, "on", "transient")));
  }

  private Retry.On on(String place, String text) {
    for (Retry.On on : Retry.On.values()) {
      if (on.name().toLowerCase(Locale.ROOT).equals(text)) {
        return on;
      }
    }
    mistakes.accept(place + "/on", "'on' is '%s'; it must be transient or all.".formatted(text));
    return Retry.On.TRANSIENT;
  }

  private Duration duration(String place, ObjectNode node, String key, Duration missing) {
    if (!node.has(key)) {
      return missing;
    }
    return Durations.parse(node.get(key).isString() ? node.get(key).asString() : "")
        .orElseGet(() -> {
          mistakes.accept(
              place + "/" + key,
              "'%s' is %s; a span of time such as 30s, 5m, 2h or PT90S is needed."
                  .formatted(key, node.get(key)));
          return missing;
        });
  }

  private boolean flag(String place, ObjectNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      mistakes.accept(place + "/" + key, "'%s' must be true or false.".formatted(key));
    }
    return value.isBoolean() && value.asBoolean();
  }

  /// A text; one that is missing is a mistake unless there is something to stand for it.
  private String text(String place, ObjectNode node, String key, String missing) {
    JsonNode value = node.path(key);
    if (value.isString()) {
      return value.asString();
    }
    if (!value.isMissingNode()) {
      mistakes.accept(place + "/" + key, "'%s' must be text.".formatted(key));
    } else if (missing.isEmpty()) {
      mistakes.accept(place, "'%s' is missing.".formatted(key));
    }
    return missing.equals("-") ? "" : missing;
  }

  private ObjectNode object(String place, JsonNode node, Set<String> keys) {
    ObjectNode object = anyObject(place, node);
    object.propertyNames().stream()
        .filter(key -> !keys.contains(key))
        .forEach(key ->
            mistakes.accept(
                place + "/" + Yaml.escape(key),
                "The key '%s' is not known here; there is %s."
                    .formatted(key, String.join(", ", keys.stream().sorted().toList()))));
    return object;
  }

  private ObjectNode anyObject(String place, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    if (!node.isNull()) {
      mistakes.accept(place, "Keys with values are needed here.");
    }
    return Json.object();
  }

  static String write(Pipeline pipeline) {
    ObjectNode root = Json.object();
    root.put("name", pipeline.name());
    root.put("description", pipeline.description());
    ObjectNode parameters = root.putObject("parameters");
    pipeline.parameters().forEach(parameters::set);
    ObjectNode tasks = root.putObject("tasks");
    pipeline.tasks().forEach(task -> tasks.set(task.id(), write(task)));
    return Json.write(root);
  }

  private static ObjectNode write(TaskSpec task) {
    ObjectNode node = Json.object().put("uses", task.uses());
    node.set("with", task.with());
    ArrayNode needs = node.putArray("needs");
    task.needs().forEach(needs::add);
    node.putObject("retry")
        .put("attempts", task.retry().attempts())
        .put("backoff", task.retry().backoff().toString())
        .put("on", task.retry().on().name().toLowerCase(Locale.ROOT));
    return node.put("timeout", task.timeout().toString()).put("cache", task.cache());
  }
}
