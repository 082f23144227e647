package dev.rondo.loop.step;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Components;
import dev.rondo.workflow.Step;
import dev.rondo.workflow.StepContext;
import dev.rondo.workflow.StepResult;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A built-in step: works on the caller's project and leaves a record in the ledger.
final class ProjectStep implements Step {

  /// What the step does.
  interface Work {
    /// @return the step's outputs
    Map<String, ?> run(Bench bench) throws Exception;
  }

  /// What the work reads beyond its parameters, as one text that differs when that differs.
  interface Reads {
    String text(Components components, ActiveProject active, Caller caller);
  }

  /// What the work has at hand.
  record Bench(StepContext context, Components components, ActiveProject active, StepRun run) {
    ObjectNode parameters() {
      return context.parameters();
    }

    /// Who keeps what the step finds.
    Caller recorder() {
      return StepRun.recorder(context.caller());
    }
  }

  private final String name;
  private final Components components;
  private final Function<StepContext, ActiveProject> projects;
  private final Set<Permission> permissions;
  private final Work work;
  private final Optional<Reads> reads;

  /// @param permissions that the work asks for
  /// @param reads empty when the parameters say it all
  ProjectStep(
      String name,
      Components components,
      Function<StepContext, ActiveProject> projects,
      Set<Permission> permissions,
      Work work,
      Optional<Reads> reads) {
    this.name = name;
    this.components = components;
    this.projects = projects;
    this.permissions = permissions;
    this.work = work;
    this.reads = reads;
  }

  @Override
  public Optional<Digest> inputsDigest(StepContext context) {
    return reads.map(
        read -> Digest.of(read.text(components, projects.apply(context), context.caller())));
  }

  @Override
  public StepResult run(StepContext context) throws Exception {
    ActiveProject active = projects.apply(context);
    StepRun run = StepRun.begin(components, context, name, active);
    RunStatus status = RunStatus.FAILED;
    try {
      permissions.forEach(one -> requireSomewhere(context.caller(), one));
      StepResult result = StepResult.of(work.run(new Bench(context, components, active, run)));
      status = RunStatus.FINISHED;
      return result;
    } catch (Exception e) {
      status = context.isCancelled() ? RunStatus.KILLED : RunStatus.FAILED;
      run.failed(e);
      throw e;
    } finally {
      run.end(status, Inputs.plain(context.parameters()));
    }
  }

  /// Nothing is left half done for a right that is missed only later.
  private static void requireSomewhere(Caller caller, Permission permission) {
    if (!caller.maySomewhere(permission)) {
      throw caller.refusal(permission);
    }
  }
}
