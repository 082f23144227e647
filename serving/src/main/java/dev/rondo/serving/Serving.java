package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Model serving: endpoints that answer requests with the active version of a model, switches
/// between versions without a failed request, and a log of every prediction. Thread-safe.
public final class Serving implements AutoCloseable, BlobOwner {
  private static final int PAGE_LIMIT = 1_000;

  private record MeterKey(String project, String endpoint, ModelRef model) {}

  private final BlobStore blobs;
  private final Path logs;
  private final Endpoints endpoints = new Endpoints();
  private final Deployments deployments;
  private final Engine engine = new Engine();
  private final LogWriter writer = new LogWriter();
  private final Predictor predictor;
  private final Map<MeterKey, Meter> meters = new ConcurrentHashMap<>();

  /// @param clock system time
  /// @param logs the folder of the prediction log
  public Serving(
      Database database,
      Events events,
      BlobStore blobs,
      IdSource ids,
      InstantSource clock,
      Path logs) {
    this.blobs = blobs;
    this.logs = logs;
    this.predictor = new Predictor(ids, clock, engine, writer);
    this.deployments = new Deployments(database, events, blobs, ids, clock, this::meter);
  }

  private Meter meter(Caller caller, Deployment deployment) {
    String project = caller.project().value();
    return meters.computeIfAbsent(
        new MeterKey(project, deployment.endpoint(), deployment.model()),
        key -> new Meter(key.project(), key.endpoint(), key.model()));
  }

  /// Makes an endpoint known, or gives a known one a new definition. A loaded model goes on with
  /// the new one when it offers all of its features, and with the old one otherwise.
  public void register(Caller caller, EndpointDefinition definition) {
    caller.require(Permission.DEPLOY);
    synchronized (endpoints) {
      Optional<Endpoint> known = endpoints.find(caller, definition.name());
      if (known.isPresent()) {
        deployments.redefine(known.get(), definition);
        endpoints.index();
        return;
      }
      Path folder = logs.resolve(caller.project().value()).resolve(definition.name());
      endpoints.add(caller, new Endpoint(definition, PredictionLog.open(folder)));
    }
  }

  /// Once, after a start and before anything is loaded: marks what was on its way when the process
  /// before ended.
  public void recover(Caller caller) {
    caller.require(Permission.DEPLOY);
    deployments.recover(caller);
  }

  /// Loads what was active at the project's registered endpoints, where nothing is loaded yet.
  public void restore(Caller caller) {
    caller.require(Permission.DEPLOY);
    deployments.restore(caller, endpoints.of(caller));
  }

  /// Loads and warms up a version without giving it any request. Loading what is loaded already
  /// finds it. That it is being loaded is written down before, so that a model that ends the
  /// process is not loaded for ever.
  public Deployment load(Caller caller, DeploymentRequest request) {
    caller.require(Permission.DEPLOY);
    return deployments.load(caller, endpoints.existing(caller, request.endpoint()), request);
  }

  /// Switches the deployment's endpoint to it and publishes `deployment.activated`. Requests in
  /// flight finish on the version before, which stays loaded for a rollback.
  public Deployment activate(Caller caller, String deployment, String reason) {
    caller.require(Permission.DEPLOY);
    return deployments.activate(caller, endpointOf(caller, deployment), deployment, reason);
  }

  /// Switches an endpoint back to the version before and publishes `deployment.rolled-back`.
  ///
  /// @throws Problem `conflict` when there is none
  public Deployment rollBack(Caller caller, String endpoint, String reason) {
    caller.require(Permission.DEPLOY);
    return deployments.rollBack(caller, endpoints.existing(caller, endpoint), reason);
  }

  /// Unloads a deployment that was never activated, and records why.
  public Deployment discard(Caller caller, String deployment, String reason) {
    caller.require(Permission.DEPLOY);
    return deployments.discard(caller, endpointOf(caller, deployment), deployment, reason);
  }

  private Endpoint endpointOf(Caller caller, String deployment) {
    Deployment known =
        deployments
            .find(caller, deployment)
            .orElseThrow(() ->
                Problem.notFound(
                    "There is no deployment '%s' in project '%s'.", deployment, caller.project()));
    return endpoints.existing(caller, known.endpoint());
  }

