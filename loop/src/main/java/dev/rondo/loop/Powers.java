package dev.rondo.loop;

import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.project.ModelPolicy;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The parts of a project by which the loop acts by itself, by name.
record Powers(Map<String, Power> all) {
  private static final Powers NONE = new Powers(Map.of());

  Powers {
    all = Map.copyOf(all);
  }

  /// One part.
  ///
  /// @param name as the subject of a sentence
  /// @param content what was read of it, to be compared
  /// @param needed what the loop does by it
  record Power(String name, Place place, Object content, Set<Permission> needed) {
    Power {
      needed = Set.copyOf(needed);
    }
  }

  /// A part that is not as it was.
  ///
  /// @param what became of it, such as `Pipeline 'train' is gone`
  /// @param place where it stands, or the file where it stood
  /// @param needed what the loop does by it, or did
  record Change(String what, Place place, Set<Permission> needed) {
    Change {
      needed = Set.copyOf(needed);
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
    powers.addAll(pipelines(project));
    powers.addAll(triggers(project));
    powers.addAll(sources(project));
    powers.addAll(endpoints(project));
    powers.addAll(models(project));
    return of(powers);
  }

  /// @throws Problem when two have one name, of which only one would be compared
  static Powers of(List<Power> powers) {
    Map<String, Power> all = new TreeMap<>();
    for (Power power : powers) {
      if (all.putIfAbsent(power.name(), power) != null) {
        throw Problem.invalidFile(
            List.of(power.place().mistake(power.name() + " stands here twice.")));
      }
    }
    return new Powers(all);
  }

  private static List<Power> pipelines(Project project) {
    return project.pipelines().values().stream()
        .map(pipeline ->
            new Power(
                "Pipeline '" + pipeline.name() + "'",
                project.place(Project.PIPELINES + pipeline.name()),
                pipeline,
                BuiltInSteps.permissions(pipeline)))
        .toList();
  }

  private static List<Power> triggers(Project project) {
    return project.triggers().stream()
        .map(trigger ->
            new Power(
                "Trigger '" + trigger.name() + "'",
                project.place(Project.TRIGGERS + trigger.name()),
                trigger,
                BuiltInSteps.permissions(project.pipeline(trigger.pipeline()))))
        .toList();
  }

  private static List<Power> sources(Project project) {
    return project.sources().values().stream()
        .map(source ->
            new Power(
                "Source '" + source.name() + "'",
                project.place(Project.SOURCES + source.name()),
                source,
                Set.of(Permission.WRITE_DATA)))
        .toList();
  }

  private static List<Power> endpoints(Project project) {
    return project.endpoints().values().stream()
        .map(endpoint ->
            new Power(
                "Endpoint '" + endpoint.name() + "'",
                project.place(Project.ENDPOINTS + endpoint.name()),
                endpoint,
                Set.of(Permission.DEPLOY)))
        .toList();
  }

  /// What decides whether a version is promoted. Slices matter to gates, and to whoever approves.
  private static List<Power> models(Project project) {
    ModelPolicy policy = project.models();
    return policy.gates().isEmpty() && policy.approver().isEmpty()
        ? List.of()
        : List.of(
            new Power(
                "What decides about promotion (gates, their slices, the approval)",
                project.place(Project.EVALUATION),
                List.of(policy.gates(), policy.slices(), policy.approver()),
                Set.of(Permission.PROMOTE_MODELS)));
  }

  /// What is new, has changed or is gone, with what it takes.
  List<Change> since(Powers before) {
    Set<String> names = new TreeSet<>(all.keySet());
    names.addAll(before.all.keySet());
    return names.stream().flatMap(name -> change(find(name), before.find(name)).stream()).toList();
  }

  private Optional<Power> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  private static Optional<Change> change(Optional<Power> now, Optional<Power> before) {
    if (before.isEmpty()) {
      return now.map(added -> new Change(added.name() + " is new", added.place(), added.needed()));
    }
    if (now.isEmpty()) {
      return before.map(gone ->
          new Change(
              gone.name() + " is gone", new Place(gone.place().file(), 0, 0, ""), gone.needed()));
    }
    return now.filter(power -> !power.content().equals(before.get().content()))
        .map(power ->
            new Change(power.name() + " has changed", power.place(), both(power, before.get())));
  }

  private static Set<Permission> both(Power now, Power before) {
    Set<Permission> both = EnumSet.noneOf(Permission.class);
    both.addAll(now.needed());
    both.addAll(before.needed());
    return both;
  }
}
