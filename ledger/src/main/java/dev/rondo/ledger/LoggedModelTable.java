package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Edge.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The logged models, and which run read or wrote them. Other tables know one by its integer key.
final class LoggedModelTable {
  static final String SCHEMA =
      """
      CREATE TABLE logged_model (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, id TEXT NOT NULL,
        experiment INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, source_run TEXT,
        status TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
        deleted INTEGER);
      CREATE UNIQUE INDEX logged_model_by_id ON logged_model (project, id);
      CREATE INDEX logged_model_by_age ON logged_model (experiment, created DESC, id);
      CREATE INDEX logged_model_by_run ON logged_model (project, source_run);
      CREATE TABLE logged_model_use (
        run INTEGER NOT NULL, role TEXT NOT NULL, model INTEGER NOT NULL, project TEXT NOT NULL,
        step INTEGER NOT NULL, PRIMARY KEY (run, role, model)) WITHOUT ROWID;
      CREATE INDEX logged_model_use_by_model ON logged_model_use (model)
      """;

  /// Whether the run of which it is said that it made the model is not told of it.
  static final String SCHEMA_CLAIMED =
      "ALTER TABLE logged_model ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0";

  static final String COLUMNS =
      """
      m.id, m.name, m.type, m.source_run, m.status, m.created, m.updated, m.deleted, m.key,
      (SELECT e.number FROM experiment e WHERE e.key = m.experiment) AS number,
      (SELECT e.artifact_location FROM experiment e WHERE e.key = m.experiment) AS location
      """;

  private LoggedModelTable() {}

  static void insert(
      Transaction tx,
      ProjectName project,
      LoggedModelId id,
      ExperimentId experiment,
      LoggedModel.Draft draft,
      Instant now) {
    tx.update(
        """
        INSERT INTO logged_model (project, id, experiment, name, type, source_run, status, created,
          updated)
        SELECT project, ?, key, ?, ?, ?, ?, ?, ? FROM experiment WHERE project = ? AND number = ?
        """,
        id,
        draft.name(),
        draft.type(),
        draft.sourceRun(),
        LoggedModel.Status.PENDING,
        now,
        now,
        project,
        experiment.number());
  }

  static Optional<LoggedModel> find(Transaction tx, ProjectName project, LoggedModelId id) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM logged_model m WHERE m.project = ? AND m.id = ?",
            LoggedModelTable::row,
            project,
            id)
        .map(row -> row.model(tx));
  }

  static Optional<ArtifactTree.Owner> owner(Transaction tx, ProjectName project, String id) {
    return tx.find(
        """
        SELECT e.number, m.deleted FROM logged_model m JOIN experiment e ON e.key = m.experiment
        WHERE m.project = ? AND m.id = ?
        """,
        row ->
            new ArtifactTree.Owner(
                new ExperimentId(row.number("number")), row.optionalTime("deleted").isPresent()),
        project,
        id);
  }

  static Optional<Long> key(Transaction tx, ProjectName project, LoggedModelId id) {
    return tx.find(
        "SELECT key FROM logged_model WHERE project = ? AND id = ? AND deleted IS NULL",
        row -> row.number("key"),
        project,
        id);
  }

  static void claim(Transaction tx, long key) {
    tx.update("UPDATE logged_model SET claimed = 1 WHERE key = ?", key);
  }

  /// The run that made it and is told of it, when it is here.
  static Optional<Long> maker(Transaction tx, ProjectName project, LoggedModelId id) {
    return tx.find(
        """
        SELECT run.key FROM logged_model m
        JOIN run ON run.project = m.project AND run.id = m.source_run
        WHERE m.project = ? AND m.id = ? AND m.claimed = 0
        """,
        row -> row.number("key"),
        project,
        id);
  }

  static void status(Transaction tx, long key, LoggedModel.Status status) {
    tx.update("UPDATE logged_model SET status = ? WHERE key = ?", status, key);
  }

  static void touch(Transaction tx, long key, Instant now) {
    tx.update("UPDATE logged_model SET updated = ? WHERE key = ?", now, key);
  }

  static void delete(Transaction tx, long key, Instant now) {
    tx.update("UPDATE logged_model SET deleted = ? WHERE key = ?", now, key);
  }

  static void use(Transaction tx, ProjectName project, long run, Role role, long model, long step) {
    tx.update(
        """
        INSERT INTO logged_model_use (run, role, model, project, step) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET step = excluded.step
        """,
        run,
        role,
        model,
        project,
        step);
  }

  static List<ModelUse> uses(Transaction tx, long run, Role role) {
    return tx.list(
        """
        SELECT m.id, u.step FROM logged_model_use u JOIN logged_model m ON m.key = u.model
        WHERE u.run = ? AND u.role = ? ORDER BY u.step, u.model
        """,
        row -> new ModelUse(new LoggedModelId(row.text("id")), row.number("step")),
        run,
        role);
  }

  /// A model before what belongs to it by key has been read.
  record Bare(long key, LoggedModel model) {
    LoggedModel model(Transaction tx) {
      return new LoggedModel(
          model.id(),
          model.experiment(),
          model.artifactLocation(),
          model.draft(),
          model.status(),
          model.times(),
          ModelEntryTable.parameters(tx, key),
          ModelEntryTable.tags(tx, key),
          ModelEntryTable.metrics(tx, model.id(), key));
    }
  }

  static Bare row(Row row) {
    LoggedModel model =
        new LoggedModel(
            new LoggedModelId(row.text("id")),
            new ExperimentId(row.number("number")),
            row.optionalText("location"),
            new LoggedModel.Draft(
                row.text("name"), row.text("type"), row.optionalText("source_run").map(RunId::new)),
            LoggedModel.Status.valueOf(row.text("status")),
            new LoggedModel.Times(
                row.time("created"), row.time("updated"), row.optionalTime("deleted")),
            List.of(),
            List.of(),
            List.of());
    return new Bare(row.number("key"), model);
  }
}