  /// The project's endpoints by name.
  public List<EndpointStatus> endpoints(Caller caller) {
    caller.require(Permission.READ);
    return endpoints.of(caller).stream()
        .map(endpoint ->
            new EndpointStatus(
                endpoint.definition().name(),
                endpoint.definition().model(),
                endpoint.active().map(Route::deployment),
                endpoint.previous().map(Route::deployment)))
        .toList();
  }

  /// The names of the endpoints that serve a model, or have served it.
  ///
  /// @param tx of whoever decides by it
  public List<String> endpointsOf(Transaction tx, Caller caller, String model) {
    caller.require(Permission.READ);
    return Stream.concat(
            endpoints.serving(caller, model).stream().map(endpoint -> endpoint.definition().name()),
            ServingTables.endpointsOf(tx, caller, model).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// An endpoint's deployments, newest first.
  ///
  /// @param beforeId the last id of the page before; empty for the first page
  public List<Deployment> deployments(Caller caller, String endpoint, String beforeId, int limit) {
    caller.require(Permission.READ);
    return deployments.list(caller, endpoint, beforeId, Math.min(limit, PAGE_LIMIT));
  }

  /// Answers one request with the endpoint's active version, and logs the prediction.
  ///
  /// @throws Problem `invalid-request` with every mistake; `unavailable` while nothing is deployed
  public Prediction predict(Caller caller, String endpoint, ObjectNode request) {
    long started = System.nanoTime();
    caller.require(Permission.PREDICT);
    Route route = endpoints.existing(caller, endpoint).acquire();
    try {
      return predictor.predict(caller, route, request, started);
    } catch (Problem e) {
      route.meter().failed(e.code());
      throw e;
    } catch (RuntimeException e) {
      route.meter().failed(ProblemCode.INTERNAL);
      throw e;
    } finally {
      route.model().release();
    }
  }

  /// Begins a request of raw rows to a model.
  ///
  /// @param version empty for the active one
  /// @throws Problem `not-found` when no such model or version is loaded
  public InferenceRequest open(Caller caller, String model, OptionalInt version) {
    caller.require(Permission.PREDICT);
    return new InferenceRequest(predictor, acquire(caller, model, version));
  }

  private Route acquire(Caller caller, String model, OptionalInt version) {
    List<Endpoint> candidates = endpoints.serving(caller, model);
    if (candidates.isEmpty()) {
      throw Problem.notFound(
          "There is no model '%s' at any endpoint of project '%s'.", model, caller.project());
    }
    if (version.isEmpty()) {
      return candidates.stream()
          .filter(endpoint -> endpoint.active().isPresent())
          .findFirst()
          .orElse(candidates.getFirst())
          .acquire();
    }
    return candidates.stream()
        .flatMap(endpoint -> endpoint.acquire(version.getAsInt()).stream())
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                "Version %d of the model '%s' is not loaded.", version.getAsInt(), model));
  }

  /// Scores rows with a loaded version, active or not, without logging: for golden predictions,
  /// probes and shadows.
  public float[] score(Caller caller, ModelRef model, float[][] rows) {
    caller.require(Permission.PREDICT);
    Route route = acquire(caller, model.model(), OptionalInt.of(model.version()));
    try {
      return score(route.model(), rows);
    } finally {
      route.model().release();
    }
  }

  /// Scores rows with a stored version that is loaded for this call alone, at no endpoint: for
  /// comparing what ran with what ran before.
  public float[] scoreOnce(
      Caller caller, ModelRef model, Digest onnx, List<String> inputs, float[][] rows) {
    caller.require(Permission.PREDICT);
    LoadedModel loaded =
        new LoadedModel(model, inputs, OnnxModel.load(blobs.load(onnx), inputs.size()));
    try {
      return score(loaded, rows);
    } finally {
      loaded.release();
    }
  }

  private float[] score(LoadedModel model, float[][] rows) {
    int width = model.inputs().size();
    FloatBuffer buffer = engine.buffers().take(Math.max(1, Math.multiplyExact(rows.length, width)));
    try {
      for (int i = 0; i < rows.length; i++) {
        if (rows[i].length != width) {
          throw Problem.invalid(
              "Row %d has %d values, and %s has %d inputs.", i, rows[i].length, model.ref(), width);
        }
        buffer.put(i * width, rows[i]);
      }
      return engine.score(model, buffer, rows.length);
    } finally {
      engine.buffers().give(buffer);
    }
  }

