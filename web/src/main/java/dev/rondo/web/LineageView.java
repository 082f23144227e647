package dev.rondo.web;

import dev.rondo.kernel.Asset;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Edge;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.rebuild.Standing;
import dev.rondo.quality.docs.LineageDocs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A lineage graph as people can read it: what has the same kind and name stands as one node,
/// however often it came.
///
/// @param assets in the order in which they were reached
/// @param standings of what is gone or can no longer be made again
record LineageView(
    Graph graph,
    List<Graph.Edge> edges,
    List<AssetRecord> assets,
    Map<Asset, Standing> standings,
    boolean isComplete) {

  static LineageView of(LineageGraph graph, Frame frame) {
    return of(graph, frame, Map.of());
  }

  static LineageView of(LineageGraph graph, Frame frame, Map<Asset, Standing> standings) {
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    Map<RunId, String> groupOf = new HashMap<>();
    for (Run run : graph.runs()) {
      String group = "run/" + run.kind() + "/" + run.name();
      runs.computeIfAbsent(group, _ -> new ArrayList<>()).add(run);
      groupOf.put(run.id(), group);
    }
    Map<String, List<Asset>> assets = new LinkedHashMap<>();
    graph
        .assets()
        .forEach(one ->
            assets.computeIfAbsent(group(one.asset()), _ -> new ArrayList<>()).add(one.asset()));
    List<Graph.Node> nodes = new ArrayList<>();
    assets.forEach((group, all) -> nodes.add(node(group, all, frame, standings)));
    runs.forEach((group, all) -> nodes.add(runNode(group, all, frame)));
    List<Graph.Edge> edges = new ArrayList<>();
    for (Edge edge : graph.edges()) {
      String run = groupOf.getOrDefault(edge.run(), "");
      String asset = group(edge.asset());
      edges.add(
          edge.role() == Edge.Role.INPUT ? new Graph.Edge(asset, run) : new Graph.Edge(run, asset));
    }
    return new LineageView(
        Graph.of(nodes, edges), edges, graph.assets(), standings, graph.isComplete());
  }

  /// The same as values that a file can hold.
  static LineageDocs docs(List<LineageGraph> graphs, Frame frame) {
    Map<String, LineageDocs.Node> nodes = new LinkedHashMap<>();
    Set<LineageDocs.Edge> edges = new LinkedHashSet<>();
    for (LineageGraph graph : graphs) {
      LineageView view = of(graph, frame);
      view.graph.boxes().forEach(box -> nodes.putIfAbsent(box.node().id(), docs(box.node())));
      view.edges.forEach(edge -> edges.add(new LineageDocs.Edge(edge.from(), edge.to())));
    }
    return new LineageDocs(
        List.copyOf(nodes.values()),
        List.copyOf(edges),
        graphs.stream().allMatch(LineageGraph::isComplete));
  }

  private static LineageDocs.Node docs(Graph.Node node) {
    String[] parts = node.id().split("/", 3);
    return new LineageDocs.Node(
        node.id(),
        parts[0].equals("run") ? "run" : parts[1],
        node.label(),
        node.detail(),
        node.link());
  }

  /// A graph of what a file holds.
  static Graph graph(LineageDocs docs, DocsFrame frame, String dataset) {
    List<Graph.Node> nodes =
        docs.nodes().stream()
            .map(node ->
                new Graph.Node(
                    node.id(),
                    node.label(),
                    node.detail().isEmpty()
                        ? frame.words().term("kind", node.kind())
                        : node.detail(),
                    node.label().equals(dataset)
                        ? Tone.BUSY
                        : node.kind().equals("run") ? Tone.IDLE : Tone.GOOD,
                    frame.links().page(node.page())))
            .toList();
    return Graph.of(
        nodes, docs.edges().stream().map(edge -> new Graph.Edge(edge.from(), edge.to())).toList());
  }

  private static String group(Asset asset) {
    String name = asset.kind() == Asset.Kind.SOURCE_FILE ? "" : asset.name();
    return "asset/" + asset.kind().text() + "/" + name;
  }

  private static Graph.Node node(
      String group, List<Asset> all, Frame frame, Map<Asset, Standing> standings) {
    Asset first = all.getFirst();
    String page = Addresses.asset(first);
    boolean isFile = first.kind() == Asset.Kind.SOURCE_FILE && all.size() > 1;
    String kind = first.kind().text().replace('-', ' ');
    return new Graph.Node(
        group,
        isFile ? all.size() + " files" : first.name(),
        all.size() > 1 ? kind + " × " + all.size() : kind + " " + first.version(),
        all.stream().anyMatch(standings::containsKey) ? Tone.BAD : Tone.GOOD,
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
