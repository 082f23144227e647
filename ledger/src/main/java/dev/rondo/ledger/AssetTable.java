package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Edge.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Assets, and which run read or wrote them.
final class AssetTable {
  static final String SCHEMA =
      """
      CREATE TABLE asset (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        version TEXT NOT NULL, digest TEXT NOT NULL, facts TEXT NOT NULL,
        recorded INTEGER NOT NULL, maker INTEGER);
      CREATE UNIQUE INDEX asset_by_name ON asset (project, kind, name, version);
      CREATE INDEX asset_by_age ON asset (project, kind, key);
      CREATE INDEX asset_by_digest ON asset (project, digest);
      CREATE TABLE asset_edge (
        run INTEGER NOT NULL, asset INTEGER NOT NULL, role TEXT NOT NULL, project TEXT NOT NULL,
        recorded INTEGER NOT NULL, PRIMARY KEY (run, role, asset)) WITHOUT ROWID;
      CREATE INDEX asset_edge_by_asset ON asset_edge (asset, role, run)
      """;

  /// Which things are made of which, whatever the version: names are few where versions are many.
  static final String SCHEMA_2 =
      """
      CREATE TABLE asset_descent (
        project TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, of_kind TEXT NOT NULL,
        of_name TEXT NOT NULL, PRIMARY KEY (project, of_kind, of_name, kind, name)) WITHOUT ROWID;
      INSERT OR IGNORE INTO asset_descent (project, kind, name, of_kind, of_name)
        SELECT DISTINCT made.project, made.kind, made.name, read.kind, read.name
        FROM asset_edge i JOIN asset_edge o ON o.run = i.run AND o.role = 'OUTPUT'
        JOIN asset read ON read.key = i.asset JOIN asset made ON made.key = o.asset
        WHERE i.role = 'INPUT'
      """;

  static final String COLUMNS =
      "a.kind, a.name, a.version, a.digest, a.facts, a.recorded, a.removed, a.removal,"
          + " (SELECT r.id FROM run r WHERE r.key = a.maker) AS maker_id";

  private AssetTable() {}

  /// Notes an edge, the asset too when it is new, and what is then made of what.
  static void record(
      Transaction tx,
      ProjectName project,
      long run,
      Role role,
      Asset asset,
      Map<String, Object> facts,
      Instant now) {
    note(tx, project, run, role, asset, facts, now)
        .ifPresent(key -> descend(tx, run, role, List.of(key)));
  }

