package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Edge.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Walks from a run or an asset along the edges, breadth first. Going up, an asset leads to the
/// runs that wrote it and a run to what it read; going down it is the other way round.
final class Lineage {
  private static final String EACH = " FROM json_each(?) j CROSS JOIN ";

  private final Transaction tx;
  private final boolean isRun;
  private final long origin;
  private final Direction direction;

  private Lineage(Transaction tx, boolean isRun, long origin, Direction direction) {
    this.tx = tx;
    this.isRun = isRun;
    this.origin = origin;
    this.direction = direction;
  }

  static LineageGraph ofAsset(Transaction tx, long asset, Direction direction, int maxNodes) {
    return new Lineage(tx, false, asset, direction).graph(maxNodes);
  }

  static LineageGraph ofRun(Transaction tx, long run, Direction direction, int maxNodes) {
    return new Lineage(tx, true, run, direction).graph(maxNodes);
  }

  /// What was made of any version of a thing, directly or by way of others, each name once.
  static List<AssetName> madeOf(Transaction tx, ProjectName project, AssetName origin) {
    return tx.list(
        """
        WITH RECURSIVE reached (kind, name) AS (
          SELECT ?1, ?2
          UNION
          SELECT d.kind, d.name FROM reached r
          JOIN asset_descent d ON d.project = ?3 AND d.of_kind = r.kind AND d.of_name = r.name)
        SELECT kind, name FROM reached WHERE kind != ?1 OR name != ?2 ORDER BY kind, name
        """,
        row -> new AssetName(Asset.Kind.parse(row.text("kind")), row.text("name")),
        origin.kind().text(),
        origin.name(),
        project);
  }

  private record Node(boolean isRun, long key) {}

  /// One node more than is wanted is looked for: it tells that there is more.
  private LineageGraph graph(int maxNodes) {
    List<Node> reached = reached(maxNodes + 1L);
    List<Node> wanted = reached.subList(0, Math.min(reached.size(), maxNodes));
    Map<Long, Run> runs = runs(keys(wanted, true));
    Map<Long, AssetRecord> assets = assets(keys(wanted, false));
    return new LineageGraph(
        List.copyOf(runs.values()),
        List.copyOf(assets.values()),
        edges(runs, assets),
        wanted.size() == reached.size());
  }

  private List<Node> reached(long limit) {
    boolean isUp = direction == Direction.UPSTREAM;
    return tx.list(
        """
        WITH RECURSIVE reached (is_run, key) AS (
          SELECT ?, ?
          UNION
          SELECT 1, e.run FROM reached r JOIN asset_edge e ON e.asset = r.key AND e.role = ?
            WHERE r.is_run = 0
          UNION
          SELECT 0, e.asset FROM reached r JOIN asset_edge e ON e.run = r.key AND e.role = ?
            WHERE r.is_run = 1
          LIMIT ?)
        SELECT is_run, key FROM reached
        """,
        row -> new Node(row.flag("is_run"), row.number("key")),
        isRun,
        origin,
        isUp ? Role.OUTPUT : Role.INPUT,
        isUp ? Role.INPUT : Role.OUTPUT,
        limit);
  }

  private static String keys(List<Node> nodes, boolean isRun) {
    return Json.write(nodes.stream().filter(node -> node.isRun == isRun).map(Node::key).toList());
  }

  private Map<Long, Run> runs(String keys) {
    Map<Long, Run> runs = new LinkedHashMap<>();
    tx.list(
        "SELECT run.key, " + RunTable.COLUMNS + EACH + "run ON run.key = j.value",
        row -> runs.put(row.number("key"), RunTable.run(row)),
        keys);
    return runs;
  }

  private Map<Long, AssetRecord> assets(String keys) {
    Map<Long, AssetRecord> assets = new LinkedHashMap<>();
    tx.list(
        "SELECT a.key, " + AssetTable.COLUMNS + EACH + "asset a ON a.key = j.value",
        row -> assets.put(row.number("key"), AssetTable.asset(row)),
        keys);
    return assets;
  }

  /// Along the runs' own edges: from the assets' side, a bundle that every run read would be walked
  /// a thousand times.
  private List<Edge> edges(Map<Long, Run> runs, Map<Long, AssetRecord> assets) {
    return tx
        .list(
            "SELECT e.run, e.asset, e.role"
                + EACH
                + "asset_edge e ON e.run = j.value ORDER BY e.run, e.role, e.asset",
            row -> edge(row, runs, assets),
            Json.write(runs.keySet()))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Edge> edge(Row row, Map<Long, Run> runs, Map<Long, AssetRecord> assets) {
    RunId run = Objects.requireNonNull(runs.get(row.number("run"))).id();
    return Optional.ofNullable(assets.get(row.number("asset")))
        .map(asset -> new Edge(run, asset.asset(), Role.valueOf(row.text("role"))));
  }
}
