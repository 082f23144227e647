package dev.rondo.loop.rebuild;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.Components;
import dev.rondo.registry.ModelVersion;
import dev.rondo.training.Matrix;
import dev.rondo.training.Parameters;
import dev.rondo.training.Plan;
import dev.rondo.training.RowRange;
import dev.rondo.training.TrainingRequest;
import dev.rondo.training.TrainingResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the model of a version again, from its training set and with its parameters, and says
/// whether the same bytes come out. Thread-safe.
public final class Reproduction {
  /// The kind of its runs.
  public static final String RUN = "reproduction";

  /// The parameter that tells from which row on a model has learned.
  public static final String ROWS_FROM = "rows_from";

  /// The parameter that tells how far back that is, as the search has chosen it.
  public static final String WINDOW = "window";

  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final int MOST_NODES = 10_000;

  private final Components components;
  private final Ledger ledger;
  private final Rebuilds rebuilds;

  public Reproduction(Components components) {
    this.components = components;
    this.ledger = components.ledger();
    this.rebuilds = new Rebuilds(components.tables(), components.blobs());
  }

  /// @param before the registered model's digest
  /// @param after what came out now
  public record Outcome(RunId run, Digest before, Digest after) {
    public boolean isSame() {
      return before.equals(after);
    }
  }

  /// @throws Problem `precondition-failed` when it cannot be made again, before anything is begun
  public Outcome run(Caller caller, String model, int number) {
    caller.require(Permission.RUN_PIPELINES);
    ModelVersion version = components.registry().load(caller, model, number);
    requireMakeable(caller, version);
    RunId trainer =
        version.run().map(RunId::new).orElseThrow(() -> lost(version, "No run made it."));
    ObjectNode parameters = parameters(caller, trainer);
    if (!parameters.has(ROWS_FROM)) {
      throw lost(version, "Its run did not note which rows it learned from.");
    }
    AssetRecord set = trainingSet(caller, version, trainer);
    int from = parameters.path(ROWS_FROM).asInt();
    parameters.remove(List.of(ROWS_FROM, WINDOW));
    RunStart start =
        RunStart.of(RUN, model)
            .withEnvironment(Environment.here("reproduce %s@%d".formatted(model, number)));
    RunId run = ledger.start(caller, start).id();
    RunStatus status = RunStatus.FAILED;
    try {
      ledger.recordInput(caller, run, version.asset(), Map.of());
      ledger.recordInput(caller, run, set.asset(), Map.of());
      Outcome outcome =
          new Outcome(
              run, version.digest(), fitted(caller, matrix(set), from, Parameters.of(parameters)));
      status = outcome.isSame() ? RunStatus.FINISHED : RunStatus.FAILED;
      return outcome;
    } finally {
      ledger.finish(caller, run, status);
    }
  }

  private void requireMakeable(Caller caller, ModelVersion version) {
    Asset asset = version.asset();
    Optional<AssetRecord> known = ledger.asset(caller, asset.kind(), asset.name(), asset.version());
    if (known.isEmpty()) {
      throw lost(version, "The ledger does not know what it was made of.");
    }
    LineageGraph graph = ledger.lineage(caller, asset, Direction.UPSTREAM, MOST_NODES);
    Optional.ofNullable(rebuilds.judge(caller, graph).get(asset))
        .flatMap(Standing::lost)
        .ifPresent(reason -> {
          throw lost(version, reason);
        });
  }

  private static Problem lost(ModelVersion version, String reason) {
    return Problem.of(
        ProblemCode.PRECONDITION_FAILED,
        "Version %d of '%s' cannot be reproduced. %s",
        version.version(),
        version.model(),
        reason);
  }

  private AssetRecord trainingSet(Caller caller, ModelVersion version, RunId trainer) {
    AssetRecord set =
        ledger.inputs(caller, trainer).stream()
            .filter(one -> one.asset().kind() == Asset.Kind.TRAINING_SET)
            .filter(one -> one.facts().has("matrix"))
            .findFirst()
            .orElseThrow(() -> lost(version, "Its run read no training set of this server."));
    if (!components.blobs().contains(matrix(set))) {
      throw lost(
          version,
          "The rows of '%s' are no longer stored; run the pipeline that builds it again."
              .formatted(set.asset()));
    }
    return set;
  }

  private static Digest matrix(AssetRecord set) {
    return new Digest(set.facts().path("matrix").asString());
  }

  private ObjectNode parameters(Caller caller, RunId run) {
    ObjectNode parameters = Json.object();
    ledger.parameters(caller, run).forEach(one -> parameters.set(one.key(), value(one.value())));
    return parameters;
  }

  private static JsonNode value(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private Digest fitted(Caller caller, Digest rows, int from, Parameters parameters) {
    Path file = components.blobs().existing(rows);
    int count;
    try (Matrix matrix = Matrix.open(file)) {
      count = matrix.rows();
    }
    Plan plan = new Plan("fit", new RowRange(from, count), new RowRange(0, 0), parameters);
    TrainingRequest request = new TrainingRequest(file, List.of(plan), Map.of(), LIMIT);
    try (TrainingResult result = components.trainer().train(caller, request)) {
      return Digest.of(result.candidates().getFirst().onnx());
    }
  }
}
