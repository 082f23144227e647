package dev.rondo.ledger;

import java.util.List;

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
}
