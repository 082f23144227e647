package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Statements that remove for good what has been deleted for long. A run and an experiment keep
/// their rows, with the reason, so that lineage can tell what was there; what belonged to them
/// goes. A removed run is marked first and cleared after, in pieces, so that a run with millions of
/// points never fills the memory or holds up the writer, and a crash in between loses nothing but
/// time.
final class Removal {
  static final String SCHEMA =
      """
      ALTER TABLE run ADD COLUMN removed INTEGER;
      ALTER TABLE run ADD COLUMN removal TEXT;
      ALTER TABLE run ADD COLUMN uncleared INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE experiment ADD COLUMN removed INTEGER;
      ALTER TABLE asset ADD COLUMN removal TEXT;
      CREATE INDEX run_deleted ON run (project, deleted) WHERE deleted IS NOT NULL;
      CREATE INDEX run_uncleared ON run (project, key) WHERE uncleared = 1
      """;

  /// When the files of an asset went.
  static final String SCHEMA_2 = "ALTER TABLE asset ADD COLUMN removed INTEGER";

  /// How many metric points go in one unit of work.
  static final int PIECE = 50_000;

  private static final int RUNS = 500;

  /// Whether a run made a version of a model that is still there, whose files must stay.
  private static final String NEEDED =
      "EXISTS (SELECT 1 FROM asset_edge o JOIN asset a ON a.key = o.asset"
          + " WHERE o.run = r.key AND o.role = 'OUTPUT' AND a.kind = 'model-version'"
          + " AND a.removal IS NULL)";

  private static final String GONE_RUN =
      "r.project = ? AND r.deleted < ? AND r.removed IS NULL AND NOT " + NEEDED;

  private Removal() {}

  /// A run by its key and id.
  record Removed(long key, RunId id) {}

  static long runs(Transaction tx, ProjectName project, Instant before) {
    return count(tx, "SELECT count(*) AS n FROM run r WHERE " + GONE_RUN, project, before);
  }

  static long experiments(Transaction tx, ProjectName project, Instant before) {
    return count(
        tx,
        "SELECT count(*) AS n FROM experiment e WHERE project = ? AND deleted < ? AND " + EMPTY,
        project,
        before);
  }

  /// The default experiment stays, and what something runs in again.
  private static final String EMPTY =
      "removed IS NULL AND number <> 0 AND NOT EXISTS"
          + " (SELECT 1 FROM run r WHERE r.experiment = e.key AND r.removed IS NULL"
          + " AND (r.deleted IS NULL OR r.deleted > e.deleted OR "
          + NEEDED
          + "))";

  private static final String GONE =
      "(m.deleted < ?2 OR EXISTS (SELECT 1 FROM experiment e WHERE e.key = m.experiment"
          + " AND (e.removed IS NOT NULL OR e.deleted < ?2)))";

  private static long count(Transaction tx, String sql, Object... arguments) {
    return tx.find(sql, row -> row.number("n"), arguments).orElse(0L);
  }

  /// @return how many were marked; there are more when it is not 0
  static int markRuns(
      Transaction tx, ProjectName project, Instant before, Instant now, String reason) {
    return tx.update(
        """
        UPDATE run SET removed = ?, removal = ?, uncleared = 1 WHERE key IN (
          SELECT r.key FROM run r WHERE %s LIMIT ?)
        """
            .formatted(GONE_RUN),
        now,
        reason,
        project,
        before,
        RUNS);
  }

  /// The name can be taken again.
  static int markExperiments(Transaction tx, ProjectName project, Instant before, Instant now) {
    List<Long> keys =
        tx.list(
            "SELECT key FROM experiment e WHERE project = ? AND deleted < ? AND " + EMPTY,
            row -> row.number("key"),
            project,
            before);
    for (long key : keys) {
      tx.update("DELETE FROM experiment_tag WHERE experiment = ?", key);
      tx.update(
          "UPDATE experiment SET removed = ?, name = name || ' (removed ' || number || ')'"
              + " WHERE key = ?",
          now,
          key);
    }
    return keys.size();
  }

  /// Those that are removed, but whose traces are not.
  static List<ExperimentId> untraced(Transaction tx, ProjectName project) {
    return tx.list(
        """
        SELECT number FROM experiment e WHERE project = ? AND removed IS NOT NULL AND EXISTS
          (SELECT 1 FROM trace t WHERE t.project = e.project AND t.experiment = e.number)
        """,
        row -> new ExperimentId(row.number("number")),
        project);
  }

