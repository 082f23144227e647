package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An endpoint in memory: the route that answers, its warm predecessor, and those that are loaded
/// and wait. Requests read it without a lock; changes are guarded by the lock of [Deployments].
final class Endpoint {
  private final PredictionLog log;
  private final Map<String, Route> waiting = new ConcurrentHashMap<>();
  private volatile EndpointDefinition definition;
  private volatile @Nullable Route active;
  private volatile @Nullable Route previous;

  Endpoint(EndpointDefinition definition, PredictionLog log) {
    this.definition = definition;
    this.log = log;
  }

  EndpointDefinition definition() {
    return definition;
  }

  PredictionLog log() {
    return log;
  }

  Optional<Route> active() {
    return Optional.ofNullable(active);
  }

  Optional<Route> previous() {
    return Optional.ofNullable(previous);
  }

  /// The active route with its model acquired. A switch between the look and the grip makes it look
  /// again, so that no request fails.
  Route acquire() {
    for (Route route = active; route != null; route = active) {
      if (route.model().acquire()) {
        return route;
      }
      Thread.onSpinWait();
    }
    throw Problem.of(
        ProblemCode.UNAVAILABLE,
        "No model is deployed at endpoint '%s' yet: promote a version of '%s'.",
        definition.name(),
        definition.model());
  }

  /// The route of a version with its model acquired.
  Optional<Route> acquire(int version) {
    return routes().stream()
        .filter(route -> route.model().ref().version() == version)
        .filter(route -> route.model().acquire())
        .findFirst();
  }

  /// Everything that is loaded, the active one first.
  List<Route> routes() {
    Collection<Route> others = waiting.values();
    return Stream.concat(Stream.of(active, previous), others.stream())
        .<Route>mapMulti((route, sink) -> {
          if (route != null) {
            sink.accept(route);
          }
        })
        .toList();
  }

  Optional<Route> route(String deployment) {
    return routes().stream()
        .filter(route -> route.deployment().id().equals(deployment))
        .findFirst();
  }

  void await(Route route) {
    waiting.put(route.deployment().id(), route);
  }

  /// Makes a route answer, and keeps the one before.
  ///
  /// @return what is no longer needed
  Optional<Route> activate(Route route) {
    Optional<Route> retired =
        Optional.ofNullable(previous)
            .filter(old -> !Objects.equals(old.deployment().id(), id(route)));
    Route old = active;
    active = route;
    previous = old;
    waiting.remove(id(route));
    return retired;
  }

  /// Takes up what was there before a restart.
  void restore(Route route, Optional<Route> predecessor) {
    previous = predecessor.orElse(null);
    active = route;
  }

  /// Makes the predecessor answer.
  ///
  /// @return what was withdrawn
  Optional<Route> fallBack(Route to) {
    Route withdrawn = active;
    active = to;
    previous = null;
    return Optional.ofNullable(withdrawn);
  }

  Optional<Route> drop(String deployment) {
    return Optional.ofNullable(waiting.remove(deployment));
  }

  /// Applies a new definition, also to loaded models whose features it still offers.
  void redefine(EndpointDefinition newDefinition) {
    definition = newDefinition;
    active = rebound(active, newDefinition);
    previous = rebound(previous, newDefinition);
    waiting.replaceAll((_, route) -> {
      Route rebound = rebound(route, newDefinition);
      return rebound == null ? route : rebound;
    });
  }

  private static @Nullable Route rebound(@Nullable Route route, EndpointDefinition definition) {
    if (route == null
        || !definition.lookup().names().containsAll(route.model().inputs())
        || !definition.model().equals(route.model().ref().model())) {
      return route;
    }
    return route.with(definition);
  }

  private static String id(Route route) {
    return route.deployment().id();
  }
}
