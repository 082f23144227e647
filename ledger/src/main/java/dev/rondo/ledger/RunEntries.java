package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Edge.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The parameters, metrics and files of a run as nodes of the graph: named by key or path, and by
/// the run as their version. They are kept with the run, so that what they come from and lead to is
/// told by the run's edges: it has read its parameters, and written its metrics and files.
final class RunEntries {
  private static final Set<Asset.Kind> KINDS =
      EnumSet.of(Asset.Kind.PARAMETER, Asset.Kind.METRIC, Asset.Kind.ARTIFACT);

  /// How many things are told of that have the content of a file.
  private static final int MOST_ALIKE = 20;

  private final Transaction tx;
  private final ProjectName project;
  private final Run run;
  private final long key;

  /// @param key of the run
  RunEntries(Transaction tx, ProjectName project, Run run, long key) {
    this.tx = tx;
    this.project = project;
    this.run = run;
    this.key = key;
  }

  /// Whether things of this kind are entries of runs.
  static boolean hold(Asset.Kind kind) {
    return KINDS.contains(kind);
  }

  /// @throws Problem `not-found` when the run has no such entry
  LineageGraph lineage(Asset.Kind kind, String name, Direction direction, int maxNodes) {
    boolean isRead = kind == Asset.Kind.PARAMETER;
    boolean isByRun = isRead == (direction == Direction.DOWNSTREAM);
    AssetRecord node =
        node(kind, name)
            .orElseThrow(
                () -> Problem.notFound("Run %s has no %s '%s'.", run.id(), kind.text(), name));
    if (isByRun) {
      LineageGraph beyond = Lineage.ofRun(tx, key, direction, Math.max(1, maxNodes - 1));
      Edge edge = new Edge(run.id(), node.asset(), isRead ? Role.INPUT : Role.OUTPUT);
      return with(alone(node, List.of(edge)), beyond);
    }
    LineageGraph alone = alone(node, List.of());
    return kind == Asset.Kind.ARTIFACT ? alike(alone, node.asset().digest(), maxNodes) : alone;
  }

  private Optional<AssetRecord> node(Asset.Kind kind, String name) {
    return switch (kind) {
      case PARAMETER ->
          EntryTable.parameters(tx, key).stream()
              .filter(one -> one.key().equals(name))
              .findFirst()
              .map(one ->
                  node(kind, name, Digest.of(one.value()), facts().put("value", one.value())));
      case METRIC ->
          MetricTable.latest(tx, key).stream()
              .filter(one -> one.key().equals(name))
              .findFirst()
              .map(one -> Double.toString(one.value()))
              .map(value -> node(kind, name, Digest.of(value), facts().put("value", value)));
      default ->
          ArtifactTable.find(tx, project, ArtifactRoot.of(run.id()), name)
              .map(file -> node(kind, name, file.digest(), facts().put("bytes", file.size())));
    };
  }

  private static ObjectNode facts() {
    return Json.object();
  }

  private AssetRecord node(Asset.Kind kind, String name, Digest digest, ObjectNode facts) {
    return new AssetRecord(
        new Asset(kind, name, run.id().value(), digest),
        facts,
        run.started(),
        kind == Asset.Kind.PARAMETER ? Optional.empty() : Optional.of(run.id()),
        Optional.empty(),
        Optional.empty());
  }

  /// With what depends on the assets that have the content of a file.
  private LineageGraph alike(LineageGraph file, Digest content, int maxNodes) {
    List<Long> assets = AssetTable.ofContent(tx, project, content, MOST_ALIKE + 1);
    LineageGraph graph = file;
    for (long asset : assets.stream().limit(MOST_ALIKE).toList()) {
      int left = maxNodes - graph.runs().size() - graph.assets().size();
      if (left < 1) {
        return incomplete(graph);
      }
      graph = with(graph, Lineage.ofAsset(tx, asset, Direction.DOWNSTREAM, left));
    }
    return assets.size() > MOST_ALIKE ? incomplete(graph) : graph;
  }

  private static LineageGraph alone(AssetRecord node, List<Edge> edges) {
    return new LineageGraph(List.of(), List.of(node), edges, true);
  }

  private static LineageGraph incomplete(LineageGraph graph) {
    return new LineageGraph(graph.runs(), graph.assets(), graph.edges(), false);
  }

  private static LineageGraph with(LineageGraph graph, LineageGraph more) {
    return new LineageGraph(
        union(graph.runs(), more.runs()),
        union(graph.assets(), more.assets()),
        union(graph.edges(), more.edges()),
        graph.isComplete() && more.isComplete());
  }

  private static <T> List<T> union(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}
