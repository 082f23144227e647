package dev.rondo.loop.step;

import dev.rondo.data.SqlSession;
import dev.rondo.features.Spine;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.AlertAsset;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.monitoring.Alert;
import dev.rondo.monitoring.Expectation;
import dev.rondo.monitoring.FeedbackRoute;
import dev.rondo.monitoring.LabelJoin;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.monitoring.ReferenceProfile;
import dev.rondo.monitoring.RollbackPolicy;
import dev.rondo.monitoring.Window;
import dev.rondo.monitoring.WindowData;
import dev.rondo.monitoring.WindowResult;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.ModelRef;
import dev.rondo.serving.PredictionBlock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// The step that judges a window of predictions, and what follows from it: a crossed threshold, a
/// model that has grown old, a new model that is worse than the one before.
final class WatchSteps {
  /// Published when the running model has learned nothing new for its maximal age.
  static final String MODEL_AGED = "monitor.model-aged";

  private static final Duration LATEST_LABEL = Duration.ofDays(2);
  private static final long MINIMUM_LABELS = 200;

  private WatchSteps() {}

  /// Judges the window that ends at a moment: parameters `monitor`, `service`, `until`.
  static Map<String, ?> judge(Bench bench, EndpointGuards guards) {
    MonitorDefinition monitor =
        bench.active().project().monitor(Inputs.text(bench.parameters(), "monitor"));
    EventTime until = Inputs.time(bench.parameters(), "until");
    EndpointFile endpoint = bench.active().project().endpoint(monitor.endpoint());
    Caller caller = bench.context().caller();
    guards.close(bench.recorder(), endpoint.name(), until);
    Optional<ModelVersion> champion =
        bench.components().registry().champion(caller, endpoint.model());
    EventTime start = until.minus(monitor.window());
    PredictionBlock block =
        bench
            .components()
            .serving()
            .read(caller, monitor.endpoint(), start.minus(LATEST_LABEL), until);
    if (champion.isEmpty() || block.rows() == 0) {
      bench.context().log("There is nothing to judge.");
      return Map.of("outcome", "nothing");
    }
    if (endpoint.answers().isPresent()) {
      bench
          .active()
          .workbench()
          .use(session -> {
            guards.judgeAnswers(
                bench.recorder(), session, endpoint.name(), endpoint.output(), block, start, until);
            return true;
          });
    }
    return judge(bench, monitor, champion.get(), new Rows(block, start, until));
  }

  private static Map<String, ?> judge(
      Bench bench, MonitorDefinition monitor, ModelVersion champion, Rows rows) {
    Caller caller = bench.context().caller();
    LabelJoin.Joined joined = rows.join(labels(bench, rows));
    Optional<WindowResult> before =
        bench.components().monitoring().results(caller, monitor.name(), 1).stream().findFirst();
    WindowResult result =
        bench
            .components()
            .monitoring()
            .evaluate(
                caller,
                monitor,
                new Window(rows.start, rows.end, champion.version()),
                rows.data(joined),
                expectation(bench, champion));
    bench.run().read(champion.asset(), Map.of());
    deployment(bench, monitor, champion).ifPresent(one -> bench.run().read(one, Map.of()));
    record(bench, monitor, result, rows);
    FirstModel.compare(bench, monitor, champion.model(), rows);
    Optional<String> withdrawal =
        before
            .filter(previous -> previous.window().modelVersion() != champion.version())
            .flatMap(_ -> withdrawal(bench, monitor, rows, joined, champion));
    withdrawal.ifPresent(reason -> {
      bench
          .run()
          .wrote(AlertAsset.of(monitor.name(), rows.end, reason), Map.of("sentence", reason));
      bench.components().registry().rollBack(caller, champion.model(), reason);
    });
    if (withdrawal.isEmpty() && result.outcome() == WindowResult.Outcome.QUIET) {
      ageIfOld(bench, monitor, champion, rows.end);
    }
    return Map.of(
        "outcome",
        withdrawal.isPresent() ? "rolled-back" : result.outcome().text(),
        "mae",
        result.error().mean().orElse(Double.NaN) + "");
  }

  /// What answered at the monitor's endpoint.
  private static Optional<Asset> deployment(
      Bench bench, MonitorDefinition monitor, ModelVersion champion) {
    ModelRef model = new ModelRef(champion.model(), champion.version());
    return bench
        .components()
        .serving()
        .deployment(bench.context().caller(), monitor.endpoint(), model)
        .map(Deployment::asset);
  }

