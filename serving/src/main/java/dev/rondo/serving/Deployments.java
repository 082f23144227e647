package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/// Which version answers where. A change is written first and made in memory after, one at a time.
/// Thread-safe: changes are guarded by one lock.
final class Deployments {
  private static final int CRASHES_ALLOWED = 2;
  private static final int MAX_WIDTH = 16_384;

  private final Database database;
  private final Events events;
  private final BlobStore blobs;
  private final IdSource ids;
  private final InstantSource clock;
  private final BiFunction<Caller, Deployment, Meter> meters;
  private final ReentrantLock lock = new ReentrantLock();

  Deployments(
      Database database,
      Events events,
      BlobStore blobs,
      IdSource ids,
      InstantSource clock,
      BiFunction<Caller, Deployment, Meter> meters) {
    this.database = database;
    this.events = events;
    this.blobs = blobs;
    this.ids = ids;
    this.clock = clock;
    this.meters = meters;
    database.migrate("serving", List.of(ServingTables.SCHEMA_1));
  }

  /// Gives an endpoint a new definition, between two switches.
  void redefine(Endpoint endpoint, EndpointDefinition definition) {
    lock.lock();
    try {
      endpoint.redefine(definition);
    } finally {
      lock.unlock();
    }
  }

  /// Loads a version; what is loaded already is found.
  Deployment load(Caller caller, Endpoint endpoint, DeploymentRequest request) {
    requireFit(endpoint.definition(), request);
    lock.lock();
    try {
      Optional<Route> known =
          endpoint.routes().stream()
              .filter(route -> route.model().ref().equals(request.model()))
              .filter(route -> route.deployment().onnx().equals(request.onnx()))
              .findFirst();
      return known.isPresent() ? known.get().deployment() : loadAnew(caller, endpoint, request);
    } finally {
      lock.unlock();
    }
  }

  private static void requireFit(EndpointDefinition definition, DeploymentRequest request) {
    if (!definition.model().equals(request.model().model())) {
      throw Problem.invalid(
          "The endpoint '%s' serves the model '%s', not '%s'.",
          definition.name(), definition.model(), request.model().model());
    }
    if (request.inputs().isEmpty() || request.inputs().size() > MAX_WIDTH) {
      throw Problem.invalid(
          "A model has 1 to %d inputs, not %d.", MAX_WIDTH, request.inputs().size());
    }
    Route.selection(definition, request.inputs());
  }

