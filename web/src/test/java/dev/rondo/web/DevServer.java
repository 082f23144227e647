package dev.rondo.web;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.monitoring.DriftRules;
import dev.rondo.monitoring.ErrorRules;
import dev.rondo.monitoring.Expectation;
import dev.rondo.monitoring.FeedbackRoute;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.monitoring.ReferenceProfile;
import dev.rondo.monitoring.Window;
import dev.rondo.monitoring.WindowData;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.publication.Agreement;
import dev.rondo.quality.publication.ContractText;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Signature;
import dev.rondo.registry.evaluation.Answers;
import dev.rondo.registry.evaluation.Features;
import dev.rondo.registry.evaluation.Gate;
import dev.rondo.registry.evaluation.Grounds;
import dev.rondo.registry.evaluation.Method;
import dev.rondo.registry.evaluation.Question;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.evaluation.Subject;
import dev.rondo.registry.evaluation.Task;
import dev.rondo.serving.AnswerCheck;
import dev.rondo.serving.EndpointDefinition;
import dev.rondo.serving.FeatureLookup;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.Step;
import dev.rondo.workflow.StepResult;
import dev.rondo.workflow.SubmitOptions;
import dev.rondo.workflow.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// Serves pages with something on them, to be looked at while one works on them.
final class DevServer {
  private static final Caller CALLER = Callers.ALL;
  private static final List<String> FEATURES =
      List.of(
          "trip_distance",
          "hour",
          "zone_trips_7d",
          "zone_speed_7d",
          "zone_duration_7d",
          "route_duration",
          "route_trips",
          "city_speed_3d");
  private static final MonitorDefinition MONITOR =
      new MonitorDefinition(
          "trip-duration",
          "trip-duration",
          Duration.ofDays(7),
          new DriftRules(0.5, 0.3, 0.01, 100, Set.of()),
          new ErrorRules(1.15, 100),
          Duration.ofDays(56),
          Duration.ofDays(21),
          List.of(FeedbackRoute.values()),
          0.02);

  private final WebHarness web;
  private final Random random = new Random(7);

  private DevServer(WebHarness web) {
    this.web = web;
  }

  /// @param arguments the port; `empty` beside it leaves the home empty
  public static void main(String[] arguments) throws Exception {
    var home = Files.createTempDirectory("rondo-web");
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8099;
    WebHarness web = new WebHarness(home, InstantSource.system(), steps(), port);
    if (arguments.length < 2) {
      new DevServer(web).fill();
    }
    new CountDownLatch(1).await();
  }

  static Map<String, Step> steps() {
    Step step =
        context -> {
          context.log("Reads its inputs: " + context.parameters());
          int pause = context.parameters().path("millis").asInt(20);
          for (int i = 0; i < 8; i++) {
            new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
            context.log("batch " + i + ": 12,345 rows, 12 set aside");
          }
          if (context.parameters().path("fails").asBoolean(false)) {
            throw new IOException("The sky fell on row 17.");
          }
          return StepResult.of(Map.of("rows", 98_760));
        };
    return Map.of("work", step);
  }