  /// What the running model is held against: its own evaluation, or the newest training's when that
  /// one was compared with it and did not win, since then the world is known to look so.
  private static Expectation expectation(Bench bench, ModelVersion champion) {
    Caller caller = bench.context().caller();
    ModelVersion newest = newest(bench, champion);
    OptionalDouble compared =
        bench.components().registry().evaluations(caller, newest.model(), newest.version()).stream()
            .map(recorded -> recorded.evaluation())
            .filter(e -> e.verdict() == Evaluation.Verdict.NOT_BETTER)
            .filter(e -> e.baselineVersion().orElse(0) == champion.version())
            .mapToDouble(e -> e.baseline().getOrDefault("mae", Double.NaN))
            .findFirst();
    ModelVersion reference = compared.isPresent() ? newest : champion;
    double mae =
        compared.orElseGet(() -> artifact(bench, champion, "training").path("mae").asDouble());
    return new Expectation(ReferenceProfile.parse(blob(bench, reference, "reference")), mae);
  }

  private static ModelVersion newest(Bench bench, ModelVersion champion) {
    return bench
        .components()
        .registry()
        .versions(bench.context().caller(), champion.model(), Integer.MAX_VALUE, 1)
        .getFirst();
  }

  private static ObjectNode artifact(Bench bench, ModelVersion version, String name) {
    return Json.parseObject(new String(blob(bench, version, name), StandardCharsets.UTF_8));
  }

  private static byte[] blob(Bench bench, ModelVersion version, String name) {
    Digest digest = version.content().artifacts().get(name);
    return bench.components().blobs().load(Objects.requireNonNull(digest));
  }

  /// The labels that became known in the window.
  private static LabelJoin.Labels labels(Bench bench, Rows rows) {
    Spine spine =
        bench.active().project().service(Inputs.text(bench.parameters(), "service")).spine();
    return bench
        .active()
        .workbench()
        .use(session -> {
          bench
              .active()
              .workbench()
              .load(
                  bench.context().caller(),
                  session,
                  spine.dataset(),
                  spine.labelTime(),
                  rows.end.value(),
                  Duration.ofDays(400));
          bench
              .components()
              .tables()
              .current(bench.context().caller(), spine.dataset())
              .ifPresent(snapshot -> bench.run().read(snapshot.asset(), Map.of()));
          return labels(session, spine, rows);
        });
  }

  private static LabelJoin.Labels labels(SqlSession session, Spine spine, Rows rows) {
    List<String> ids = new ArrayList<>();
    List<Float> actual = new ArrayList<>();
    List<Long> known = new ArrayList<>();
    session.forEach(
        "SELECT %1$s, CAST(%2$s AS DOUBLE), epoch_ms(%3$s) FROM %4$s WHERE %3$s >= ? AND %3$s < ? ORDER BY 1"
            .formatted(
                SqlSession.name(spine.id()),
                spine.label(),
                SqlSession.name(spine.labelTime()),
                SqlSession.name(spine.dataset())),
        row -> {
          ids.add(row.text(1));
          actual.add((float) row.real(2));
          known.add(row.number(3));
        },
        rows.start.value(),
        rows.end.value());
    float[] values = new float[actual.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = actual.get(i);
    }
    return new LabelJoin.Labels(
        ids.toArray(String[]::new), values, known.stream().mapToLong(Long::longValue).toArray());
  }

  private static void record(
      Bench bench, MonitorDefinition monitor, WindowResult result, Rows rows) {
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("rows", (double) result.rows());
    metrics.put("labels", (double) result.error().rows());
    result.error().mean().ifPresent(mae -> metrics.put("mae", mae));
    metrics.put("expected_mae", result.expectedMae());
    result.drift().forEach(drift -> metrics.put("psi." + drift.column(), drift.psi()));
    metrics.put("psi.prediction", result.prediction().psi());
    bench.run().metrics(metrics);
    bench
        .run()
        .wrote(
            new Asset(
                Asset.Kind.PREDICTION_WINDOW,
                monitor.name(),
                rows.start.day() + "/v" + result.window().modelVersion(),
                Digest.of(Json.write(metrics))),
            Map.of("outcome", result.outcome().text()));
    for (Alert alert : result.alerts()) {
      bench.context().log(alert.toString());
      bench.run().wrote(AlertAsset.of(monitor.name(), rows.end, alert.sentence()), facts(alert));
    }
  }

  private static Map<String, Object> facts(Alert alert) {
    return Map.of(
        "kind", alert.kind().text(),
        "column", alert.column(),
        "value", alert.value(),
        "threshold", alert.threshold(),
        "sentence", alert.sentence());
  }

