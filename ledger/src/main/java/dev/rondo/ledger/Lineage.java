package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Edge.Role;
import java.util.List;

/// Walks from a run or an asset along the edges, breadth first. Going up, an asset leads to the
/// runs that wrote it and a run to what it read; going down it is the other way round.
final class Lineage {
  private static final String REACHED =
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
      """;

  private final Transaction tx;
  private final Object[] arguments;
  private final int maxNodes;

  private Lineage(Transaction tx, boolean isRun, long origin, Direction direction, int maxNodes) {
    boolean isUp = direction == Direction.UPSTREAM;
    this.tx = tx;
    this.maxNodes = maxNodes;
    this.arguments =
        new Object[] {
          isRun, origin, isUp ? Role.OUTPUT : Role.INPUT, isUp ? Role.INPUT : Role.OUTPUT, maxNodes
        };
  }

  static LineageGraph ofAsset(Transaction tx, long asset, Direction direction, int maxNodes) {
    return new Lineage(tx, false, asset, direction, maxNodes).graph();
  }

  static LineageGraph ofRun(Transaction tx, long run, Direction direction, int maxNodes) {
    return new Lineage(tx, true, run, direction, maxNodes).graph();
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

  private LineageGraph graph() {
    return new LineageGraph(runs(), assets(), edges(), !hasMore());
  }

  private List<Run> runs() {
    return tx.list(
        REACHED
            + "SELECT "
            + RunTable.COLUMNS
            + " FROM reached JOIN run ON run.key = reached.key WHERE is_run = 1",
        RunTable::run,
        arguments);
  }

  private List<AssetRecord> assets() {
    return tx.list(
        REACHED
            + "SELECT "
            + AssetTable.COLUMNS
            + " FROM reached JOIN asset a ON a.key = reached.key WHERE is_run = 0",
        AssetTable::asset,
        arguments);
  }

  /// The join goes from the reached runs along their own edges (CROSS, +): from the assets' side, a
  /// bundle that every run read would be walked a thousand times.
  private List<Edge> edges() {
    return tx.list(
        REACHED
            + """
            SELECT run.id, e.role, a.kind, a.name, a.version, a.digest
            FROM reached CROSS JOIN asset_edge e ON e.run = reached.key
            JOIN run ON run.key = e.run JOIN asset a ON a.key = e.asset
            WHERE is_run = 1 AND +e.asset IN (SELECT key FROM reached WHERE is_run = 0)
            ORDER BY e.run, e.role, e.asset
            """,
        Lineage::edge,
        arguments);
  }

  /// Whether one more node could have been reached.
  private boolean hasMore() {
    Object[] oneMore = arguments.clone();
    oneMore[oneMore.length - 1] = maxNodes + 1;
    return tx.find(
                REACHED + "SELECT count(*) AS nodes FROM reached",
                row -> row.number("nodes"),
                oneMore)
            .orElse(0L)
        > maxNodes;
  }

  private static Edge edge(Row row) {
    return new Edge(
        new RunId(row.text("id")),
        new Asset(
            Asset.Kind.parse(row.text("kind")),
            row.text("name"),
            row.text("version"),
            new Digest(row.text("digest"))),
        Role.valueOf(row.text("role")));
  }
}