  private Deployment loadAnew(Caller caller, Endpoint endpoint, DeploymentRequest request) {
    long crashes = database.read(tx -> ServingTables.crashes(tx, caller, request.onnx()));
    if (crashes >= CRASHES_ALLOWED) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "The process ended %d times while %s was being loaded; it is not loaded again.",
          crashes,
          request.model());
    }
    Deployment deployment =
        new Deployment(
            ids.next(),
            request.endpoint(),
            request.model(),
            request.onnx(),
            request.inputs(),
            DeploymentState.LOADING,
            "",
            clock.instant(),
            Optional.empty());
    write(tx -> ServingTables.insert(tx, caller, deployment));
    try {
      Route route = route(caller, endpoint, deployment);
      Deployment loaded = changed(caller, deployment, DeploymentState.LOADED, "");
      endpoint.await(route.with(loaded));
      return loaded;
    } catch (Problem e) {
      changed(caller, deployment, DeploymentState.FAILED, e.text());
      throw e;
    }
  }

  private Route route(Caller caller, Endpoint endpoint, Deployment deployment) {
    byte[] onnx = blobs.load(deployment.onnx());
    LoadedModel model =
        new LoadedModel(
            deployment.model(),
            deployment.inputs(),
            OnnxModel.load(onnx, deployment.inputs().size()));
    try {
      return Route.of(
          deployment,
          endpoint.definition(),
          model,
          endpoint.log(),
          meters.apply(caller, deployment));
    } catch (RuntimeException e) {
      model.release();
      throw e;
    }
  }

  private Deployment changed(
      Caller caller, Deployment deployment, DeploymentState state, String reason) {
    return database.write(tx -> {
      ServingTables.setState(tx, caller, deployment.id(), state, reason);
      return existing(tx, caller, deployment.id());
    });
  }

  /// Switches an endpoint to a loaded deployment; when it is active already, nothing happens.
  Deployment activate(Caller caller, Endpoint endpoint, String id, String reason) {
    lock.lock();
    try {
      Route chosen =
          endpoint
              .route(id)
              .orElseThrow(() ->
                  Problem.of(
                      ProblemCode.PRECONDITION_FAILED,
                      "The deployment '%s' is not loaded at endpoint '%s'; load it first.",
                      id,
                      endpoint.definition().name()));
      if (endpoint.active().filter(chosen::equals).isPresent()) {
        return chosen.deployment();
      }
      Deployment active =
          database.write(tx -> recordActive(tx, caller, endpoint, chosen.deployment(), reason));
      endpoint.activate(chosen.with(active)).ifPresent(retired -> retired.model().release());
      return active;
    } finally {
      lock.unlock();
    }
  }

  private Deployment recordActive(
      Transaction tx, Caller caller, Endpoint endpoint, Deployment chosen, String reason) {
    Optional<Deployment> old = endpoint.active().map(Route::deployment);
    endpoint
        .previous()
        .map(route -> route.deployment().id())
        .filter(id -> !id.equals(chosen.id()))
        .ifPresent(id ->
            ServingTables.setState(tx, caller, id, DeploymentState.RETIRED, "Newer ones came."));
    old.ifPresent(deployment ->
        ServingTables.setState(
            tx,
            caller,
            deployment.id(),
            DeploymentState.PREVIOUS,
            "Version " + chosen.model().version() + " came."));
    ServingTables.setActive(tx, caller, chosen.id(), reason, clock.instant());
    publish(tx, caller, "deployment.activated", chosen, old, reason);
    return existing(tx, caller, chosen.id());
  }

  /// Returns to the predecessor, which is still warm.
  Deployment rollBack(Caller caller, Endpoint endpoint, String reason) {
    lock.lock();
    try {
      Route back =
          endpoint
              .previous()
              .orElseThrow(() ->
                  Problem.conflict(
                      "The endpoint '%s' has no earlier deployment to go back to.",
                      endpoint.definition().name()));
      Optional<Deployment> withdrawn = endpoint.active().map(Route::deployment);
      Deployment active =
          database.write(tx -> {
            withdrawn.ifPresent(deployment ->
                ServingTables.setState(
                    tx, caller, deployment.id(), DeploymentState.ROLLED_BACK, reason));
            ServingTables.setActive(tx, caller, back.deployment().id(), reason, clock.instant());
            publish(tx, caller, "deployment.rolled-back", back.deployment(), withdrawn, reason);
            return existing(tx, caller, back.deployment().id());
          });
      endpoint.fallBack(back.with(active)).ifPresent(old -> old.model().release());
      return active;
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of a deployment that was loaded and never activated.
  Deployment discard(Caller caller, Endpoint endpoint, String id, String reason) {
    lock.lock();
    try {
      Optional<Route> dropped = endpoint.drop(id);
      if (dropped.isEmpty()) {
        throw Problem.conflict(
            "The deployment '%s' does not wait at endpoint '%s', so it cannot be discarded.",
            id, endpoint.definition().name());
      }
      dropped.get().model().release();
      return changed(caller, dropped.get().deployment(), DeploymentState.FAILED, reason);
    } finally {
      lock.unlock();
    }
  }

  /// After a start: what was loading ended the process, and what was loaded is so no more.
  void recover(Caller caller) {
    write(tx -> {
      ServingTables.moveAll(
          tx,
          caller,
          DeploymentState.LOADING,
          DeploymentState.CRASHED,
          "The process ended while the model was being loaded.");
      ServingTables.moveAll(
          tx,
          caller,
          DeploymentState.LOADED,
          DeploymentState.RETIRED,
          "The process ended before it was activated.");
    });
  }

  /// Loads what was active, and its predecessor, for endpoints without either. What the process
  /// died on is not tried again, and the predecessor takes its place.
  void restore(Caller caller, List<Endpoint> endpoints) {
    lock.lock();
    try {
      endpoints.stream()
          .filter(endpoint -> endpoint.active().isEmpty())
          .forEach(endpoint -> restore(caller, endpoint));
    } finally {
      lock.unlock();
    }
  }

  private void restore(Caller caller, Endpoint endpoint) {
    Optional<Route> previous = reload(caller, endpoint, DeploymentState.PREVIOUS);
    Optional<Route> active = reload(caller, endpoint, DeploymentState.ACTIVE);
    if (active.isPresent()) {
      endpoint.restore(active.get(), previous);
    } else if (previous.isPresent()) {
      Deployment chosen = previous.get().deployment();
      String reason = "The version after it could not be loaded at start.";
      Deployment now =
          database.write(tx -> {
            ServingTables.setActive(tx, caller, chosen.id(), reason, clock.instant());
            publish(tx, caller, "deployment.rolled-back", chosen, Optional.empty(), reason);
            return existing(tx, caller, chosen.id());
          });
      endpoint.restore(previous.get().with(now), Optional.empty());
    }
  }

  private Optional<Route> reload(Caller caller, Endpoint endpoint, DeploymentState state) {
    String name = endpoint.definition().name();
    Optional<Deployment> found =
        database.read(tx -> ServingTables.inState(tx, caller, name, state));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Deployment deployment = found.get();
    int attempts = database.write(tx -> ServingTables.attempt(tx, caller, deployment.id()));
    if (attempts > CRASHES_ALLOWED) {
      changed(
          caller,
          deployment,
          DeploymentState.CRASHED,
          "The process ended twice while the model was being loaded at start.");
      return Optional.empty();
    }
    try {
      Route route = route(caller, endpoint, deployment);
      write(tx -> ServingTables.loaded(tx, caller, deployment.id()));
      return Optional.of(route);
    } catch (Problem e) {
      System.getLogger(Deployments.class.getName())
          .log(Level.WARNING, "The endpoint '" + name + "' lost " + deployment.model(), e);
      changed(caller, deployment, DeploymentState.FAILED, e.text());
      return Optional.empty();
    }
  }

  Optional<Deployment> find(Caller caller, String id) {
    return database.read(tx -> ServingTables.find(tx, caller, id));
  }

  Optional<Deployment> find(Caller caller, String endpoint, ModelRef model) {
    return database.read(tx -> ServingTables.find(tx, caller, endpoint, model));
  }

  List<Deployment> list(Caller caller, String endpoint, String beforeId, int limit) {
    return database.read(tx -> ServingTables.list(tx, caller, endpoint, beforeId, limit));
  }

  /// The names of the endpoints where a model was ever loaded.
  private static Deployment existing(Transaction tx, Caller caller, String id) {
    return ServingTables.find(tx, caller, id)
        .orElseThrow(() ->
            Problem.notFound("There is no deployment '%s' in project '%s'.", id, caller.project()));
  }

  private void publish(
      Transaction tx,
      Caller caller,
      String type,
      Deployment deployment,
      Optional<Deployment> previous,
      String reason) {
    Map<String, Object> data = new HashMap<>();
    data.put("endpoint", deployment.endpoint());
    data.put("deployment", deployment.id());
    data.put("model", deployment.model().model());
    data.put("version", deployment.model().version());
    data.put("reason", reason);
    data.put("user", caller.user());
    previous.ifPresent(old -> data.put("previous", old.model().version()));
    events.publish(tx, caller, type, deployment.endpoint(), data);
  }

  private interface Change {
    void run(Transaction tx);
  }

  private void write(Change change) {
    database.write(tx -> {
      change.run(tx);
      return true;
    });
  }

  Set<Digest> blobs(char prefix) {
    return database.read(tx -> BlobOwner.find(tx, ServingTables.DIGESTS, prefix));
  }
}
