package dev.rondo.web;

import dev.rondo.kernel.Asset;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Edge;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A trace as people can read it: what has the same kind and name stands as one node, however often
/// it came.
///
/// @param assets in the order in which they were reached
record LineageView(Graph graph, List<AssetRecord> assets, boolean isComplete) {

  static LineageView of(Trace trace, Frame frame) {
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    Map<RunId, String> groupOf = new HashMap<>();
    for (Run run : trace.runs()) {
      String group = "run/" + run.kind() + "/" + run.name();
      runs.computeIfAbsent(group, _ -> new ArrayList<>()).add(run);
      groupOf.put(run.id(), group);
    }
    Map<String, List<Asset>> assets = new LinkedHashMap<>();
    trace
        .assets()
        .forEach(one ->
            assets.computeIfAbsent(group(one.asset()), _ -> new ArrayList<>()).add(one.asset()));
    List<Graph.Node> nodes = new ArrayList<>();
    assets.forEach((group, all) -> nodes.add(node(group, all, frame)));
    runs.forEach((group, all) -> nodes.add(runNode(group, all, frame)));
    List<Graph.Edge> edges = new ArrayList<>();
    for (Edge edge : trace.edges()) {
      String run = groupOf.getOrDefault(edge.run(), "");
      String asset = group(edge.asset());
      edges.add(
          edge.role() == Edge.Role.INPUT ? new Graph.Edge(asset, run) : new Graph.Edge(run, asset));
    }
    return new LineageView(Graph.of(nodes, edges), trace.assets(), trace.isComplete());
  }

  private static String group(Asset asset) {
    String name = asset.kind() == Asset.Kind.SOURCE_FILE ? "" : asset.name();
    return "asset/" + asset.kind().text() + "/" + name;
  }

  private static Graph.Node node(String group, List<Asset> all, Frame frame) {
    Asset first = all.getFirst();
    String page = Addresses.asset(first);
    boolean isFile = first.kind() == Asset.Kind.SOURCE_FILE && all.size() > 1;
    String kind = first.kind().text().replace('-', ' ');
    return new Graph.Node(
        group,
        isFile ? all.size() + " files" : first.name(),
        all.size() > 1 ? kind + " × " + all.size() : kind + " " + first.version(),
        Tone.GOOD,
        page.isEmpty() ? "" : frame.to(page));
  }

  private static Graph.Node runNode(String group, List<Run> all, Frame frame) {
    Run first = all.getFirst();
    return new Graph.Node(
        group,
        first.name(),
        all.size() > 1 ? first.kind() + " × " + all.size() : first.kind(),
        Tone.IDLE,
        frame.to(Addresses.run(first.id().value())));
  }
}
