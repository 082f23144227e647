package dev.rondo.loop.step;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.ledger.UsageMeter;
import dev.rondo.loop.Components;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.RuleResult;
import dev.rondo.workflow.StepContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The ledger's record of one attempt of a task, nested in its execution's run. Written as the step
/// works; the attempt's id is the run's.
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

  private StepRun(
      Ledger ledger, InstantSource clock, Caller caller, RunId id, Optional<UsageMeter> meter) {
    this.ledger = ledger;
    this.clock = clock;
    this.caller = caller;
    this.id = id;
    this.meter = meter;
  }

  /// Begins the record.
  static StepRun begin(Components components, StepContext context, String step, String commit) {
    Ledger ledger = components.ledger();
    RunId id = new RunId(context.attemptId());
    UsageMeter meter = UsageMeter.start(components.children()::processIds);
    Environment environment = Environment.here(step).withCommit(commit);
    OptionalLong seed = Inputs.seed(context.parameters());
    ledger.start(
        context.caller(),
        RunStart.of(TASK, step)
            .withId(id)
            .withParent(new RunId(context.executionId().value()))
            .withEnvironment(
                seed.isPresent() ? environment.withSeed(seed.getAsLong()) : environment));
    return new StepRun(ledger, components.clock(), context.caller(), id, Optional.of(meter));
  }

  RunId id() {
    return id;
  }

  void parameters(Map<String, String> parameters) {
    ledger.logParameters(
        caller,
        id,
        parameters.entrySet().stream().map(e -> new Parameter(e.getKey(), e.getValue())).toList());
  }

  /// What the step was asked to do, as far as it has not noted parameters of these names itself.
  void asked(Map<String, String> parameters) {
    Map<String, String> asked = new HashMap<>(parameters);
    ledger.parameters(caller, id).forEach(noted -> asked.remove(noted.key()));
    if (!asked.isEmpty()) {
      parameters(asked);
    }
  }

  void metrics(Map<String, Double> metrics) {
    ledger.logMetrics(
        caller,
        id,
        metrics.entrySet().stream()
            .map(e -> new Metric(e.getKey(), e.getValue(), clock.instant(), 0))
            .toList());
  }

  void read(Asset asset, Map<String, Object> facts) {
    ledger.recordInput(caller, id, asset, facts);
  }

  void wrote(Asset asset, Map<String, Object> facts) {
    ledger.recordOutput(caller, id, asset, facts);
  }

  void artifact(String path, Blob blob) {
    ledger.logArtifact(caller, id, path, blob);
  }

  /// A finished run of its own beneath this one: a trial of a search.
  void trial(String name, Map<String, String> parameters, List<Metric> metrics) {
    RunId nested = ledger.start(caller, RunStart.of(TRIAL, name).withParent(id)).id();
    StepRun trial = new StepRun(ledger, clock, caller, nested, Optional.empty());
    trial.parameters(parameters);
    ledger.logMetrics(caller, nested, metrics);
    trial.end(RunStatus.FINISHED);
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

  void end(RunStatus status) {
    meter.ifPresentOrElse(
        one -> ledger.finish(caller, id, status, one.read()),
        () -> ledger.finish(caller, id, status));
  }
}
