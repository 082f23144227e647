package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The runs. Other tables know a run by its integer key.
final class RunTable {
  static final String SCHEMA =
      """
      CREATE TABLE run (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, id TEXT NOT NULL,
        experiment TEXT NOT NULL, parent TEXT, name TEXT NOT NULL, kind TEXT NOT NULL,
        status TEXT NOT NULL, user TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER,
        machine TEXT NOT NULL, jdk TEXT NOT NULL, command TEXT NOT NULL, seed INTEGER,
        code_commit TEXT);
      CREATE UNIQUE INDEX run_by_id ON run (project, id);
      CREATE INDEX run_by_time ON run (project, started, id);
      CREATE INDEX run_by_kind ON run (project, kind, started, id);
      CREATE INDEX run_by_experiment ON run (project, experiment, started, id);
      CREATE INDEX run_by_parent ON run (project, parent, started, id);
      CREATE INDEX run_by_status ON run (project, status, started, id)
      """;

  /// Runs know their experiment by its key, and when they were deleted.
  static final String SCHEMA_2 =
      """
      ALTER TABLE run ADD COLUMN experiment_key INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE run ADD COLUMN deleted INTEGER;
      UPDATE run SET experiment_key = (SELECT e.key FROM experiment e WHERE e.project = run.project
        AND e.name = CASE run.experiment WHEN 'default' THEN 'Default' ELSE run.experiment END);
      DROP INDEX run_by_experiment;
      ALTER TABLE run DROP COLUMN experiment;
      ALTER TABLE run RENAME COLUMN experiment_key TO experiment;
      CREATE INDEX run_by_experiment ON run (experiment, started, id)
      """;

  /// Whether a run is deleted stands in the index that experiments' runs are listed by.
  static final String SCHEMA_3 =
      """
      DROP INDEX run_by_experiment;
      CREATE INDEX run_by_experiment ON run (experiment, started, id, deleted)
      """;

  /// A task of a pipeline on which nobody noted anything is not searched for, however many there
  /// are.
  static final String SCHEMA_SILENT =
      """
      ALTER TABLE run ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
      DROP INDEX run_by_experiment;
      CREATE INDEX run_by_experiment ON run (experiment, started, id, deleted, silent)
      """;

  static final String COLUMNS =
      "(SELECT e.name FROM experiment e WHERE e.key = run.experiment) AS experiment,"
          + " (SELECT e.number FROM experiment e WHERE e.key = run.experiment) AS number,"
          + " run.deleted, run.removed, run.removal, run.id, run.parent, run.name, run.kind, run.status, run.user, run.started,"
          + " run.ended, run.machine, run.jdk, run.command, run.seed, run.code_commit,"
          + " run.platform, run.cpu_millis, run.peak_bytes";

  private RunTable() {}

