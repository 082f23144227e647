package dev.rondo.loop.step;

import dev.rondo.kernel.Permission;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Components;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.source.Ingest;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.Step;
import dev.rondo.workflow.StepContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The steps that every project's pipelines may use, by the names that `uses` gives.
public final class BuiltInSteps {
  private static final Map<String, BuiltIn> ALL =
      List.of(
              step("ingest", parts -> parts.data()::ingest, Permission.WRITE_DATA),
              step("materialize-online", parts -> parts.data()::online, Permission.WRITE_DATA),
              step("materialize-offline", parts -> parts.data()::offline, Permission.WRITE_DATA),
              step("build-training-set", _ -> TrainingSteps::build).reading(TrainingSteps::reads),
              step("search-model", _ -> TrainingSteps::search),
              step("validate-model", _ -> TrainingSteps::validate),
              step("fit-model", _ -> TrainingSteps::fit),
              step("register-model", _ -> ModelSteps::register, Permission.REGISTER_MODELS),
              step(
                  "promote-if-better",
                  _ -> GateStep::run,
                  Permission.PREDICT,
                  Permission.REGISTER_MODELS,
                  Permission.PROMOTE_MODELS),
              step(
                  "judge-window",
                  parts -> bench -> WatchSteps.judge(bench, parts.guards()),
                  Permission.PREDICT,
                  Permission.REGISTER_MODELS,
                  Permission.PROMOTE_MODELS))
          .stream()
          .collect(Collectors.toUnmodifiableMap(BuiltIn::name, Function.identity()));

  private BuiltInSteps() {}

  /// What some steps share.
  private record Parts(DataSteps data, EndpointGuards guards) {}

  /// All that is said of a step.
  ///
  /// @param permissions which its work asks for, beside reading and running pipelines
  /// @param reads for a step whose outputs depend on more than its parameters
  private record BuiltIn(
      String name,
      Function<Parts, ProjectStep.Work> work,
      Set<Permission> permissions,
      Optional<ProjectStep.Reads> reads) {

    BuiltIn reading(ProjectStep.Reads more) {
      return new BuiltIn(name, work, permissions, Optional.of(more));
    }
  }

  private static BuiltIn step(
      String name, Function<Parts, ProjectStep.Work> work, Permission... permissions) {
    return new BuiltIn(name, work, Set.of(permissions), Optional.empty());
  }

  /// The names alone, for checking a project.
  public static Set<String> names() {
    return ALL.keySet();
  }

  /// What whoever runs a step must be allowed to do, beside reading and running pipelines.
  ///
  /// @param step one of [#names]
  public static Set<Permission> permissions(String step) {
    return Objects.requireNonNull(ALL.get(step)).permissions();
  }

  /// What whoever runs a pipeline of these steps must be allowed to do, beside reading.
  public static Set<Permission> permissions(Pipeline pipeline) {
    Set<Permission> needed = EnumSet.of(Permission.RUN_PIPELINES);
    pipeline.tasks().forEach(task -> needed.addAll(permissions(task.uses())));
    return needed;
  }

  /// The steps at work.
  ///
  /// @param projects finds the project that an attempt works on
  public static Map<String, Step> of(
      Components components,
      Ingest ingest,
      Materialize materialize,
      EndpointGuards guards,
      Function<StepContext, ActiveProject> projects) {
    Parts parts = new Parts(new DataSteps(ingest, materialize), guards);
    Map<String, Step> steps = new TreeMap<>();
    ALL.forEach((name, step) ->
        steps.put(
            name,
            new ProjectStep(
                name,
                components,
                projects,
                step.permissions(),
                step.work().apply(parts),
                step.reads())));
    return steps;
  }
}
