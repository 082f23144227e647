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
import dev.rondo.quality.QualityRecord;
import dev.rondo.workflow.StepContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The ledger's record of one attempt of a task, nested in its execution's run. Written as the step
/// works; the attempt's id is the run's.
public final class StepRun {
  /// The kind of a task's runs.
  public static final String TASK = "task";

  /// The kind of a trial's runs, nested in a task's.
  public static final String TRIAL = "trial";

  /// The parameter that tells which source a run of `ingest` took its rows from.
  public static final String SOURCE = "source";

  private final Ledger ledger;
  private final InstantSource clock;
  private final Caller caller;
  private final RunId id;

  private StepRun(Ledger ledger, InstantSource clock, Caller caller, RunId id) {
    this.ledger = ledger;
    this.clock = clock;
    this.caller = caller;
    this.id = id;
  }

  /// Begins the record.
  static StepRun begin(
      Ledger ledger, InstantSource clock, StepContext context, String step, String commit) {
    RunId id = new RunId(context.attemptId());
    ledger.start(
        context.caller(),
        RunStart.of(TASK, step)
            .withId(id)
            .withParent(new RunId(context.executionId().value()))
            .withEnvironment(Environment.here(step).withCommit(commit)));
    return new StepRun(ledger, clock, context.caller(), id);
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
    StepRun trial = new StepRun(ledger, clock, caller, nested);
    trial.parameters(parameters);
    ledger.logMetrics(caller, nested, metrics);
    trial.end(RunStatus.FINISHED);
  }

  /// Notes a check that the step had made of its data, before it is kept and others hear of it.
  void checked(QualityRecord found) {
    wrote(found.asset(), Map.of("judge", found.result().contract()));
  }

  /// Notes what the step threw.
  void failed(Exception thrown) {
    String message = thrown instanceof Problem problem ? problem.text() : thrown.toString();
    ledger.setTags(caller, id, List.of(Tag.error(message)));
  }

  void end(RunStatus status) {
    ledger.finish(caller, id, status);
  }
}