  /// @param experiment the experiment's key
  static void insert(
      Transaction tx, Caller caller, RunId id, long experiment, RunStart start, Instant now) {
    Environment environment = start.environment();
    tx.update(
        """
        INSERT INTO run (project, id, experiment, parent, name, kind, status, user, started,
          machine, jdk, command, seed, code_commit, platform)
        VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        caller.project(),
        id,
        experiment,
        start.parent(),
        RunNames.kept(start.name(), id),
        start.kind(),
        start.user().orElse(caller.user()),
        start.started().orElse(now),
        environment.machine(),
        environment.jdk(),
        environment.command(),
        environment.seed(),
        environment.commit(),
        environment.platform());
    environment
        .platform()
        .filter(Platform.here().digest()::equals)
        .ifPresent(_ -> PlatformTable.put(tx, Platform.here()));
  }

  /// One that goes on again is not silent.
  static void status(Transaction tx, long key, RunStatus status, Optional<Instant> ended) {
    tx.update(
        "UPDATE run SET status = ?1, ended = ?2, silent = silent AND ?2 IS NOT NULL WHERE key = ?3",
        status,
        ended,
        key);
  }

  /// Makes a run silent on which nothing is noted and in which nothing is nested. What it read and
  /// wrote is in its lineage.
  static void silence(Transaction tx, long key) {
    tx.update(
        """
        UPDATE run SET silent = 1 WHERE key = ?1
          AND NOT EXISTS (SELECT 1 FROM run_metric WHERE run = ?1)
          AND NOT EXISTS (SELECT 1 FROM run_parameter WHERE run = ?1)
          AND NOT EXISTS (SELECT 1 FROM run_tag WHERE run = ?1)
          AND NOT EXISTS (SELECT 1 FROM run_dataset WHERE run = ?1)
          AND NOT EXISTS (SELECT 1 FROM logged_model_use WHERE run = ?1)
          AND NOT EXISTS (SELECT 1 FROM logged_model m
            WHERE m.project = run.project AND m.source_run = run.id AND m.claimed = 0)
          AND NOT EXISTS (SELECT 1 FROM artifact a
            WHERE a.project = run.project AND a.root = 'run/' || run.id)
          AND NOT EXISTS (SELECT 1 FROM run nested
            WHERE nested.project = run.project AND nested.parent = run.id)
        """,
        key);
  }

  static void rename(Transaction tx, long key, RunId id, String name) {
    tx.update("UPDATE run SET name = ? WHERE key = ?", RunNames.kept(name, id), key);
  }

  static void nest(Transaction tx, long key, Optional<RunId> parent) {
    tx.update("UPDATE run SET parent = ? WHERE key = ?", parent, key);
  }

  /// Whether a run is another one, or nested in it at whatever depth.
  static boolean isWithin(Transaction tx, ProjectName project, RunId run, RunId other) {
    return tx.find(
            """
            WITH RECURSIVE above (id) AS (
              SELECT ? UNION
              SELECT r.parent FROM above JOIN run r ON r.project = ? AND r.id = above.id
              WHERE r.parent IS NOT NULL)
            SELECT id FROM above WHERE id = ?
            """,
            row -> row.text("id"),
            run,
            project,
            other)
        .isPresent();
  }

  static void delete(Transaction tx, long key, Optional<Instant> deleted) {
    tx.update("UPDATE run SET deleted = ? WHERE key = ?", deleted, key);
  }

  static List<Run> endRunning(Transaction tx, ProjectName project, String kind, Instant now) {
    return tx.list(
        "UPDATE run SET status = ?, ended = ? WHERE project = ? AND status = ? AND kind = ?"
            + " RETURNING "
            + COLUMNS,
        RunTable::run,
        RunStatus.KILLED,
        now,
        project,
        RunStatus.RUNNING,
        kind);
  }

  /// One that is not hidden from the caller.
  static Optional<Run> find(Transaction tx, Caller caller, RunId id) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM run WHERE project = ? AND id = ? AND removed IS NULL",
            RunTable::run,
            caller.project(),
            id)
        .filter(run -> !Reachable.isHidden(caller, run.experimentId()));
  }

  /// Whether there is one, removed or not, that is hidden from the caller.
  static boolean isHidden(Transaction tx, Caller caller, RunId id) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM run WHERE project = ? AND id = ?",
            RunTable::run,
            caller.project(),
            id)
        .filter(run -> Reachable.isHidden(caller, run.experimentId()))
        .isPresent();
  }

  /// The key of a run with which the caller may do so.
  static RunKey key(Transaction tx, Caller caller, Permission permission, RunId id) {
    RunKey run = key(tx, caller.project(), id);
    Reachable.require(tx, caller, permission, run.experiment(), () -> missing(id));
    return run;
  }

  private static Problem missing(RunId id) {
    return Problem.notFound("Run with id=%s not found", id);
  }

  static RunKey key(Transaction tx, ProjectName project, RunId id) {
    return tx.find(
            "SELECT key, experiment, deleted, silent FROM run"
                + " WHERE project = ? AND id = ? AND removed IS NULL",
            row ->
                new RunKey(
                    row.number("key"),
                    row.number("experiment"),
                    project.value(),
                    row.optionalNumber("deleted").isPresent(),
                    row.number("silent") > 0),
            project,
            id)
        .orElseThrow(() -> missing(id));
  }

  static Optional<Long> findKey(Transaction tx, ProjectName project, RunId id) {
    return tx.find(
        "SELECT key FROM run WHERE project = ? AND id = ? AND removed IS NULL",
        row -> row.number("key"),
        project,
        id);
  }

  /// The key of a run that is about to be written to, and may be, also by the caller. It is not
  /// silent any more.
  static RunKey activeKey(Transaction tx, Caller caller, RunId id) {
    RunKey run = key(tx, caller, Permission.WRITE_RUNS, id);
    if (run.isDeleted()) {
      throw Problem.invalid(
          "The run %s must be in the 'active' state. Current state is deleted.", id);
    }
    if (run.isSilent()) {
      tx.update("UPDATE run SET silent = 0 WHERE key = ?", run.key());
    }
    return run;
  }

  static Optional<ArtifactTree.Owner> owner(Transaction tx, ProjectName project, String id) {
    return tx.find(
        """
        SELECT e.number, r.deleted FROM run r JOIN experiment e ON e.key = r.experiment
        WHERE r.project = ? AND r.id = ? AND r.removed IS NULL
        """,
        row ->
            new ArtifactTree.Owner(
                new ExperimentId(row.number("number")), row.optionalTime("deleted").isPresent()),
        project,
        id);
  }

  static List<Run> list(Transaction tx, Caller caller, RunQuery query) {
    ProjectName project = caller.project();
    StringBuilder sql =
        new StringBuilder(
            "SELECT " + COLUMNS + " FROM run WHERE run.project = ? AND deleted IS NULL");
    List<Object> arguments = new ArrayList<>(List.of(project));
    restrict(
        sql,
        arguments,
        "experiment = (SELECT key FROM experiment e WHERE e.project = run.project AND e.name = ?)",
        query.experiment());
    restrict(sql, arguments, "parent = ?", query.parent());
    restrict(sql, arguments, "kind = ?", query.kind());
    restrict(sql, arguments, "status = ?", query.status());
    query
        .after()
        .ifPresent(after -> {
          key(tx, caller, Permission.READ, after);
          sql.append(
              " AND (started, id) < (SELECT started, id FROM run WHERE project = ? AND id = ?)");
          arguments.addAll(List.of(project, after));
        });
    sql.append(
            Reachable.and(
                caller,
                "(SELECT e.number FROM experiment e WHERE e.key = run.experiment)",
                arguments))
        .append(" ORDER BY started DESC, id DESC LIMIT ?");
    arguments.add(query.limit());
    return tx.list(sql.toString(), RunTable::run, arguments.toArray());
  }

  private static void restrict(
      StringBuilder sql, List<Object> arguments, String condition, Optional<?> value) {
    value.ifPresent(present -> {
      sql.append(" AND ").append(condition);
      arguments.add(present);
    });
  }

  static Run run(Row row) {
    return new Run(
        new RunId(row.text("id")),
        row.text("experiment"),
        new ExperimentId(row.number("number")),
        row.optionalText("parent").map(RunId::new),
        row.text("name"),
        row.text("kind"),
        RunStatus.valueOf(row.text("status")),
        row.text("user"),
        row.time("started"),
        row.optionalTime("ended"),
        row.optionalTime("deleted"),
        row.optionalTime("removed"),
        row.optionalText("removal"),
        new Environment(
            row.text("machine"),
            row.text("jdk"),
            row.text("command"),
            row.optionalNumber("seed"),
            row.optionalText("code_commit"),
            row.optionalText("platform").map(Digest::new)),
        PlatformTable.usage(optional(row, "cpu_millis"), optional(row, "peak_bytes")));
  }

  private static Optional<Long> optional(Row row, String column) {
    return row.optionalNumber(column).stream().boxed().findFirst();
  }
}