  /// Describes a model as it is served.
  ///
  /// @param version empty for the active one
  public ModelMetadata metadata(Caller caller, String model, OptionalInt version) {
    caller.require(Permission.READ);
    Route route = acquire(caller, model, version);
    try {
      long width = route.model().inputs().size();
      OnnxModel onnx = route.model().onnx();
      return new ModelMetadata(
          model,
          versions(caller, model).stream().map(String::valueOf).toList(),
          "onnx_onnxv1",
          List.of(new ModelMetadata.TensorMetadata(onnx.input(), "FP32", List.of(-1L, width))),
          List.of(new ModelMetadata.TensorMetadata(onnx.output(), "FP32", List.of(-1L, 1L))),
          route.model().inputs());
    } finally {
      route.model().release();
    }
  }

  private List<Integer> versions(Caller caller, String model) {
    return endpoints.serving(caller, model).stream()
        .flatMap(endpoint -> endpoint.routes().stream())
        .map(route -> route.model().ref().version())
        .distinct()
        .sorted()
        .toList();
  }

  /// The names of the models that answer.
  public List<String> models(Caller caller) {
    caller.require(Permission.READ);
    return endpoints.of(caller).stream()
        .filter(endpoint -> endpoint.active().isPresent())
        .map(endpoint -> endpoint.definition().model())
        .distinct()
        .sorted()
        .toList();
  }

  /// Whether the model, or that version of it, is loaded and warmed up.
  public boolean isReady(Caller caller, String model, OptionalInt version) {
    caller.require(Permission.READ);
    return version.isPresent()
        ? versions(caller, model).contains(version.getAsInt())
        : models(caller).contains(model);
  }

  /// The logged predictions of an endpoint with event times from `from` until before `to`, in their
  /// order. Everything that was answered before the call is there.
  public PredictionBlock read(Caller caller, String endpoint, EventTime from, EventTime to) {
    caller.require(Permission.READ);
    PredictionLog log = endpoints.existing(caller, endpoint).log();
    writer.flush();
    return log.read(from.value().toEpochMilli(), to.value().toEpochMilli());
  }

  /// The logged prediction of a request; the last one, when the request was made again. It goes
  /// through the log from its newest segment on.
  public Optional<LoggedPrediction> find(Caller caller, String endpoint, String requestId) {
    caller.require(Permission.READ);
    PredictionLog log = endpoints.existing(caller, endpoint).log();
    writer.flush();
    return PredictionSearch.search(log, endpoint, requestId);
  }

  /// The deployment that answers, or last answered, with a version at an endpoint; one that was
  /// loaded and never became active, when no other is known.
  public Optional<Deployment> deployment(Caller caller, String endpoint, ModelRef model) {
    caller.require(Permission.READ);
    return deployments.find(caller, endpoint, model);
  }

  /// Deletes logged predictions, by whole files, that are older than an event time.
  ///
  /// @return how many were deleted
  public long prune(Caller caller, String endpoint, EventTime before) {
    caller.require(Permission.ADMINISTER);
    return endpoints.existing(caller, endpoint).log().prune(before.value().toEpochMilli());
  }

  /// The counters of every project, for the operator.
  public ServingMetrics metrics() {
    List<ServingMetrics.ModelCounters> models =
        meters.values().stream()
            .map(Meter::snapshot)
            .sorted(
                Comparator.comparing(ServingMetrics.ModelCounters::project)
                    .thenComparing(ServingMetrics.ModelCounters::endpoint)
                    .thenComparingInt(ServingMetrics.ModelCounters::version))
            .toList();
    return new ServingMetrics(models, writer.counters());
  }

  /// Writes what is logged, and unloads every model.
  @Override
  public void close() {
    writer.close();
    for (Endpoint endpoint : endpoints.all()) {
      endpoint.routes().forEach(route -> route.model().release());
      try {
        endpoint.log().close();
      } catch (IOException e) {
        System.getLogger(Serving.class.getName())
            .log(Level.WARNING, "A prediction log did not close.", e);
      }
    }
  }

  /// The files of all deployments, since one that was withdrawn may be wanted back.
  @Override
  public Set<Digest> blobs(char prefix) {
    return deployments.blobs(prefix);
  }
}
