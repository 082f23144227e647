package dev.rondo.loop.step;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunNotes;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.ledger.Usage;
import dev.rondo.ledger.UsageMeter;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Components;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.RuleResult;
import dev.rondo.workflow.StepContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The ledger's record of one attempt of a task, nested in its execution's run; the attempt's id is
/// the run's. What the step reads, its parameters and metrics are written with its next output or
/// with its end, whichever is first, so that a task costs few commits. Not thread-safe.
public final class StepRun {
  /// The kind of a task's runs.
  public static final String TASK = "task";

  /// The kind of a trial's runs, nested in a task's.
  public static final String TRIAL = "trial";

  /// The parameter that tells which source a run of `ingest` took its rows from.
  public static final String SOURCE = "source";

  /// How many broken rules a check is noted with.
  private static final int BROKEN = 20;

  private final Ledger ledger;
  private final InstantSource clock;
  private final Caller caller;
  private final RunId id;
  private final Optional<UsageMeter> meter;
  private RunNotes unsaid = RunNotes.NONE;

  private StepRun(
      Ledger ledger, InstantSource clock, Caller caller, RunId id, Optional<UsageMeter> meter) {
    this.ledger = ledger;
    this.clock = clock;
    this.caller = caller;
    this.id = id;
    this.meter = meter;
  }

  /// Begins the record.
  ///
  /// @param project what the step works by
  static StepRun begin(
      Components components, StepContext context, String step, ActiveProject project) {
    Ledger ledger = components.ledger();
    RunId id = new RunId(context.attemptId());
    UsageMeter meter = UsageMeter.start(components.children()::processIds);
    Environment environment = Environment.here(step).withCommit(project.commit());
    OptionalLong seed = Inputs.seed(context.parameters());
    RunStart start =
        RunStart.of(TASK, step)
            .withId(id)
            .withParent(new RunId(context.executionId().value()))
            .withEnvironment(
                seed.isPresent() ? environment.withSeed(seed.getAsLong()) : environment);
    Caller recorder = recorder(context.caller());
    ledger.start(recorder, start, RunNotes.NONE.withInput(project.bundle(), Map.of()));
    return new StepRun(ledger, components.clock(), recorder, id, Optional.of(meter));
  }

  /// The record is the platform's, with what checks find: whoever may run a pipeline need not be
  /// allowed to write runs, or data.
  static Caller recorder(Caller caller) {
    return new Caller(
        caller.user(),
        caller.project(),
        Set.of(Permission.READ, Permission.WRITE_RUNS, Permission.WRITE_DATA));
  }

  RunId id() {
    return id;
  }

  void parameters(Map<String, String> parameters) {
    unsaid = unsaid.withParameters(list(parameters));
  }

  private static List<Parameter> list(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }

  void metrics(Map<String, Double> metrics) {
    unsaid =
        unsaid.withMetrics(
            metrics.entrySet().stream()
                .map(e -> new Metric(e.getKey(), e.getValue(), clock.instant(), 0))
                .toList());
  }

  void read(Asset asset, Map<String, Object> facts) {
    unsaid = unsaid.withInput(asset, facts);
  }

  /// Notes an output at once, and with it all that was not said yet.
  void wrote(Asset asset, Map<String, Object> facts) {
    ledger.note(caller, id, said().withOutput(asset, facts));
  }

  private RunNotes said() {
    RunNotes notes = unsaid;
    unsaid = RunNotes.NONE;
    return notes;
  }

  void artifact(String path, Blob blob) {
    ledger.logArtifact(caller, id, path, blob);
  }

  /// A finished run of its own beneath this one: a trial of a search.
  void trial(String name, Map<String, String> parameters, List<Metric> metrics) {
    RunId nested = ledger.start(caller, RunStart.of(TRIAL, name).withParent(id)).id();
    StepRun trial = new StepRun(ledger, clock, caller, nested, Optional.empty());
    trial.parameters(parameters);
    trial.unsaid = trial.unsaid.withMetrics(metrics);
    trial.end(RunStatus.FINISHED, Map.of());
  }

  /// Notes a check that the step had made of its data, before it is kept and others hear of it.
  void checked(QualityRecord found) {
    List<String> broken =
        found.result().failed().stream().map(RuleResult::rule).limit(BROKEN).toList();
    wrote(
        found.asset(),
        Map.of(
            "judge", found.result().contract(),
            "judge_version", found.result().version(),
            "broken", broken));
  }

  /// Notes what the step threw.
  void failed(Exception thrown) {
    String message = thrown instanceof Problem problem ? problem.text() : thrown.toString();
    ledger.setTags(caller, id, List.of(Tag.error(message)));
  }

  /// Ends the record with all that was not said yet.
  ///
  /// @param asked what the step was asked to do; where it has noted a parameter of the same name
  ///   itself, that one stays
  /// @throws Problem `conflict` when a parameter has another value already, which a client may have
  ///   noted: the run has failed then
  void end(RunStatus status, Map<String, String> asked) {
    Optional<Usage> usage = meter.map(UsageMeter::read);
    try {
      ledger.finish(caller, id, status, usage, said(), list(asked));
    } catch (Problem e) {
      ledger.finish(caller, id, RunStatus.FAILED, usage, RunNotes.NONE, list(asked));
      throw e;
    }
  }
}
