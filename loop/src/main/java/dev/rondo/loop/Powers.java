package dev.rondo.loop;

import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.project.ModelPolicy;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.workflow.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The parts of a project by which the loop acts by itself, by name.
record Powers(Map<String, Power> all) {
  private static final Powers NONE = new Powers(Map.of());

  Powers {
    all = Map.copyOf(all);
  }

  /// One part.
  ///
  /// @param name as the subject of a sentence
  /// @param file or folder that it stands in
  /// @param content what it says, to be compared
  /// @param needed what the loop does by it
  record Power(String name, String file, Object content, Set<Permission> needed) {
    Power {
      needed = Set.copyOf(needed);
    }

    private Power and(Power next) {
      Set<Permission> each = EnumSet.copyOf(needed);
      each.addAll(next.needed);
      return new Power(name, next.file, next.content, each);
    }
  }

  /// Of a build that was good; none where this release cannot read its files any more.
  static Powers ofOlder(Map<String, byte[]> files) {
    try {
      return files.isEmpty() ? NONE : of(files);
    } catch (Problem e) {
      return NONE;
    }
  }

  static Powers of(Map<String, byte[]> files) {
    Project project = ProjectParser.parse(files, BuiltInSteps.names());
    List<Power> powers = new ArrayList<>();
    project.pipelines().values().stream().map(Powers::of).forEach(powers::add);
    project
        .triggers()
        .forEach(trigger ->
            powers.add(
                new Power(
                    "Trigger '" + trigger.name() + "'",
                    "triggers.yaml",
                    trigger,
                    needed(project.pipeline(trigger.pipeline())))));
    project
        .endpoints()
        .forEach((name, endpoint) ->
            powers.add(
                new Power(
                    "Endpoint '" + name + "'", "endpoints", endpoint, Set.of(Permission.DEPLOY))));
    powers.addAll(sources(files));
    powers.addAll(of(project.models()));
    Map<String, Power> all = new TreeMap<>();
    powers.forEach(power -> all.put(power.name(), power));
    return new Powers(all);
  }

  private static Power of(Pipeline pipeline) {
    return new Power("Pipeline '" + pipeline.name() + "'", "pipelines", pipeline, needed(pipeline));
  }

  private static Set<Permission> needed(Pipeline pipeline) {
    Set<Permission> needed = EnumSet.of(Permission.RUN_PIPELINES);
    pipeline.tasks().forEach(task -> needed.addAll(BuiltInSteps.permissions(task.uses())));
    return needed;
  }

  private static List<Power> sources(Map<String, byte[]> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith("sources/"))
        .map(file ->
            new Power(
                "'" + file.getKey() + "'",
                file.getKey(),
                new String(file.getValue(), StandardCharsets.UTF_8),
                Set.of(Permission.WRITE_DATA)))
        .toList();
  }

  /// What decides whether a version is promoted.
  private static List<Power> of(ModelPolicy policy) {
    return policy.gates().isEmpty() && policy.approver().isEmpty()
        ? List.of()
        : List.of(
            new Power(
                "The gates or the approval",
                "project.yaml",
                List.of(policy.gates(), policy.approver()),
                Set.of(Permission.PROMOTE_MODELS)));
  }

  /// What is new, different or gone, with what it takes to change it.
  List<Power> since(Powers before) {
    Set<String> names = new TreeSet<>(all.keySet());
    names.addAll(before.all.keySet());
    return names.stream()
        .filter(name -> !content(name).equals(before.content(name)))
        .map(name ->
            Stream.of(before.all.get(name), all.get(name))
                .filter(Objects::nonNull)
                .reduce(Power::and)
                .orElseThrow())
        .toList();
  }

  private Optional<Object> content(String name) {
    return Optional.ofNullable(all.get(name)).map(Power::content);
  }
}
