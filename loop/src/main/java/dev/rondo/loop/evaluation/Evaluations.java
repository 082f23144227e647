package dev.rondo.loop.evaluation;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.Components;
import dev.rondo.loop.project.ModelPolicy;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.evaluation.Difference;
import dev.rondo.registry.evaluation.Figure;
import dev.rondo.registry.evaluation.Grounds;
import dev.rondo.registry.evaluation.Measure;
import dev.rondo.registry.evaluation.Method;
import dev.rondo.registry.evaluation.Question;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.evaluation.Subject;
import dev.rondo.registry.evaluation.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Evaluations of versions: makes them, keeps them with their lineage, reads them, and makes them
/// again to see that they come out the same. Thread-safe.
public final class Evaluations {
  /// The kind of the runs that evaluate by themselves.
  public static final String RUN = "evaluation";

  private static final int MOST_ASSETS = 1_000;

  private final Components components;
  private final Function<Caller, ModelPolicy> policies;

  /// @param policies what a project says of its models
  public Evaluations(Components components, Function<Caller, ModelPolicy> policies) {
    this.components = components;
    this.policies = policies;
  }

  /// An evaluation that was made again.
  ///
  /// @param recorded the digest of what was kept
  /// @param again the digest of what came out now
  public record Recomputed(Report report, Digest recorded, Digest again) {
    public boolean isEqual() {
      return recorded.equals(again);
    }
  }

  /// Measures, and keeps nothing.
  ///
  /// @throws Problem `not-found` when the rows or a model are not stored any more
  public Report measure(Caller caller, Question question) {
    return new Answering(components, caller).answer(question);
  }

  /// Keeps what was measured of a version, as the judgement that it led to.
  ///
  /// @return its name in lineage, for the run that made it
  public Asset keep(Caller caller, Report report, Evaluation judgement) {
    Subject subject = report.question().subject();
    Blob blob = components.blobs().put(report.bytes());
    return components
        .registry()
        .evaluate(caller, subject.model(), subject.version(), judgement, blob.digest())
        .asset(subject.model(), subject.version());
  }

  /// What was measured for an evaluation; empty where the judgement is all.
  public Optional<Report> report(Caller caller, RecordedEvaluation recorded) {
    caller.require(Permission.READ);
    return recorded.report().map(this::report);
  }

  private Report report(Digest digest) {
    return Report.parse(components.blobs().load(digest));
  }

  /// Makes a version's evaluation again from the rows and the models that it names.
  ///
  /// @param id of the evaluation; empty for the newest that has a report
  /// @throws Problem `not-found` when there is none, or what it was made of is gone
  public Recomputed recompute(Caller caller, String model, int version, String id) {
    components.registry().load(caller, model, version);
    Digest digest =
        components.registry().evaluations(caller, model, version).reversed().stream()
            .filter(one -> id.isEmpty() || one.id().equals(id))
            .flatMap(one -> one.report().stream())
            .findFirst()
            .orElseThrow(() -> none(model, version, id));
    Report before = report(digest);
    Report again = measure(caller, before.question());
    return new Recomputed(again, digest, again.digest());
  }

  private static Problem none(String model, int version, String id) {
    return id.isEmpty()
        ? Problem.notFound(
            "No evaluation of version %d of '%s' keeps what it was made of; evaluate it on a"
                + " training set: rondo models evaluate %s %d --on TRAINING_SET.",
            version, model, model, version)
        : Problem.notFound(
            "Version %d of '%s' has no evaluation '%s' that can be made again.",
            version, model, id);
  }

  /// Evaluates a version on the held-out rows of a training set, beside the running one, and keeps
  /// it.
  ///
  /// @param set the version or digest of a training set, or the beginning of either
  public Report evaluate(Caller caller, String model, int version, String set) {
    caller.require(Permission.REGISTER_MODELS);
    ModelVersion judged = components.registry().load(caller, model, version);
    AssetRecord grounds = trainingSet(caller, set);
    refuseAgain(caller, judged, grounds.asset());
    Optional<ModelVersion> champion =
        components.registry().champion(caller, model).filter(one -> one.version() != version);
    ModelPolicy policy = policies.apply(caller);
    Question question =
        new Question(
            Task.REGRESSION,
            subject(judged),
            grounds(grounds),
            champion.map(Evaluations::subject),
            policy.slices(),
            policy.gates(),
            Method.STANDARD);
    return recorded(caller, measure(caller, question), judged, grounds.asset(), Optional.empty());
  }

