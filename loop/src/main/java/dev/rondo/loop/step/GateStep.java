package dev.rondo.loop.step;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.evaluation.Evaluations;
import dev.rondo.loop.project.ModelPolicy;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.Registry;
import dev.rondo.registry.evaluation.Method;
import dev.rondo.registry.evaluation.Question;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.evaluation.Subject;
import dev.rondo.registry.evaluation.Task;
import dev.rondo.serving.ModelRef;
import dev.rondo.training.Matrix;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// The step that decides about a version: it is evaluated on the held-out rows, by the model that
/// was learned without them, beside the running one.
final class GateStep {
  private static final String NOTE =
      "The same choice of window and parameters, learned without the rows that it is judged on.";

  private final Bench bench;
  private final ObjectNode examples;
  private final ObjectNode choice;
  private final ModelVersion version;
  private final Optional<ModelVersion> champion;

  private GateStep(Bench bench) {
    this.bench = bench;
    this.examples = Inputs.object(bench.parameters(), "examples");
    this.choice = Inputs.object(bench.parameters(), "choice");
    ObjectNode registered = Inputs.object(bench.parameters(), "registered");
    String model = Inputs.text(registered, "model");
    this.version =
        bench
            .components()
            .registry()
            .load(caller(bench), model, registered.path("version").asInt());
    this.champion = bench.components().registry().champion(caller(bench), model);
  }

  private static Caller caller(Bench bench) {
    return bench.context().caller();
  }

  /// Promotes the version when it keeps the project's gates, or, where there are none, when the
  /// candidate beat the champion on the held-out rows or there is no champion; rejects it with the
  /// reason otherwise: parameters `model`, `examples`, `choice`, `registered`.
  static Map<String, ?> run(Bench bench) {
    return new GateStep(bench).decide();
  }

  private Map<String, ?> decide() {
    Asset set = TrainingSteps.trainingSet(examples);
    bench.run().read(version.asset(), Map.of());
    bench.run().read(set, Map.of());
    if (champion.isPresent() && champion.get().version() == version.version()) {
      return decision(true, "It is the champion already.");
    }
    double mae = choice.path("mae").asDouble();
    Optional<AbsoluteError> baseline = champion.map(this::error);
    ModelPolicy policy = bench.active().project().models();
    Optional<Report> report = report(set, policy);
    Evaluation evaluation =
        policy.gates().isEmpty()
            ? compared(set, mae, baseline)
            : Evaluations.judgement(report.orElseThrow(this::unjudged), set);
    keep(report, evaluation);
    boolean isBetter = evaluation.verdict() != Evaluation.Verdict.NOT_BETTER;
    boolean isPromoted = move(isBetter, evaluation.reason());
    bench.run().metrics(Map.of("candidate_mae", mae));
    baseline.ifPresent(b -> bench.run().metrics(Map.of("champion_mae", b.mean().orElse(0))));
    bench.context().log(evaluation.reason());
    return decision(isPromoted, evaluation.reason());
  }

  /// @return whether it was promoted; a good one whose approval is missing waits for it
  private boolean move(boolean isGood, String reason) {
    Registry registry = bench.components().registry();
    if (!isGood) {
      registry.reject(caller(bench), version.model(), version.version(), reason);
      return false;
    }
    Optional<String> approver = registry.papers().approver(caller(bench));
    if (approver.isPresent()) {
      bench.context().log("It waits for the approval of a %s.".formatted(approver.get()));
      return false;
    }
    registry.promote(caller(bench), version.model(), version.version(), reason);
    return true;
  }

  private Map<String, ?> decision(boolean isPromoted, String reason) {
    return Map.of("version", version.version(), "promoted", isPromoted, "reason", reason);
  }

  /// Nothing when the pipeline kept no model that was learned without the held-out rows.
  private Optional<Report> report(Asset set, ModelPolicy policy) {
    if (!choice.path("onnx").isString()) {
      return Optional.empty();
    }
    champion.ifPresent(one -> bench.run().read(one.asset(), Map.of("as", "baseline")));
    Question question =
        new Question(
            Task.REGRESSION,
            new Subject(version.model(), version.version(), Inputs.text(choice, "onnx"), NOTE),
            Evaluations.grounds(
                set,
                Inputs.text(examples, "matrix"),
                examples.path("holdout_from").asInt(),
                examples.path("rows").asInt()),
            champion.map(Evaluations::subject),
            policy.slices(),
            policy.gates(),
            Method.STANDARD);
    return Optional.of(evaluations().measure(caller(bench), question));
  }

  private Evaluations evaluations() {
    return new Evaluations(bench.components(), _ -> bench.active().project().models());
  }

  private Problem unjudged() {
    return Problem.invalid(
        "The gates of project.yaml need a model that was learned without the held-out rows: give"
            + " 'choice' as the step validate-model gives it.");
  }

  private void keep(Optional<Report> report, Evaluation evaluation) {
    if (report.isPresent()) {
      Asset kept = evaluations().keep(caller(bench), report.get(), evaluation);
      bench.run().wrote(kept, Evaluations.facts(report.get()));
      return;
    }
    RecordedEvaluation kept =
        bench
            .components()
            .registry()
            .evaluate(caller(bench), version.model(), version.version(), evaluation);
    bench
        .run()
        .wrote(
            kept.asset(version.model(), version.version()),
            Map.of("verdict", evaluation.verdict().text()));
  }

  private AbsoluteError error(ModelVersion running) {
    try (Matrix matrix = Matrix.open(TrainingSteps.matrix(bench, examples))) {
      Matrix holdout = matrix.slice(examples.path("holdout_from").asInt(), matrix.rows());
      float[][] rows = new float[holdout.rows()][holdout.width()];
      for (int i = 0; i < holdout.width(); i++) {
        float[] column = holdout.column(i);
        for (int row = 0; row < column.length; row++) {
          rows[row][i] = column[row];
        }
      }
      float[] predictions =
          bench
              .components()
              .serving()
              .score(caller(bench), new ModelRef(running.model(), running.version()), rows);
      return AbsoluteError.of(predictions, holdout.labels());
    }
  }

  /// The comparison of the candidate with the champion on the same rows.
  private Evaluation compared(Asset dataset, double mae, Optional<AbsoluteError> baseline) {
    if (champion.isEmpty() || baseline.isEmpty() || baseline.get().mean().isEmpty()) {
      return new Evaluation(
          dataset,
          Map.of("mae", mae),
          OptionalInt.empty(),
          Map.of(),
          Evaluation.Verdict.FIRST,
          "There is no running model to compare it with.");
    }
    double before = baseline.get().mean().getAsDouble();
    boolean isBetter = mae < before;
    return new Evaluation(
        dataset,
        Map.of("mae", mae),
        OptionalInt.of(champion.get().version()),
        Map.of("mae", before),
        isBetter ? Evaluation.Verdict.BETTER : Evaluation.Verdict.NOT_BETTER,
        "On the newest %,d labelled requests its error is %.3f; version %d has %.3f."
            .formatted(baseline.get().rows(), mae, champion.get().version(), before));
  }
}
