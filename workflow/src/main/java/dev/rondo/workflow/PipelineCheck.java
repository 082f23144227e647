package dev.rondo.workflow;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Finds what is wrong with a pipeline whose parts are each well formed. Mistakes are handed over
/// as a JSON pointer into the pipeline's file and a sentence.
final class PipelineCheck {
  static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
  private static final int MAX_TASKS = 100_000;
  private static final Duration MAX_DURATION = Duration.ofDays(30);

  private final Pipeline pipeline;
  private final Set<String> steps;
  private final Map<String, TaskSpec> tasks = new TreeMap<>();
  private final BiConsumer<String, String> mistakes;

  private PipelineCheck(Pipeline pipeline, Set<String> steps, BiConsumer<String, String> mistakes) {
    this.pipeline = pipeline;
    this.steps = new TreeSet<>(steps);
    this.mistakes = mistakes;
  }

  static void check(Pipeline pipeline, Set<String> steps, BiConsumer<String, String> mistakes) {
    new PipelineCheck(pipeline, steps, mistakes).run();
  }

  private void run() {
    if (!ID.matcher(pipeline.name()).matches()) {
      mistakes.accept("/name", wrongId("pipeline", pipeline.name()));
    }
    pipeline.parameters().keySet().stream()
        .filter(name -> !ID.matcher(name).matches())
        .forEach(name ->
            mistakes.accept("/parameters/" + Yaml.escape(name), wrongId("parameter", name)));
    if (pipeline.tasks().isEmpty() || pipeline.tasks().size() > MAX_TASKS) {
      mistakes.accept(
          "/tasks",
          "A pipeline has 1 to %,d tasks; this one has %,d."
              .formatted(MAX_TASKS, pipeline.tasks().size()));
    }
    for (TaskSpec task : pipeline.tasks()) {
      if (tasks.put(task.id(), task) != null) {
        mistakes.accept(
            pointer(task), "There are two tasks with the id '%s'.".formatted(task.id()));
      }
    }
    pipeline.tasks().forEach(this::task);
    cycle();
  }

  private static String wrongId(String what, String name) {
    return "'%s' cannot name a %s: use letters, digits, '-' and '_', starting with a letter, 100 at the most."
        .formatted(name, what);
  }

  private static String pointer(TaskSpec task) {
    return "/tasks/" + Yaml.escape(task.id());
  }

  private void task(TaskSpec task) {
    if (!ID.matcher(task.id()).matches()) {
      mistakes.accept(pointer(task), wrongId("task", task.id()));
    }
    if (!steps.contains(task.uses())) {
      mistakes.accept(pointer(task) + "/uses", Nearest.none("step", task.uses(), steps));
    }
    needs(task);
    Reference.each(
        task.with(), pointer(task) + "/with", (place, text) -> reference(task, place, text));
    span(pointer(task) + "/timeout", "timeout", task.timeout(), Duration.ofMillis(1));
    span(pointer(task) + "/retry/backoff", "backoff", task.retry().backoff(), Duration.ZERO);
    if (task.retry().attempts() < 1 || task.retry().attempts() > Retry.MAX_ATTEMPTS) {
      mistakes.accept(
          pointer(task) + "/retry/attempts",
          "A task is tried 1 to %d times, not %d."
              .formatted(Retry.MAX_ATTEMPTS, task.retry().attempts()));
    }
  }

  private void needs(TaskSpec task) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < task.needs().size(); i++) {
      String need = task.needs().get(i);
      String place = pointer(task) + "/needs/" + i;
      if (!tasks.containsKey(need)) {
        mistakes.accept(place, Nearest.none("task", need, tasks.keySet()));
      } else if (!seen.add(need)) {
        mistakes.accept(place, "Task '%s' is named here twice.".formatted(need));
      }
    }
  }

  private void reference(TaskSpec task, String place, String text) {
    switch (Reference.parse(text).orElse(null)) {
      case Reference.ToParameter(String name) when !pipeline.parameters().containsKey(name) ->
          mistakes.accept(place, Nearest.none("parameter", name, pipeline.parameters().keySet()));
      case Reference.ToOutput(String id, _) when !tasks.containsKey(id) ->
          mistakes.accept(place, Nearest.none("task", id, tasks.keySet()));
      case null ->
          mistakes.accept(
              place,
              "'${%s}' refers to nothing: write ${parameters.<name>} or ${tasks.<id>.<output>}, and"
                      .formatted(text)
                  + " $${ for a plain ${.");
      case Reference.ToParameter _, Reference.ToOutput _ -> {}
    }
  }

  private void span(String place, String what, Duration duration, Duration least) {
    if (duration.compareTo(least) < 0 || duration.compareTo(MAX_DURATION) > 0) {
      mistakes.accept(
          place,
          "The %s is %s; it must be from %s to %s.".formatted(what, duration, least, MAX_DURATION));
    }
  }

  private void cycle() {
    List<String> cycle = Graph.of(pipeline).cycle();
    if (!cycle.isEmpty()) {
      mistakes.accept(
          "/tasks/" + Yaml.escape(cycle.getFirst()),
          "The tasks wait for each other: %s.".formatted(String.join(" -> ", cycle)));
    }
  }

  /// All parameters of an execution: those given, and the defaults of the others.
  static void checkParameters(
      Pipeline pipeline, Map<String, JsonNode> given, BiConsumer<String, String> mistakes) {
    Map<String, JsonNode> defaults = pipeline.parameters();
    given.forEach((name, value) -> {
      JsonNode byDefault = defaults.get(name);
      if (byDefault == null) {
        mistakes.accept(
            "/" + Yaml.escape(name),
            "Pipeline '%s' has no parameter '%s'.".formatted(pipeline.name(), name)
                + Nearest.choices(name, defaults.keySet()));
      } else if (value.isNull()
          || !byDefault.isNull() && value.getNodeType() != byDefault.getNodeType()) {
        mistakes.accept(
            "/" + Yaml.escape(name),
            "Parameter '%s' is %s; like its default %s it must be %s."
                .formatted(name, value, byDefault, byDefault.getNodeType()));
      }
    });
    defaults.forEach((name, byDefault) -> {
      if (byDefault.isNull() && !given.containsKey(name)) {
        mistakes.accept("", "Parameter '%s' has no default and must be given.".formatted(name));
      }
    });
  }
}