  /// Evaluates a version by what it answered elsewhere, and keeps it.
  ///
  /// @param sent `task`, `dataset`, `labels`, `scores` and `features`
  /// @throws Problem `invalid-request`, naming the value that is wrong
  public Report evaluate(Caller caller, String model, int version, JsonNode sent) {
    caller.require(Permission.REGISTER_MODELS);
    ModelVersion judged = components.registry().load(caller, model, version);
    SentAnswers answers = SentAnswers.of(sent);
    Blob blob = components.blobs().put(Json.write(sent).getBytes(StandardCharsets.UTF_8));
    Asset rows =
        new Asset(Asset.Kind.DATASET, answers.dataset(), blob.digest().brief(), blob.digest());
    refuseAgain(caller, judged, rows);
    String note = "The answers were sent by " + caller.user() + ".";
    Question question =
        new Question(
            answers.answers().task(),
            new Subject(model, version, judged.digest().value(), note),
            grounds(rows, blob.digest().value(), 0, answers.answers().rows()),
            Optional.empty(),
            List.of(),
            List.of(),
            Method.STANDARD);
    return recorded(caller, measure(caller, question), judged, rows, Optional.of(blob));
  }

  /// The version as it is served.
  public static Subject subject(ModelVersion version) {
    return new Subject(version.model(), version.version(), version.content().digest().value(), "");
  }

  /// What was decided by is not overwritten.
  private void refuseAgain(Caller caller, ModelVersion version, Asset set) {
    boolean isKnown =
        components.registry().evaluations(caller, version.model(), version.version()).stream()
            .anyMatch(one -> one.evaluation().dataset().equals(set));
    if (isKnown) {
      throw Problem.conflict(
          "Version %d of '%s' was evaluated on %s already; make that evaluation"
              + " again with: rondo models evaluate %s %d.",
          version.version(), version.model(), set, version.model(), version.version());
    }
  }

  private AssetRecord trainingSet(Caller caller, String set) {
    List<AssetRecord> found =
        components.ledger().assets(caller, Asset.Kind.TRAINING_SET, MOST_ASSETS).stream()
            .filter(one ->
                one.asset().version().startsWith(set)
                    || one.asset().digest().value().startsWith(set))
            .toList();
    if (set.isEmpty() || found.size() != 1) {
      throw Problem.notFound(
          "%s training sets are called '%s'; give the version or digest of one, as rondo models"
              + " show and rondo lineage tell it.",
          found.isEmpty() ? "No" : found.size(), set);
    }
    return found.getFirst();
  }

  private static Grounds grounds(AssetRecord set) {
    return grounds(
        set.asset(),
        set.facts().path("matrix").asString(""),
        set.facts().path("holdout_from").asInt(0),
        set.facts().path("rows").asInt());
  }

  /// Rows of a training set.
  ///
  /// @param matrix the digest of the file with its rows
  public static Grounds grounds(Asset set, String matrix, int from, int to) {
    return new Grounds(
        set.kind().text(), set.name(), set.version(), set.digest().value(), matrix, from, to);
  }

  /// @param sent what a client sent as the rows, which the run keeps
  private Report recorded(
      Caller caller, Report report, ModelVersion judged, Asset rows, Optional<Blob> sent) {
    Ledger ledger = components.ledger();
    RunStart start = RunStart.of(RUN, judged.model()).withEnvironment(Environment.here("evaluate"));
    RunId run = ledger.start(caller, start).id();
    RunStatus status = RunStatus.FAILED;
    try {
      ledger.recordInput(caller, run, judged.asset(), Map.of());
      ledger.recordInput(caller, run, rows, Map.of());
      sent.ifPresent(blob -> ledger.logArtifact(caller, run, "answers.json", blob));
      report
          .question()
          .baseline()
          .map(one -> components.registry().load(caller, one.model(), one.version()).asset())
          .ifPresent(one -> ledger.recordInput(caller, run, one, Map.of("as", "baseline")));
      Asset kept = keep(caller, report, judgement(report, rows));
      ledger.recordOutput(caller, run, kept, facts(report));
      status = RunStatus.FINISHED;
      return report;
    } finally {
      ledger.finish(caller, run, status);
    }
  }

  /// What lineage tells of an evaluation.
  public static Map<String, Object> facts(Report report) {
    return Map.of("rows", report.whole().rows(), "passed", report.hasPassed());
  }

  /// The judgement that the gates of a report amount to, with its first measure.
  public static Evaluation judgement(Report report, Asset dataset) {
    Optional<Subject> baseline = report.question().baseline();
    Evaluation.Verdict good =
        baseline.isPresent() ? Evaluation.Verdict.BETTER : Evaluation.Verdict.FIRST;
    Measure first = report.question().task().measures().getFirst();
    return new Evaluation(
        dataset,
        value(first, report.whole().figure(first).map(Figure::value)),
        baseline.map(one -> OptionalInt.of(one.version())).orElse(OptionalInt.empty()),
        value(first, report.whole().difference(first).map(Difference::baseline)),
        report.hasPassed() ? good : Evaluation.Verdict.NOT_BETTER,
        report.reason());
  }

  private static Map<String, Double> value(Measure measure, Optional<Double> value) {
    return value.map(one -> Map.of(measure.text(), one)).orElse(Map.of());
  }
}
