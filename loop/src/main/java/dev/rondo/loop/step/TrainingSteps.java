package dev.rondo.loop.step;

import dev.rondo.data.Snapshot;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.features.TrainingSet;
import dev.rondo.features.TrainingSetRequest;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Metric;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Components;
import dev.rondo.loop.entity.TrainingScope;
import dev.rondo.loop.rebuild.Reproduction;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.training.Candidate;
import dev.rondo.training.MatrixWriter;
import dev.rondo.training.Parameters;
import dev.rondo.training.Plan;
import dev.rondo.training.RowRange;
import dev.rondo.training.Search;
import dev.rondo.training.SearchSpace;
import dev.rondo.training.TrainingRequest;
import dev.rondo.training.TrainingResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The steps from feature values to a trained model. The newest labelled window is held out: the
/// length of the training window and the parameters are chosen by the error on it, and it is what a
/// candidate is compared with the running model on; the model that is registered is then fitted
/// with the same choice on all rows.
final class TrainingSteps {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String LABEL = "label";

  private TrainingSteps() {}

  /// The project's files, which say what is joined and what it must hold, and the tables.
  static String reads(Components components, ActiveProject active, Caller caller) {
    return components.tables().list(caller).stream()
        .flatMap(table -> components.tables().current(caller, table).stream())
        .map(snapshot -> snapshot.asset().toString())
        .sorted()
        .collect(Collectors.joining(" ", active.bundle() + " ", ""));
  }

  /// Joins examples with their features: parameters `service`, `until`, `holdout`, `windows`.
  static Map<String, ?> build(Bench bench) throws IOException {
    Caller caller = bench.context().caller();
    FeatureService service =
        bench.active().project().service(Inputs.text(bench.parameters(), "service"));
    EventTime until = Inputs.time(bench.parameters(), "until");
    Duration holdout = Inputs.duration(Inputs.text(bench.parameters(), "holdout"));
    Map<String, Duration> windows = windows(bench.parameters());
    Duration longest = windows.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    TrainingSetRequest request =
        new TrainingSetRequest(
            service,
            spine(bench, service),
            viewSnapshots(bench, service),
            until.minus(longest).minus(holdout),
            until,
            until);
    TrainingSet set =
        bench
            .active()
            .workbench()
            .use(session -> bench.components().features().trainingSet(caller, session, request));
    if (set.rows() == 0) {
      throw Problem.invalid("There is no labelled example before %s to train on.", until);
    }
    ExampleCheck.require(bench, service, set, until);
    Blob matrix = store(bench, set);
    set.inputs().forEach(input -> bench.run().read(input, Map.of()));
    ObjectNode described = describe(set, matrix, until, holdout, windows);
    Map<String, Object> facts = new HashMap<>(TrainingScope.of(request).facts());
    facts.putAll(facts(described));
    bench.run().wrote(set.asset(), facts);
    bench.run().artifact("training-set.matrix", matrix);
    bench.context().log("%,d examples until %s.".formatted(set.rows(), until));
    return Map.of("set", described);
  }

  private static Map<String, Object> facts(ObjectNode set) {
    return Map.of(
        "rows", set.path("rows").asInt(),
        "matrix", set.path("matrix").asString(),
        "holdout_from", set.path("holdout_from").asInt());
  }

  private static Map<String, Duration> windows(ObjectNode parameters) {
    Map<String, Duration> windows = new LinkedHashMap<>();
    for (JsonNode window : parameters.path("windows")) {
      windows.put(window.asString(), Inputs.duration(window.asString()));
    }
    if (windows.isEmpty()) {
      throw Problem.invalid("The step needs 'windows': how far back to learn from, such as [91d].");
    }
    return windows;
  }

  private static Snapshot spine(Bench bench, FeatureService service) {
    return bench
        .components()
        .tables()
        .current(bench.context().caller(), service.spine().dataset())
        .orElseThrow(
            () -> Problem.invalid("The data set '%s' is empty.", service.spine().dataset()));
  }

  private static Map<String, Snapshot> viewSnapshots(Bench bench, FeatureService service) {
    Map<String, Snapshot> snapshots = new HashMap<>();
    for (FeatureView view : service.distinctViews()) {
      bench
          .components()
          .tables()
          .current(bench.context().caller(), view.table())
          .ifPresent(snapshot -> snapshots.put(view.name(), snapshot));
    }
    return snapshots;
  }

