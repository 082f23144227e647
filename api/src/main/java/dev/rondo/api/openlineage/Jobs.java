package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.RunEvent.Job;
import dev.rondo.api.openlineage.RunFacets.Reference;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.step.StepRun;
import dev.rondo.workflow.Attempt;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.Task;
import dev.rondo.workflow.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which jobs runs are of: `train` for a pipeline, `train.fit` for a task, `train.search.trial` for
/// a trial, `release.duration` for a release, and `task.explore` for a run of nobody's.
final class Jobs {
  private final Engine engine;
  private final Ledger ledger;
  private final Name.Space space;

  Jobs(Engine engine, Ledger ledger, Name.Space space) {
    this.engine = engine;
    this.ledger = ledger;
    this.space = space;
  }

  Job job(Caller caller, Run run) {
    List<Facet> facets = new ArrayList<>();
    facets.add(RunFacets.jobType(run.kind().toUpperCase(Locale.ROOT)));
    execution(caller, run.id())
        .map(execution -> engine.pipeline(caller, execution.id()).description())
        .filter(description -> !description.isEmpty())
        .ifPresent(description -> facets.add(RunFacets.jobDocumentation(description)));
    code(caller, run).ifPresent(facets::add);
    return new Job(space.in(caller.project(), name(caller, run)), facets);
  }

  /// The code is the project's at a commit; a trial's is that of its task.
  private Optional<Facet> code(Caller caller, Run run) {
    String repository = space.of(caller.project()) + ".git";
    return commit(run)
        .or(() -> run.parent().flatMap(id -> ledger.find(caller, id)).flatMap(Jobs::commit))
        .map(commit -> RunFacets.code(repository, commit));
  }

  private static Optional<String> commit(Run run) {
    return Optional.of(run.environment()).flatMap(Environment::commit);
  }

  /// The execution that a run stands for, if it is a pipeline's.
  Optional<Execution> execution(Caller caller, RunId id) {
    return engine.find(caller, new ExecutionId(id.value()));
  }

  /// The runs above one, the next first. A pipeline's is known from its execution, since its record
  /// may be written after those of its first tasks.
  List<Reference> above(Caller caller, Run run) {
    List<Reference> above = new ArrayList<>();
    Optional<RunId> next = run.parent();
    while (next.isPresent()) {
      RunId id = next.get();
      Optional<Run> found = ledger.find(caller, id);
      found
          .map(parent -> name(caller, parent))
          .or(() -> execution(caller, id).map(Execution::pipeline))
          .ifPresent(name -> above.add(new Reference(id, space.in(caller.project(), name))));
      next = found.flatMap(Run::parent);
    }
    return above;
  }

  private String name(Caller caller, Run run) {
    return switch (run.kind()) {
      case "pipeline" -> run.name();
      case StepRun.TASK -> taskName(caller, run);
      case StepRun.TRIAL -> parentName(caller, run) + "." + StepRun.TRIAL;
      default -> run.kind() + "." + run.name();
    };
  }

  private String parentName(Caller caller, Run run) {
    return run.parent()
        .flatMap(id -> ledger.find(caller, id))
        .map(parent -> name(caller, parent))
        .orElse(run.name());
  }

  private String taskName(Caller caller, Run run) {
    return run.parent()
        .flatMap(id -> execution(caller, id))
        .map(execution -> execution.pipeline() + "." + taskId(caller, execution, run))
        .orElse(StepRun.TASK + "." + run.name());
  }

  private String taskId(Caller caller, Execution execution, Run attempt) {
    List<String> same =
        engine.tasks(caller, execution.id()).stream()
            .filter(task -> task.uses().equals(attempt.name()))
            .map(Task::id)
            .toList();
    return same.size() == 1
        ? same.getFirst()
        : same.stream()
            .filter(id ->
                engine.attempts(caller, execution.id(), id).stream()
                    .map(Attempt::id)
                    .anyMatch(attempt.id().value()::equals))
            .findFirst()
            .orElse(attempt.name());
  }

  /// Why the tasks of an execution failed that did so by themselves.
  Optional<String> failure(Caller caller, Execution execution) {
    List<String> failures =
        engine.tasks(caller, execution.id()).stream()
            .filter(task -> task.status() == TaskStatus.FAILED)
            .map(task ->
                "Task '%s': %s"
                    .formatted(task.id(), task.failure().map(f -> f.message()).orElse("")))
            .toList();
    return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", failures));
  }
}
