package dev.rondo.loop.step;

import dev.rondo.kernel.Permission;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Components;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.source.Ingest;
import dev.rondo.workflow.Step;
import dev.rondo.workflow.StepContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The steps that every project's pipelines may use, by the names that `uses` gives.
public final class BuiltInSteps {
  /// Steps whose outputs depend on more than their parameters.
  private static final Map<String, ProjectStep.Reads> READS =
      Map.of("build-training-set", TrainingSteps::reads);

  private static final Map<String, Set<Permission>> PERMISSIONS =
      Map.of(
          "ingest", Set.of(Permission.WRITE_DATA),
          "materialize-online", Set.of(Permission.WRITE_DATA),
          "materialize-offline", Set.of(Permission.WRITE_DATA),
          "build-training-set", Set.of(),
          "search-model", Set.of(),
          "validate-model", Set.of(),
          "fit-model", Set.of(),
          "register-model", Set.of(Permission.REGISTER_MODELS),
          "promote-if-better", Set.of(Permission.REGISTER_MODELS, Permission.PROMOTE_MODELS),
          "judge-window", Set.of());

  private BuiltInSteps() {}

  /// The names alone, for checking a project.
  public static Set<String> names() {
    return PERMISSIONS.keySet();
  }

  /// What whoever runs a step must be allowed to do, beside running pipelines.
  ///
  /// @param step one of [#names]
  public static Set<Permission> permissions(String step) {
    return Objects.requireNonNull(PERMISSIONS.get(step));
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
    DataSteps data = new DataSteps(ingest, materialize);
    Map<String, ProjectStep.Work> works = new TreeMap<>();
    works.put("ingest", data::ingest);
    works.put("materialize-online", data::online);
    works.put("materialize-offline", data::offline);
    works.put("build-training-set", TrainingSteps::build);
    works.put("search-model", TrainingSteps::search);
    works.put("validate-model", TrainingSteps::validate);
    works.put("fit-model", TrainingSteps::fit);
    works.put("register-model", ModelSteps::register);
    works.put("promote-if-better", GateStep::run);
    works.put("judge-window", bench -> WatchSteps.judge(bench, guards));
    Map<String, Step> steps = new TreeMap<>();
    works.forEach((name, work) ->
        steps.put(
            name,
            new ProjectStep(
                name, components, projects, work, Optional.ofNullable(READS.get(name)))));
    return steps;
  }
}
