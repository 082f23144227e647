package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run was made from: of each thing the version that is nearest to it, and of those equally
/// near the newest.
record Upstream(Map<AssetName, Reached> things) {

  Upstream {
    things = Collections.unmodifiableMap(new LinkedHashMap<>(things));
  }

  /// @param distance how many runs lie between, the origin counted
  record Reached(AssetRecord asset, int distance) {
    private Reached orNearer(Reached other) {
      if (distance != other.distance) {
        return distance < other.distance ? this : other;
      }
      return other.asset.recorded().isAfter(asset.recorded()) ? other : this;
    }
  }

  /// @param graph upstream of the run
  static Upstream of(RunId origin, LineageGraph graph) {
    Map<Asset, AssetRecord> records = new HashMap<>();
    graph.assets().forEach(record -> records.put(record.asset(), record));
    Map<RunId, List<Asset>> read = new HashMap<>();
    Map<Asset, List<RunId>> makers = new HashMap<>();
    for (Edge edge : graph.edges()) {
      if (edge.role() == Edge.Role.INPUT) {
        read.computeIfAbsent(edge.run(), _ -> new ArrayList<>()).add(edge.asset());
      } else {
        makers.computeIfAbsent(edge.asset(), _ -> new ArrayList<>()).add(edge.run());
      }
    }
    Map<AssetName, Reached> things = new LinkedHashMap<>();
    Map<RunId, Integer> depths = new HashMap<>(Map.of(origin, 0));
    Deque<RunId> next = new ArrayDeque<>(List.of(origin));
    while (!next.isEmpty()) {
      RunId run = next.remove();
      int distance = depths.getOrDefault(run, 0) + 1;
      for (Asset asset : read.getOrDefault(run, List.of())) {
        Optional.ofNullable(records.get(asset))
            .ifPresent(record ->
                things.merge(
                    new AssetName(asset.kind(), asset.name()),
                    new Reached(record, distance),
                    Reached::orNearer));
        for (RunId maker : makers.getOrDefault(asset, List.of())) {
          if (depths.putIfAbsent(maker, distance) == null) {
            next.add(maker);
          }
        }
      }
    }
    return new Upstream(things);
  }

  /// What this has otherwise than another, nearest first, by name. What it lacks stays out: whether
  /// it was there is not known from here.
  List<UpstreamChange> since(Upstream other) {
    List<UpstreamChange> changes = new ArrayList<>();
    things.forEach((name, reached) -> {
      Optional<AssetRecord> before =
          Optional.ofNullable(other.things.get(name)).map(Reached::asset);
      boolean isSame =
          before.filter(one -> one.asset().equals(reached.asset().asset())).isPresent();
      if (!isSame) {
        changes.add(
            new UpstreamChange(
                name, before, Optional.of(reached.asset()), reached.distance(), true));
      }
    });
    return changes;
  }

  /// What another has that this lacks.
  List<Reached> lacks(Upstream other) {
    return other.things.entrySet().stream()
        .filter(entry -> !things.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