  private static Blob store(Bench bench, TrainingSet set) throws IOException {
    Path file = Files.createTempFile(bench.components().home(), "matrix", ".tmp");
    try {
      List<float[]> columns = new ArrayList<>(List.of(set.features()));
      columns.add(set.labels());
      MatrixWriter.write(file, set.names(), LABEL, columns);
      try (InputStream in = Files.newInputStream(file)) {
        return bench.components().blobs().put(in);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ObjectNode describe(
      TrainingSet set,
      Blob matrix,
      EventTime until,
      Duration holdout,
      Map<String, Duration> windows) {
    EventTime start = until.minus(holdout);
    ObjectNode json =
        Json.object()
            .put("name", set.name())
            .put("digest", set.digest().value())
            .put("matrix", matrix.digest().value())
            .put("rows", set.rows())
            .put("until", until.toString())
            .put("holdout_start", start.toString())
            .put("holdout_from", set.rowAt(millis(start)));
    set.names().forEach(json.putArray("features")::add);
    ObjectNode ranges = json.putObject("windows");
    windows.forEach((name, length) ->
        ranges
            .putObject(name)
            .put("select_from", set.rowAt(millis(start.minus(length))))
            .put("fit_from", set.rowAt(millis(until.minus(length)))));
    return json;
  }

  private static long millis(EventTime time) {
    return time.value().toEpochMilli();
  }

  /// Chooses window and parameters by short trainings; the choice has the `final` parameters:
  /// parameters `examples`, `seed`, `trials`, `base`, `space`, `final`.
  static Map<String, ?> search(Bench bench) throws IOException {
    ObjectNode examples = Inputs.object(bench.parameters(), "examples");
    ObjectNode base = Inputs.object(bench.parameters(), "base");
    long seed = bench.parameters().path("seed").asLong(0);
    Trial best = Trial.NONE;
    best = best.orBetter(trials(bench, examples, windowPlans(examples, base, seed)));
    int draws = bench.parameters().path("trials").asInt(0);
    if (draws > 0) {
      SearchSpace space = SearchSpace.of(Inputs.object(bench.parameters(), "space"), Set.of());
      List<Plan> plans = new ArrayList<>();
      for (ObjectNode draw : new Search(space, seed).draw(draws)) {
        plans.add(plan("draw-" + plans.size(), examples, best.window(), merged(base, draw, seed)));
      }
      best = best.orBetter(trials(bench, examples, new Plans(best.window(), plans)));
    }
    bench.run().metrics(Map.of("best_trial_mae", best.mae()));
    bench.context().log("Chosen: the last %s; error %.4f.".formatted(best.window(), best.mae()));
    ObjectNode parameters = best.parameters().deepCopy();
    parameters.setAll(Inputs.object(bench.parameters(), "final"));
    ObjectNode choice =
        Json.object().put("window", best.window()).put("mae", best.mae()).put("seed", seed);
    choice.set("parameters", parameters);
    return Map.of("choice", choice);
  }

  /// Trains the choice without the held-out rows and measures its error on them, for the comparison
  /// with the running model; the model that did is kept, so that it can be evaluated: parameters
  /// `examples`, `choice`.
  static Map<String, ?> validate(Bench bench) throws IOException {
    ObjectNode examples = Inputs.object(bench.parameters(), "examples");
    ObjectNode choice = Inputs.object(bench.parameters(), "choice").deepCopy();
    String window = Inputs.text(choice, "window");
    Plan plan = plan("candidate", examples, window, Inputs.object(choice, "parameters"));
    try (TrainingResult result = train(bench, examples, List.of(plan))) {
      Candidate candidate = result.candidates().getFirst();
      double mae = trial(bench, candidate, window).mae();
      Blob onnx = put(bench, candidate.onnx());
      bench.run().artifact("candidate.onnx", onnx);
      bench.run().metrics(Map.of("validation_mae", mae));
      bench.context().log("Error on the held-out rows: %.4f.".formatted(mae));
      return Map.of("choice", choice.put("mae", mae).put("onnx", onnx.digest().value()));
    }
  }

  /// Plans by the window that they learn from; an empty window's name is taken from the plan.
  private record Plans(String window, List<Plan> plans) {}

  /// A judged candidate.
  private record Trial(String window, ObjectNode parameters, double mae) {
    static final Trial NONE = new Trial("", Json.object(), Double.POSITIVE_INFINITY);

    /// The first of the best, so that ties do not depend on anything else.
    Trial orBetter(List<Trial> others) {
      Trial best = this;
      for (Trial other : others) {
        best = other.mae < best.mae ? other : best;
      }
      return best;
    }
  }

  /// One plan for each window that has rows, the same rows only once.
  private static Plans windowPlans(ObjectNode examples, ObjectNode base, long seed) {
    Map<Integer, Plan> plans = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> window : examples.path("windows").properties()) {
      int from = window.getValue().path("select_from").asInt();
      if (from < examples.path("holdout_from").asInt()) {
        plans.putIfAbsent(
            from,
            plan(window.getKey(), examples, window.getKey(), merged(base, Json.object(), seed)));
      }
    }
    if (plans.isEmpty()) {
      throw Problem.invalid("There are no examples before the held-out window to learn from.");
    }
    return new Plans("", List.copyOf(plans.values()));
  }

  private static ObjectNode merged(ObjectNode base, ObjectNode draw, long seed) {
    ObjectNode merged = base.deepCopy();
    merged.setAll(draw);
    return merged.put("seed", seed);
  }

  private static Plan plan(String name, ObjectNode examples, String window, ObjectNode parameters) {
    int holdout = examples.path("holdout_from").asInt();
    int from = examples.path("windows").path(window).path("select_from").asInt();
    return new Plan(
        name,
        new RowRange(from, holdout),
        new RowRange(holdout, examples.path("rows").asInt()),
        Parameters.of(parameters));
  }

  private static List<Trial> trials(Bench bench, ObjectNode examples, Plans plans)
      throws IOException {
    List<Trial> trials = new ArrayList<>();
    try (TrainingResult result = train(bench, examples, plans.plans())) {
      for (Candidate candidate : result.candidates()) {
        String window = plans.window().isEmpty() ? candidate.plan().name() : plans.window();
        trials.add(trial(bench, candidate, window));
      }
    }
    return trials;
  }

  private static Trial trial(Bench bench, Candidate candidate, String window) {
    ObjectNode parameters = candidate.plan().parameters().json();
    double mae = Objects.requireNonNull(candidate.errors().get("validation")).mae();
    log(bench, candidate, window, parameters);
    return new Trial(window, parameters, mae);
  }

  private static void log(Bench bench, Candidate candidate, String window, ObjectNode parameters) {
    Map<String, String> logged = new HashMap<>();
    logged.put("window", window);
    parameters.forEachEntry((key, value) -> logged.put(key, value.asString()));
    Instant now = bench.components().clock().instant();
    List<Metric> metrics = new ArrayList<>();
    candidate
        .history()
        .forEach((range, values) -> {
          for (int i = 0; i < values.size(); i++) {
            metrics.add(new Metric(range + "_mae", values.get(i), now, i));
          }
        });
    metrics.add(new Metric("seconds", candidate.duration().toMillis() / 1000.0, now, 0));
    bench.run().trial(candidate.plan().name(), logged, metrics);
  }

  private static TrainingResult train(Bench bench, ObjectNode examples, List<Plan> plans) {
    bench.run().read(trainingSet(examples), Map.of());
    return bench
        .components()
        .trainer()
        .train(
            bench.context().caller(),
            new TrainingRequest(matrix(bench, examples), plans, Map.of(), LIMIT));
  }

  static Path matrix(Bench bench, ObjectNode examples) {
    return bench.components().blobs().existing(new Digest(Inputs.text(examples, "matrix")));
  }

  /// Fits the chosen model on all rows: parameters `examples`, `choice`.
  static Map<String, ?> fit(Bench bench) throws IOException {
    ObjectNode examples = Inputs.object(bench.parameters(), "examples");
    ObjectNode choice = Inputs.object(bench.parameters(), "choice");
    String window = Inputs.text(choice, "window");
    int from = examples.path("windows").path(window).path("fit_from").asInt();
    Plan plan =
        new Plan(
            "fit",
            new RowRange(from, examples.path("rows").asInt()),
            new RowRange(0, 0),
            Parameters.of(Inputs.object(choice, "parameters")));
    try (TrainingResult result = train(bench, examples, List.of(plan))) {
      Candidate fitted = result.candidates().getFirst();
      bench.run().parameters(Map.of(Reproduction.WINDOW, window));
      return Map.of("model", keep(bench, examples, fitted, from));
    }
  }

  private static ObjectNode keep(Bench bench, ObjectNode examples, Candidate fitted, int from)
      throws IOException {
    Blob onnx = put(bench, fitted.onnx());
    Blob xgboost = put(bench, fitted.model());
    bench.run().artifact("model.onnx", onnx);
    bench.run().artifact("model.ubj", xgboost);
    bench
        .run()
        .wrote(
            new Asset(
                Asset.Kind.MODEL,
                examples.path("name").asString(),
                onnx.digest().brief(),
                onnx.digest()),
            Map.of("format", "onnx"));
    Map<String, String> parameters = new HashMap<>();
    fitted.plan().parameters().json().forEachEntry((k, v) -> parameters.put(k, v.asString()));
    parameters.put(Reproduction.ROWS_FROM, Integer.toString(from));
    bench.run().parameters(parameters);
    bench.run().metrics(Map.of("seconds", fitted.duration().toMillis() / 1000.0));
    ObjectNode model =
        Json.object()
            .put("onnx", onnx.digest().value())
            .put("size", onnx.size())
            .put("xgboost", xgboost.digest().value())
            .put("rows_from", from)
            .put("run", bench.run().id().value());
    ObjectNode importance = model.putObject("importance");
    fitted.importance().forEach(importance::put);
    return model;
  }

  static Asset trainingSet(ObjectNode examples) {
    Digest digest = new Digest(Inputs.text(examples, "digest"));
    return new Asset(
        Asset.Kind.TRAINING_SET, Inputs.text(examples, "name"), digest.brief(), digest);
  }

  private static Blob put(Bench bench, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return bench.components().blobs().put(in);
    }
  }

  /// The names of the features, in order.
  static List<String> features(ObjectNode examples) {
    return examples.path("features").valueStream().map(JsonNode::asString).toList();
  }
}
