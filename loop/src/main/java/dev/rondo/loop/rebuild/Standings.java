package dev.rondo.loop.rebuild;

import dev.rondo.kernel.Asset;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Edge;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Judges the assets of a piece of lineage. A thing can be made again when the run that made it is
/// still noted, and everything that this run read is there or can itself be made again. What lies
/// outside the piece counts as there.
final class Standings {
  private final LineageGraph graph;
  private final Map<Asset, Standing> gone = new LinkedHashMap<>();
  private final Map<Asset, List<RunId>> makers = new HashMap<>();
  private final Map<RunId, List<Asset>> inputs = new HashMap<>();
  private final Map<RunId, Run> runs = new HashMap<>();

  private Standings(LineageGraph graph, Function<AssetRecord, Standing> look) {
    this.graph = graph;
    graph.runs().forEach(run -> runs.put(run.id(), run));
    for (Edge edge : graph.edges()) {
      if (edge.role() == Edge.Role.INPUT) {
        inputs.computeIfAbsent(edge.run(), _ -> new ArrayList<>()).add(edge.asset());
      } else {
        makers.computeIfAbsent(edge.asset(), _ -> new ArrayList<>()).add(edge.run());
      }
    }
    for (AssetRecord record : graph.assets()) {
      Standing standing = look.apply(record);
      if (standing.gone().isPresent()) {
        gone.put(record.asset(), standing);
      }
    }
  }

  /// @param look whether an asset is there
  /// @return those of which anything is to be said
  static Map<Asset, Standing> of(LineageGraph graph, Function<AssetRecord, Standing> look) {
    return new Standings(graph, look).judge();
  }

  private Map<Asset, Standing> judge() {
    boolean isWhole =
        gone.isEmpty() && runs.values().stream().allMatch(run -> run.removal().isEmpty());
    if (isWhole) {
      return Map.of();
    }
    Set<Asset> makeable = makeable();
    Map<Asset, Standing> standings = new LinkedHashMap<>();
    for (AssetRecord record : graph.assets()) {
      Asset asset = record.asset();
      Standing standing = gone.getOrDefault(asset, Standing.SOUND);
      Optional<String> lost = makeable.contains(asset) ? Optional.empty() : why(asset, makeable);
      if (standing.gone().isPresent() || lost.isPresent()) {
        standings.put(asset, new Standing(standing.removed(), standing.gone(), lost));
      }
    }
    return Collections.unmodifiableMap(standings);
  }

  /// What can be made again: more and more, until nothing is added, so that what was made of itself
  /// does not count.
  private Set<Asset> makeable() {
    Set<Asset> makeable = new HashSet<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Map.Entry<Asset, List<RunId>> made : makers.entrySet()) {
        boolean isNew =
            !makeable.contains(made.getKey())
                && made.getValue().stream().anyMatch(run -> obstacle(run, makeable).isEmpty());
        grows |= isNew && makeable.add(made.getKey());
      }
    }
    return makeable;
  }

  /// Why a run cannot be repeated.
  private Optional<String> obstacle(RunId id, Set<Asset> makeable) {
    Optional<String> removal = Optional.ofNullable(runs.get(id)).flatMap(Run::removal);
    return removal
        .map(reason -> "the run %s that made it was removed: %s".formatted(id, reason))
        .or(() ->
            inputs.getOrDefault(id, List.of()).stream()
                .filter(read -> gone.containsKey(read) && !makeable.contains(read))
                .findFirst()
                .map(read ->
                    "it was made of '%s', which is gone: %s"
                        .formatted(
                            read, gone.getOrDefault(read, Standing.SOUND).gone().orElse(""))));
  }

  /// What nobody here made is not lost as long as it is there.
  private Optional<String> why(Asset asset, Set<Asset> makeable) {
    List<RunId> made = makers.getOrDefault(asset, List.of());
    if (made.isEmpty()) {
      return Optional.ofNullable(gone.get(asset))
          .map(_ -> "It cannot be made again, because it came from outside.");
    }
    return made.stream()
        .flatMap(run -> obstacle(run, makeable).stream())
        .findFirst()
        .map(reason -> "It cannot be made again, because %s".formatted(ended(reason)));
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
