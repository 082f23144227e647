package dev.rondo.workflow;

import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A pipeline as JSON, the same form as its YAML file.
final class PipelineForm {
  private PipelineForm() {}

  /// The pipeline must not be used when its fields have mistakes.
  static Pipeline read(Fields root) {
    root.only("name", "description", "parameters", "tasks");
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    root.tree("parameters").forEachEntry(parameters::put);
    Fields tasks = root.optionalObject("tasks");
    List<TaskSpec> specs = tasks.keys().stream().map(id -> task(id, tasks.object(id))).toList();
    return new Pipeline(root.text("name"), root.prose("description"), parameters, specs);
  }

  private static TaskSpec task(String id, Fields task) {
    task.only("uses", "with", "needs", "retry", "timeout", "cache");
    return new TaskSpec(
        id,
        task.text("uses"),
        task.tree("with"),
        task.texts("needs"),
        task.has("retry") ? retry(task.object("retry")) : Retry.NONE,
        task.duration("timeout", TaskSpec.DEFAULT_TIMEOUT),
        task.flag("cache", false));
  }

  private static Retry retry(Fields retry) {
    retry.only("attempts", "backoff", "on");
    return new Retry(
        retry.whole("attempts"),
        retry.duration("backoff", Retry.NONE.backoff()),
        retry.choice("on", Retry.On.class, Retry.On.TRANSIENT));
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