  /// Why the new model is to be withdrawn after its first window.
  private static Optional<String> withdrawal(
      Bench bench,
      MonitorDefinition monitor,
      Rows rows,
      LabelJoin.Joined joined,
      ModelVersion champion) {
    Optional<ModelRef> previous =
        bench.components().serving().endpoints(bench.context().caller()).stream()
            .filter(status -> status.name().equals(monitor.endpoint()))
            .flatMap(status -> status.previous().stream())
            .map(deployment -> deployment.model())
            .findFirst();
    if (previous.isEmpty()) {
      return Optional.empty();
    }
    Rows.Labelled own = rows.labelled(champion.version());
    float[] shadow =
        bench
            .components()
            .serving()
            .score(bench.context().caller(), previous.get(), own.features());
    return new RollbackPolicy(monitor.rollbackMargin(), MINIMUM_LABELS)
        .decide(
            AbsoluteError.of(own.predictions(), own.labels()),
            AbsoluteError.of(shadow, own.labels()));
  }

  private static void ageIfOld(
      Bench bench, MonitorDefinition monitor, ModelVersion champion, EventTime now) {
    EventTime learned =
        EventTime.parse(
            artifact(bench, newest(bench, champion), "training").path("until").asString());
    if (now.isBefore(learned.plus(monitor.maxAge()))) {
      return;
    }
    String reason =
        "No model has been trained since %s, which is longer ago than %d days."
            .formatted(learned.day(), monitor.maxAge().toDays());
    bench.context().log(reason);
    bench.run().wrote(AlertAsset.of(monitor.name(), now, reason), Map.of("sentence", reason));
    bench
        .components()
        .database()
        .write(tx -> {
          bench
              .components()
              .events()
              .publish(
                  tx,
                  bench.context().caller(),
                  MODEL_AGED,
                  monitor.name(),
                  Map.of(
                      "reason",
                      reason,
                      "reasons",
                      List.of(reason),
                      "end",
                      now.toString(),
                      "routes",
                      monitor.routes().stream().map(FeedbackRoute::text).toList()));
          return true;
        });
  }

  /// The predictions of a window, with some time before it, as far as labels may be late.
  static final class Rows {
    private final PredictionBlock block;
    private final EventTime start;
    private final EventTime end;
    private final Map<String, Float> labels = new HashMap<>();

    Rows(PredictionBlock block, EventTime start, EventTime end) {
      this.block = block;
      this.start = start;
      this.end = end;
    }

    LabelJoin.Joined join(LabelJoin.Labels known) {
      for (int i = 0; i < known.requestIds().length; i++) {
        labels.put(known.requestIds()[i], known.actual()[i]);
      }
      return new LabelJoin(block.requestIds(), block.values(), block.versions())
          .join(known, start, end);
    }

    private int first() {
      int place = Arrays.binarySearch(block.eventMillis(), start.value().toEpochMilli());
      int first = place < 0 ? -place - 1 : place;
      while (first > 0 && block.eventMillis()[first - 1] == start.value().toEpochMilli()) {
        first--;
      }
      return first;
    }

    WindowData data(LabelJoin.Joined joined) {
      int first = first();
      float[][] columns = new float[block.columns().length][];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Arrays.copyOfRange(block.columns()[i], first, block.rows());
      }
      return new WindowData(
          block.features(),
          columns,
          Arrays.copyOfRange(block.values(), first, block.rows()),
          joined.predicted(),
          joined.actual());
    }

    EventTime start() {
      return start;
    }

    EventTime end() {
      return end;
    }

    List<String> features() {
      return block.features();
    }

    /// The rows that one version answered and whose labels are known.
    Labelled labelled(int version) {
      return labelled(i -> block.versions()[i] == version);
    }

    /// The rows whose labels are known, whichever version answered. Of answers to the same request,
    /// the last counts.
    Labelled labelled() {
      Map<String, Integer> last = new HashMap<>();
      for (int i = 0; i < block.rows(); i++) {
        last.put(block.requestIds()[i], i);
      }
      return labelled(i -> last.getOrDefault(block.requestIds()[i], i) == i);
    }

    private Labelled labelled(IntPredicate isWanted) {
      int[] rows =
          IntStream.range(0, block.rows())
              .filter(isWanted)
              .filter(i -> labels.containsKey(block.requestIds()[i]))
              .toArray();
      float[][] features = new float[rows.length][block.columns().length];
      float[] predictions = new float[rows.length];
      float[] actual = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        for (int column = 0; column < block.columns().length; column++) {
          features[i][column] = block.columns()[column][rows[i]];
        }
        predictions[i] = block.values()[rows[i]];
        actual[i] = labels.getOrDefault(block.requestIds()[rows[i]], Float.NaN);
      }
      return new Labelled(features, predictions, actual);
    }

    /// @param features rows, in the order of the log's columns
    record Labelled(float[][] features, float[] predictions, float[] labels) {}
  }
}