  private void fill() throws IOException {
    web.projects.facts = Optional.of(facts(contract()));
    web.projects.now = Optional.of(EventTime.parse("2020-04-17"));
    web.serving.register(
        CALLER,
        new EndpointDefinition(
            "trip-duration",
            "trip-duration",
            new NoFeatures(),
            _ -> List.of(),
            AnswerCheck.NONE,
            "id",
            "at",
            "minutes"));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(train(i == 3));
    }
    models(made);
    windows();
    quality();
    contracts(web);
    submit("train", 2_000, false);
  }

  static ProjectFacts facts(Contract contract) {
    return new ProjectFacts(
        "Tell a passenger who gets into a taxi how long the trip will take, as well in an"
            + " unusual spring as on an ordinary Monday.",
        new ProjectFacts.Indicator(
            "minutes of error avoided",
            "mean absolute error of the first model minus that of the running one, per trip",
            0.2,
            "USD"),
        new ProjectFacts.Task("regression", "trip duration", "minutes", "mae"),
        Map.of("data-scientist", "Mei Lin", "data-engineer", "Jonas Berg"),
        Map.of("trip-duration", "trip-duration"),
        List.of(contract),
        "0123456789abcdef0123456789abcdef01234567");
  }

  static Contract contract() throws IOException {
    Path file = Path.of("..", "examples", "taxi-duration", "contracts", "trips.yaml");
    return ContractParser.parse("contracts/trips.yaml", Files.readString(file));
  }

  /// The example's contract, published and then proposed with a narrower promise, to which one of
  /// its readers has agreed.
  static void contracts(WebHarness web) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    Path example = Path.of("..", "examples", "taxi-duration");
    try (var all = Files.walk(example)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(example.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    web.projects.files = Optional.of(ProjectParser.parse(files, BuiltInSteps.names()));
    String text = new String(files.get("contracts/trips.yaml"), StandardCharsets.UTF_8);
    Set<String> readers = Set.of("endpoint:trip-duration", "feature-view:city_pace");
    web.publications.adopt(CALLER, "c".repeat(40), List.of(proposal(text, Set.of())));
    String minor =
        text.replace("version: 1.0.0", "version: 1.0.1").replace("Trips of", "All trips of");
    web.publications.adopt(CALLER, "d".repeat(40), List.of(proposal(minor, Set.of())));
    String next =
        minor
            .replace("version: 1.0.1", "version: 2.0.0")
            .replace("exclusiveMinimum: 0, maximum: 100", "exclusiveMinimum: 0, maximum: 200")
            .replace("at most 100 miles", "at most 200 miles");
    web.publications.propose(CALLER, List.of(proposal(next, readers)));
    web.publications.approve(
        CALLER,
        new Agreement("taxi-trips", "2.0.0", "", "feature-view:city_pace", "Long trips are rare."),
        "");
  }

  private static Proposal proposal(String text, Set<String> readers) {
    ContractDocument document = ContractDocument.parse("contracts/trips.yaml", text);
    ContractText content = ContractText.of(document, text, Set.of("data-set:trips"));
    String commit =
        switch (document.version()) {
          case "1.0.0" -> "c".repeat(40);
          case "1.0.1" -> "d".repeat(40);
          default -> "e".repeat(40);
        };
    return new Proposal(content, commit, "local", Optional.empty(), readers, readers, "");
  }

  /// Thirty months with breaches of two rules, and rows that were set aside.
  private void quality() {
    for (int month = 0; month < 30; month++) {
      long bad = 120 + random.nextInt(160);
      EventTime at = EventTime.parse("2018-01-01").plus(Duration.ofDays(30L * month));
      List<RuleResult> rules =
          List.of(
              rule("distance", "trip_distance lies in (0, 100].", bad / 2, "0.0"),
              rule("required:pickup", "pickup is not null.", 0, ""),
              rule("duration", "The trip takes 1 to 180 minutes.", bad, "0.4"));
      web.quality.record(
          CALLER,
          HandOver.INGEST,
          "trips",
          at.day().toString(),
          at,
          new QualityResult("taxi-trips", "1.0.0", "file", 10_000, 10_000 - bad, bad, 3, rules));
    }
    web.database.write(tx ->
        tx.update(
            "INSERT INTO quarantine (project, dataset, batch, broken, content)"
                + " VALUES (?, 'trips', '2018-01', 'duration distance', ?)",
            CALLER.project(),
            "{\"pickup\": \"2018-01-03 10:00\", \"trip_distance\": 0.0, \"total\": 3.5}"));
  }

  private static RuleResult rule(String id, String sentence, long breaches, String sample) {
    return new RuleResult(
        id,
        sentence,
        Severity.ERROR,
        false,
        breaches,
        breaches == 0,
        "",
        sample.isEmpty() ? List.of() : List.of(sample));
  }

  private record NoFeatures() implements FeatureLookup {
    @Override
    public List<String> names() {
      return FEATURES;
    }

    @Override
    public void lookup(Caller caller, ObjectNode request, float[] vector) {}
  }

  private ExecutionId submit(String name, int millis, boolean fails) {
    TaskSpec ingest = task("ingest", millis / 10, false);
    List<TaskSpec> tasks =
        List.of(
            ingest,
            task("features", millis / 2, false).withNeeds(List.of("ingest")),
            task("profile", millis / 8, false).withNeeds(List.of("ingest")),
            task("examples", millis, false).withNeeds(List.of("features")),
            task("search", millis, fails).withNeeds(List.of("examples")),
            task("fit", millis, false).withNeeds(List.of("search")),
            task("register", millis, false).withNeeds(List.of("fit", "profile")),
            task("gate", millis / 10, false).withNeeds(List.of("register", "examples")));
    return web.engine.submit(
        CALLER,
        Pipeline.of(name, tasks),
        Map.of(),
        SubmitOptions.MANUAL.withTrigger("drift of trip_distance"));
  }

  private static TaskSpec task(String id, int millis, boolean fails) {
    return TaskSpec.of(id, "work").with(Json.object().put("millis", millis).put("fails", fails));
  }

  private String train(boolean fails) {
    ExecutionId id = submit("train", 40, fails);
    web.engine.await(CALLER, id, Duration.ofMinutes(1));
    RunId run = new RunId(id.value());
    web.ledger.start(CALLER, RunStart.of("pipeline", "train").withId(run));
    Asset snapshot = asset(Asset.Kind.SNAPSHOT, "trips", id.value().substring(28));
    Asset view = asset(Asset.Kind.FEATURE_VIEW, "zone_activity", id.value().substring(28));
    Asset set = asset(Asset.Kind.TRAINING_SET, "trip-duration", id.value().substring(28));
    RunId ingest = nested(run, "task", "ingest");
    web.ledger.recordInput(
        CALLER, ingest, asset(Asset.Kind.SOURCE_FILE, "2018-01.csv", "1"), Map.of());
    web.ledger.recordOutput(CALLER, ingest, snapshot, Map.of("rows", 9760));
    RunId materialize = nested(run, "task", "materialize");
    web.ledger.recordInput(CALLER, materialize, snapshot, Map.of());
    web.ledger.recordOutput(CALLER, materialize, view, Map.of());
    RunId examples = nested(run, "task", "build-training-set");
    web.ledger.recordInput(CALLER, examples, snapshot, Map.of());
    web.ledger.recordInput(CALLER, examples, view, Map.of());
    web.ledger.recordOutput(CALLER, examples, set, Map.of("rows", 29_660));
    RunId fit = nested(run, "task", "train-model");
    web.ledger.recordInput(CALLER, fit, set, Map.of());
    for (int trial = 0; trial < 3; trial++) {
      trial(fit, trial);
    }
    web.ledger.finish(CALLER, run, fails ? RunStatus.FAILED : RunStatus.FINISHED);
    return fit.value();
  }

  private static Asset asset(Asset.Kind kind, String name, String version) {
    return new Asset(kind, name, version, Digest.of(name + version));
  }

  private RunId nested(RunId parent, String kind, String name) {
    RunId id = web.ledger.start(CALLER, RunStart.of(kind, name).withParent(parent)).id();
    web.ledger.finish(CALLER, id, RunStatus.FINISHED);
    return id;
  }

  private void trial(RunId parent, int number) {
    RunId id =
        web.ledger.start(CALLER, RunStart.of("trial", "depth-" + number).withParent(parent)).id();
    web.ledger.logParameters(
        CALLER,
        id,
        List.of(new Parameter("max_depth", "" + (5 + number)), new Parameter("eta", "0.1")));
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double level = 3 + 4 * Math.exp(-i / 20.0) + random.nextGaussian() * 0.02;
      metrics.add(new Metric("valid_mae", level, java.time.Instant.EPOCH, i));
      metrics.add(new Metric("train_mae", level - 0.1 - i * 0.002, java.time.Instant.EPOCH, i));
    }
    metrics.add(new Metric("seconds", 4.2, java.time.Instant.EPOCH, 0));
    web.ledger.logMetrics(CALLER, id, metrics);
    web.ledger.finish(CALLER, id, RunStatus.FINISHED);
  }

  private void models(List<String> runs) {
    Signature signature = Signature.floats(FEATURES, "minutes");
    for (int i = 0; i < runs.size(); i++) {
      Digest digest = Digest.of("model " + i);
      ModelVersion version =
          web.registry.register(
              CALLER,
              new Registration(
                  "trip-duration",
                  runs.get(i),
                  new ModelContent(
                      digest, 412_345, "onnx", signature, Map.of("golden", Digest.of("golden"))),
                  ""));
      web.ledger.recordOutput(CALLER, new RunId(runs.get(i)), version.asset(), Map.of());
      judge(i, version);
    }
  }

  private void judge(int i, ModelVersion version) {
    boolean isWorse = i == 2;
    double mae = 3.05 + random.nextDouble() * 0.2;
    web.registry.evaluate(
        CALLER,
        "trip-duration",
        version.version(),
        new Evaluation(
            asset(Asset.Kind.TRAINING_SET, "trip-duration", "newest"),
            Map.of("mae", mae),
            i == 0 ? OptionalInt.empty() : OptionalInt.of(i),
            i == 0 ? Map.of() : Map.of("mae", isWorse ? mae - 0.04 : mae + 0.11),
            i == 0
                ? Evaluation.Verdict.FIRST
                : isWorse ? Evaluation.Verdict.NOT_BETTER : Evaluation.Verdict.BETTER,
            isWorse
                ? "The challenger's error is 0.04 minutes above the champion's."
                : "The challenger's error is below the champion's on the newest week."),
        web.blobs.put(report(version.version()).bytes()).digest());
    if (isWorse) {
      web.registry.reject(
          CALLER, "trip-duration", version.version(), "Its error is above the champion's.");
    } else {
      web.registry.promote(
          CALLER, "trip-duration", version.version(), "Its error is below the champion's.");
    }
    if (i == 4) {
      web.registry.rollBack(CALLER, "trip-duration", "The first window was worse by 6 %.");
    }
  }

  /// How well a version answers beside the first one.
  static Report report(int version) {
    float[] labels = new float[200];
    float[] scores = new float[200];
    float[] others = new float[200];
    float[] hours = new float[200];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 5 + i % 17;
      scores[i] = labels[i] + i % 5 - 2;
      others[i] = labels[i] + i % 7 - 3;
      hours[i] = i % 4;
    }
    Question question =
        new Question(
            Task.REGRESSION,
            new Subject("trips", version, "aa", "Learned without these rows."),
            new Grounds("training-set", "trips-set", "1", "bb", "cc", 0, 200),
            Optional.of(new Subject("trips", 1, "dd", "")),
            List.of(),
            List.of(new Gate("close", "mae", Gate.AT_MOST, 1, List.of("hour"))),
            Method.STANDARD);
    return Report.of(
        question,
        new Features(List.of("hour"), new float[][] {hours}),
        Answers.of(Task.REGRESSION, labels, scores),
        Optional.of(Answers.of(Task.REGRESSION, labels, others)));
  }

  private void windows() {
    ReferenceProfile profile = ReferenceProfile.of(FEATURES, columns(0), floats(2_000, 14, 6));
    EventTime start = EventTime.parse("2018-04-01");
    for (int week = 0; week < 107; week++) {
      double shift = week > 98 ? 0.9 : 0.25 * Math.sin(week / 8.0);
      float[] predictions = floats(2_000, 14 + shift, 6);
      float[] labels = new float[predictions.length];
      for (int i = 0; i < labels.length; i++) {
        double spread = 3.9 + (week > 98 ? 1.2 : 0.4 * Math.sin(week / 5.0));
        labels[i] = (float) (predictions[i] + random.nextGaussian() * spread);
      }
      Window window =
          new Window(
              start.plus(Duration.ofDays(7L * week)),
              start.plus(Duration.ofDays(7L * (week + 1))),
              1 + week / 30);
      web.monitoring.evaluate(
          CALLER,
          MONITOR,
          window,
          new WindowData(FEATURES, columns(shift), predictions, predictions, labels),
          new Expectation(profile, 3.1));
    }
  }

  private float[][] columns(double shift) {
    float[][] columns = new float[FEATURES.size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = floats(2_000, 10 + shift * i / 2, 3);
    }
    return columns;
  }

  private float[] floats(int count, double mean, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return values;
  }
}
