package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A piece of the lineage graph.
///
/// @param runs in the order in which they were reached
/// @param assets in the order in which they were reached, the origin first if it is an asset
/// @param edges among the runs and assets listed here
/// @param isComplete false when there is more than was asked for
public record LineageGraph(
    List<Run> runs, List<AssetRecord> assets, List<Edge> edges, boolean isComplete) {

  public LineageGraph {
    runs = List.copyOf(runs);
    assets = List.copyOf(assets);
    edges = List.copyOf(edges);
  }

  /// Without the runs of experiments that are hidden from a caller.
  LineageGraph seenBy(Caller caller) {
    Set<RunId> hidden =
        runs.stream()
            .filter(run -> Reachable.isHidden(caller, run.experimentId()))
            .map(Run::id)
            .collect(Collectors.toSet());
    return hidden.isEmpty()
        ? this
        : new LineageGraph(
            runs.stream().filter(run -> !hidden.contains(run.id())).toList(),
            assets,
            edges.stream().filter(edge -> !hidden.contains(edge.run())).toList(),
            false);
  }
}
