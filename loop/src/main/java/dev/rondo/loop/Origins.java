package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.rebuild.Rebuilds;
import dev.rondo.loop.rebuild.Standing;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.LoggedPrediction;
import dev.rondo.serving.ModelRef;
import dev.rondo.serving.Prediction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Walks from a prediction back to the rows, the files and the code. Thread-safe.
public final class Origins {
  private static final int MAX_NODES = 10_000;

  private final Components components;
  private final Rebuilds rebuilds;
  private final PredictionInputFinder inputs;

  public Origins(Components components, Projects projects) {
    this.components = components;
    this.inputs = new PredictionInputFinder(components, projects);
    this.rebuilds = new Rebuilds(components.tables(), components.blobs());
  }

  /// The origin of the prediction with this request id, at whichever endpoint gave it.
  ///
  /// @throws Problem `conflict` when several endpoints answered a request of this id
  public Origin find(Caller caller, String request) {
    List<String> endpoints =
        components.serving().endpoints(caller).stream().map(EndpointStatus::name).toList();
    List<LoggedPrediction> found =
        endpoints.stream()
            .flatMap(name -> components.serving().find(caller, name, request).stream())
            .toList();
    if (found.isEmpty()) {
      throw unknown(caller, request, endpoints);
    }
    if (found.size() > 1) {
      throw Problem.conflict(
          "The endpoints %s have each answered a request '%s'; name the one that you mean.",
          found.stream().map(LoggedPrediction::prediction).map(Prediction::endpoint).toList(),
          request);
    }
    return origin(caller, found.getFirst());
  }

  /// The origin of the prediction with this request id at an endpoint.
  public Origin find(Caller caller, String endpoint, String request) {
    return origin(
        caller,
        components
            .serving()
            .find(caller, endpoint, request)
            .orElseThrow(() -> unknown(caller, request, List.of(endpoint))));
  }

  private static Problem unknown(Caller caller, String request, List<String> endpoints) {
    return Problem.notFound(
        "There is no prediction '%s' in the logs of project '%s' (endpoints: %s);"
            + " its id is the request id that the answer gave.",
        request, caller.project(), endpoints);
  }

  private Origin origin(Caller caller, LoggedPrediction logged) {
    ModelRef ref = logged.prediction().model();
    ModelVersion model = components.registry().load(caller, ref.model(), ref.version());
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PredictionInputs> given = beside.submit(() -> inputs.find(caller, logged));
      LineageGraph graph =
          components.ledger().lineage(caller, model.asset(), Direction.UPSTREAM, MAX_NODES);
      return origin(caller, logged.prediction(), model, graph, result(given));
    }
  }

  private Origin origin(
      Caller caller,
      Prediction prediction,
      ModelVersion model,
      LineageGraph graph,
      PredictionInputs given) {
    Optional<String> lost =
        Optional.ofNullable(rebuilds.judge(caller, graph).get(model.asset()))
            .flatMap(Standing::lost);
    return new Origin(
        prediction,
        given,
        components.serving().deployment(caller, prediction.endpoint(), prediction.model()),
        model,
        new RunId(model.run().orElseThrow(() -> unmade(model))),
        assets(graph, Asset.Kind.TRAINING_SET).findFirst(),
        List.copyOf(newest(assets(graph, Asset.Kind.SNAPSHOT))),
        assets(graph, Asset.Kind.SOURCE_FILE).toList(),
        assets(graph, Asset.Kind.BUNDLE).findFirst(),
        lost,
        graph.isComplete());
  }

  private static PredictionInputs result(Future<PredictionInputs> given) {
    try {
      return given.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : Problem.wrap(ProblemCode.INTERNAL, "The inputs could not be found.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The search for the inputs was cancelled.", e);
    }
  }

  private static Problem unmade(ModelVersion model) {
    return Problem.conflict(
        "No run is known that made version %d of '%s'.", model.version(), model.model());
  }

  private static Stream<Asset> assets(LineageGraph graph, Asset.Kind kind) {
    return graph.assets().stream().map(AssetRecord::asset).filter(a -> a.kind() == kind);
  }

  /// The newest of each name; a snapshot's version is a number that grows.
  static Collection<Asset> newest(Stream<Asset> snapshots) {
    Map<String, Asset> newest = new TreeMap<>();
    snapshots.forEach(snapshot ->
        newest.merge(snapshot.name(), snapshot, (a, b) -> version(a) > version(b) ? a : b));
    return newest.values();
  }

  private static long version(Asset snapshot) {
    return Long.parseLong(snapshot.version());
  }
}