  /// Notes an edge, and the asset too when it is new; what is made of what is left to [#descend].
  ///
  /// @return the key of the asset, if the edge is new
  static Optional<Long> note(
      Transaction tx,
      ProjectName project,
      long run,
      Role role,
      Asset asset,
      Map<String, Object> facts,
      Instant now) {
    Optional<Long> maker = role == Role.OUTPUT ? Optional.of(run) : Optional.empty();
    long key = note(tx, project, asset, facts, now);
    maker.ifPresent(
        _ -> tx.update("UPDATE asset SET maker = ? WHERE key = ? AND maker IS NULL", run, key));
    int added =
        tx.update(
            """
            INSERT INTO asset_edge (run, asset, role, project, recorded) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            run,
            key,
            role,
            project,
            now);
    return added > 0 ? Optional.of(key) : Optional.empty();
  }

  /// Notes an asset when it is new.
  ///
  /// @return its key
  static long note(
      Transaction tx, ProjectName project, Asset asset, Map<String, Object> facts, Instant now) {
    return sameAsset(tx, project, asset)
        .orElseGet(() -> insert(tx, project, asset, text(asset, facts), now));
  }

  /// What a run writes is made of all that it reads: notes it of the edges that are new.
  ///
  /// @param assets that they lead to
  static void descend(Transaction tx, long run, Role role, List<Long> assets) {
    if (assets.isEmpty()) {
      return;
    }
    boolean isMade = role == Role.OUTPUT;
    tx.update(
        """
        INSERT OR IGNORE INTO asset_descent (project, kind, name, of_kind, of_name)
        SELECT DISTINCT made.project, made.kind, made.name, read.kind, read.name
        FROM json_each(?3) j CROSS JOIN asset_edge e ON e.run = ?1 AND e.role = ?2
        CROSS JOIN asset made ON made.key = %s CROSS JOIN asset read ON read.key = %s
        """
            .formatted(isMade ? "j.value" : "e.asset", isMade ? "e.asset" : "j.value"),
        run,
        isMade ? Role.INPUT : Role.OUTPUT,
        Json.write(assets));
  }

  /// How many assets a run has read and written.
  static long edges(Transaction tx, long run) {
    return tx.find(
            "SELECT count(*) AS edges FROM asset_edge WHERE run = ?",
            row -> row.number("edges"),
            run)
        .orElse(0L);
  }

  /// Renames it also where it is told what was made of it, and what it was made of.
  static void rename(
      Transaction tx, ProjectName project, Asset.Kind kind, String name, String newName) {
    rename(
        tx,
        "asset SET name = ?1 WHERE project = ?2 AND kind = ?3 AND name = ?4",
        newName,
        project,
        kind.text(),
        name);
    rename(
        tx,
        "asset_descent SET name = ?1 WHERE project = ?2 AND kind = ?3 AND name = ?4",
        newName,
        project,
        kind.text(),
        name);
    rename(
        tx,
        "asset_descent SET of_name = ?1 WHERE project = ?2 AND of_kind = ?3 AND of_name = ?4",
        newName,
        project,
        kind.text(),
        name);
    tx.update(
        """
        DELETE FROM asset_descent WHERE project = ?1
          AND (kind = ?2 AND name = ?3 OR of_kind = ?2 AND of_name = ?3)
          AND NOT EXISTS (SELECT 1 FROM asset WHERE project = ?1 AND kind = ?2 AND name = ?3)
        """,
        project,
        kind.text(),
        name);
  }

  /// What is there by the new name already stays as it is.
  private static void rename(Transaction tx, String what, Object... arguments) {
    tx.update("UPDATE OR IGNORE " + what, arguments);
  }

  /// @param version empty for every version
  static int remove(
      Transaction tx,
      ProjectName project,
      Asset.Kind kind,
      String name,
      Optional<String> version,
      String reason) {
    return tx.update(
        "UPDATE asset SET removal = ?1 WHERE project = ?2 AND kind = ?3 AND name = ?4"
            + " AND (?5 IS NULL OR version = ?5) AND removal IS NULL",
        reason,
        project,
        kind.text(),
        name,
        version);
  }

  /// The keys of assets that have a content.
  static List<Long> ofContent(Transaction tx, ProjectName project, Digest content, int limit) {
    return tx.list(
        "SELECT key FROM asset WHERE project = ? AND digest = ? ORDER BY key LIMIT ?",
        row -> row.number("key"),
        project,
        content,
        limit);
  }

  private static Optional<Long> sameAsset(Transaction tx, ProjectName project, Asset asset) {
    return tx.find(
        "SELECT key, digest FROM asset WHERE project = ? AND kind = ? AND name = ? AND version = ?",
        row -> {
          if (!row.text("digest").equals(asset.digest().value())) {
            throw Problem.conflict(
                "'%s' has digest %s and cannot become %s: a version never changes. Give the new"
                    + " content a new version.",
                asset, row.text("digest"), asset.digest());
          }
          return row.number("key");
        },
        project,
        asset.kind().text(),
        asset.name(),
        asset.version());
  }

  private static long insert(
      Transaction tx, ProjectName project, Asset asset, String facts, Instant now) {
    return tx.find(
            """
            INSERT INTO asset (project, kind, name, version, digest, facts, recorded)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING key
            """,
            row -> row.number("key"),
            project,
            asset.kind().text(),
            asset.name(),
            asset.version(),
            asset.digest(),
            facts,
            now)
        .orElseThrow();
  }

  private static String text(Asset asset, Map<String, Object> facts) {
    String json = Json.write(facts);
    if (json.length() > Limits.FACTS) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "The facts of '%s' have %d characters; %d are the most. Store them as an artifact.",
          asset,
          json.length(),
          Limits.FACTS);
    }
    return json;
  }

  static Optional<AssetRecord> find(
      Transaction tx, ProjectName project, Asset.Kind kind, String name, String version) {
    return tx.find(
        "SELECT "
            + COLUMNS
            + " FROM asset a WHERE a.project = ? AND a.kind = ? AND a.name = ? AND a.version = ?",
        AssetTable::asset,
        project,
        kind.text(),
        name,
        version);
  }

  static Optional<Long> key(
      Transaction tx, ProjectName project, Asset.Kind kind, String name, String version) {
    return tx.find(
        "SELECT key FROM asset WHERE project = ? AND kind = ? AND name = ? AND version = ?",
        row -> row.number("key"),
        project,
        kind.text(),
        name,
        version);
  }

  static List<AssetRecord> list(Transaction tx, ProjectName project, Asset.Kind kind, int limit) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + " FROM asset a WHERE a.project = ? AND a.kind = ? ORDER BY a.key DESC LIMIT ?",
        AssetTable::asset,
        project,
        kind.text(),
        limit);
  }

  static List<AssetRecord> list(
      Transaction tx, ProjectName project, Asset.Kind kind, String name, int limit) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + " FROM asset a WHERE a.project = ? AND a.kind = ? AND a.name = ?"
            + " ORDER BY a.key DESC LIMIT ?",
        AssetTable::asset,
        project,
        kind.text(),
        name,
        limit);
  }

  static List<AssetRecord> ofRun(Transaction tx, long run, Role role) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + " FROM asset_edge e JOIN asset a ON a.key = e.asset"
            + " WHERE e.run = ? AND e.role = ? ORDER BY a.kind, a.name, a.version",
        AssetTable::asset,
        run,
        role);
  }

  static AssetRecord asset(Row row) {
    return new AssetRecord(
        new Asset(
            Asset.Kind.parse(row.text("kind")),
            row.text("name"),
            row.text("version"),
            new Digest(row.text("digest"))),
        Json.parseObject(row.text("facts")),
        row.time("recorded"),
        row.optionalText("maker_id").map(RunId::new),
        row.optionalTime("removed"),
        row.optionalText("removal"));
  }
}
