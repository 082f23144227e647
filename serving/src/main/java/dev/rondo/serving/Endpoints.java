package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Every endpoint in memory. Thread-safe.
final class Endpoints {
  private record Key(ProjectName project, String name) {}

  private final Map<Key, Endpoint> byName = new ConcurrentHashMap<>();
  private volatile Map<Key, List<Endpoint>> byModel = Map.of();

  Optional<Endpoint> find(Caller caller, String name) {
    return Optional.ofNullable(byName.get(new Key(caller.project(), name)));
  }

  Endpoint existing(Caller caller, String name) {
    Endpoint endpoint = byName.get(new Key(caller.project(), name));
    if (endpoint == null) {
      throw Problem.notFound("There is no endpoint '%s' in project '%s'.", name, caller.project());
    }
    return endpoint;
  }

  void add(Caller caller, Endpoint endpoint) {
    byName.put(new Key(caller.project(), endpoint.definition().name()), endpoint);
    index();
  }

  /// Finds anew which endpoints serve which model, after a definition has changed.
  void index() {
    byModel =
        byName.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().name()))
            .collect(
                Collectors.groupingBy(
                    entry ->
                        new Key(entry.getKey().project(), entry.getValue().definition().model()),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /// The endpoints of the caller's project by name.
  List<Endpoint> of(Caller caller) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getKey().project().equals(caller.project()))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparing(endpoint -> endpoint.definition().name()))
        .toList();
  }

  List<Endpoint> all() {
    return List.copyOf(byName.values());
  }

  /// The endpoints that serve a model.
  List<Endpoint> serving(Caller caller, String model) {
    return byModel.getOrDefault(new Key(caller.project(), model), List.of());
  }
}