  /// Deletes some of the datasets that no run has read any more.
  ///
  /// @return how many
  static int removeDatasets(Transaction tx, ProjectName project) {
    return tx.update(
        """
        DELETE FROM dataset WHERE key IN (
          SELECT d.key FROM dataset d WHERE d.project = ?
            AND NOT EXISTS (SELECT 1 FROM run_dataset i WHERE i.dataset = d.key) LIMIT ?)
        """,
        project,
        RUNS);
  }

  static List<Removed> uncleared(Transaction tx, ProjectName project) {
    return tx.list(
        "SELECT key, id FROM run WHERE project = ? AND uncleared = 1 ORDER BY key LIMIT ?",
        row -> new Removed(row.number("key"), new RunId(row.text("id"))),
        project,
        RUNS);
  }

  /// Deletes some points of a run's metrics.
  ///
  /// @return whether there may be more
  static boolean clearPoints(Transaction tx, Removed run) {
    Optional<Long> metric =
        tx.find(
            """
            SELECT m.id FROM run_metric m WHERE m.run = ?
              AND EXISTS (SELECT 1 FROM run_metric_point p WHERE p.metric = m.id) LIMIT 1
            """,
            row -> row.number("id"),
            run.key());
    metric.ifPresent(id ->
        tx.update(
            """
            DELETE FROM run_metric_point WHERE (metric, step, time, value) IN (
              SELECT metric, step, time, value FROM run_metric_point WHERE metric = ?
              ORDER BY step, time, value LIMIT ?)
            """,
            id,
            PIECE));
    return metric.isPresent();
  }

  /// Deletes everything else of a run.
  static void clear(Transaction tx, ProjectName project, Removed run) {
    for (String table :
        List.of("run_metric", "run_parameter", "run_tag", "run_dataset", "logged_model_use")) {
      tx.update("DELETE FROM " + table + " WHERE run = ?", run.key());
    }
    ArtifactTable.deleteAll(tx, project, ArtifactRoot.of(run.id()));
    tx.update("UPDATE run SET uncleared = 0 WHERE key = ?", run.key());
  }

  /// A page of logged models that have been deleted for long.
  ///
  /// @param after the key of the last one of the page before; 0 for the first
  static List<Model> models(Transaction tx, ProjectName project, Instant before, long after) {
    return tx.list(
        "SELECT m.key, m.id, m.name, x.number FROM logged_model m"
            + " JOIN experiment x ON x.key = m.experiment WHERE m.project = ?1 AND m.key > ?3 AND "
            + GONE
            + " ORDER BY m.key LIMIT ?4",
        Model::of,
        project,
        before,
        after,
        RUNS);
  }

  /// A logged model by its key, id and name.
  record Model(long key, LoggedModelId id, String name, ExperimentId experiment) {
    private static Model of(Row row) {
      return new Model(
          row.number("key"),
          new LoggedModelId(row.text("id")),
          row.text("name"),
          new ExperimentId(row.number("number")));
    }
  }

  static void remove(Transaction tx, ProjectName project, Model model, Instant now, String reason) {
    ModelEntryTable.deleteAll(tx, model.key());
    ArtifactTable.deleteAll(tx, project, ArtifactRoot.of(model.id()));
    tx.update("DELETE FROM logged_model_use WHERE model = ?", model.key());
    tx.update("DELETE FROM logged_model WHERE key = ?", model.key());
    tx.update(
        "UPDATE asset SET removed = ?, removal = ? WHERE project = ? AND kind = 'model' AND name = ?"
            + " AND version = ?",
        now,
        reason,
        project,
        model.name(),
        model.id());
  }

  /// What lineage speaks of, except what was made by runs that are removed. Project by project,
  /// since that is how the index goes.
  static Set<Digest> digests(Transaction tx, char prefix) {
    return BlobOwner.find(
        tx,
        """
        WITH RECURSIVE p (project) AS (
          SELECT min(project) FROM asset
          UNION ALL
          SELECT (SELECT min(a.project) FROM asset a WHERE a.project > p.project) FROM p
            WHERE p.project IS NOT NULL)
        SELECT a.digest FROM p JOIN asset a
          ON a.project = p.project AND a.digest >= ? AND a.digest < ?
        WHERE NOT EXISTS
          (SELECT 1 FROM run r WHERE r.key = a.maker AND r.removed IS NOT NULL)
        """,
        prefix);
  }
}
