package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Executions and the definitions that they follow. Other tables know an execution by its integer
/// key.
final class ExecutionTable {
  static final String SCHEMA =
      """
      CREATE TABLE pipeline_definition (
        project TEXT NOT NULL, digest TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (project, digest));
      CREATE TABLE execution (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, project TEXT NOT NULL,
        pipeline TEXT NOT NULL, definition TEXT NOT NULL, parameters TEXT NOT NULL,
        status TEXT NOT NULL, trigger_text TEXT NOT NULL, idempotency_key TEXT,
        concurrency_key TEXT, uses_cache INTEGER NOT NULL, user TEXT NOT NULL,
        permissions TEXT NOT NULL, submitted INTEGER NOT NULL, started INTEGER, ended INTEGER);
      CREATE UNIQUE INDEX execution_by_id ON execution (project, id);
      CREATE UNIQUE INDEX execution_by_idempotency_key ON execution (project, idempotency_key)
        WHERE idempotency_key IS NOT NULL;
      CREATE INDEX execution_by_pipeline ON execution (project, pipeline, id);
      CREATE INDEX execution_by_status ON execution (project, status, id);
      CREATE INDEX execution_unfinished ON execution (status, key)
        WHERE status IN ('QUEUED', 'RUNNING');
      CREATE INDEX execution_by_concurrency_key ON execution (project, concurrency_key, status)
        WHERE concurrency_key IS NOT NULL
      """;
  private static final String COLUMNS =
      "id, pipeline, status, trigger_text, parameters, user, submitted, started, ended";

  /// A submission that has been checked.
  record Submission(
      ExecutionId id,
      Caller caller,
      String pipeline,
      String definition,
      Digest digest,
      ObjectNode parameters,
      SubmitOptions options) {}

  /// What the engine needs to go on with an execution.
  record Stored(
      long key,
      ExecutionId id,
      Caller caller,
      Pipeline pipeline,
      ObjectNode parameters,
      boolean usesCache,
      String trigger) {}

  private ExecutionTable() {}

  /// Stores a submission and returns its key.
  static long insert(Transaction tx, Submission submission, ExecutionStatus status, Instant now) {
    Caller caller = submission.caller();
    SubmitOptions options = submission.options();
    tx.update(
        """
        INSERT INTO pipeline_definition (project, digest, definition) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        caller.project(),
        submission.digest(),
        submission.definition());
    return tx.find(
            """
            INSERT INTO execution (id, project, pipeline, definition, parameters, status,
              trigger_text, idempotency_key, concurrency_key, uses_cache, user, permissions,
              submitted, started)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key
            """,
            row -> row.number("key"),
            submission.id(),
            caller.project(),
            submission.pipeline(),
            submission.digest(),
            Json.write(submission.parameters()),
            status,
            options.trigger(),
            options.idempotencyKey(),
            options.concurrencyKey(),
            options.usesCache(),
            caller.user(),
            caller.permissions().stream().map(Enum::name).sorted().collect(Collectors.joining(",")),
            now,
            status == ExecutionStatus.RUNNING ? Optional.of(now) : Optional.empty())
        .orElseThrow();
  }

  static Optional<ExecutionId> byIdempotencyKey(Transaction tx, ProjectName project, String key) {
    return tx.find(
        "SELECT id FROM execution WHERE project = ? AND idempotency_key = ?",
        row -> new ExecutionId(row.text("id")),
        project,
        key);
  }

  static boolean isBusy(Transaction tx, ProjectName project, String concurrencyKey) {
    return tx.find(
            """
            SELECT key FROM execution WHERE project = ? AND concurrency_key = ?
              AND status IN ('QUEUED', 'RUNNING')
            """,
            row -> row.number("key"),
            project,
            concurrencyKey)
        .isPresent();
  }

  static void start(Transaction tx, long key, Instant now) {
    tx.update("UPDATE execution SET status = 'RUNNING', started = ? WHERE key = ?", now, key);
  }

  static void end(Transaction tx, long key, ExecutionStatus status, Instant now) {
    tx.update("UPDATE execution SET status = ?, ended = ? WHERE key = ?", status, now, key);
  }

  /// The oldest queued execution whose concurrency key is that of another, unless one runs.
  static Optional<Long> nextAfter(Transaction tx, long ended) {
    return tx.find(
            """
            SELECT min(q.key) AS next FROM execution e JOIN execution q
              ON q.project = e.project AND q.concurrency_key = e.concurrency_key
            WHERE e.key = ? AND q.status = 'QUEUED' AND NOT EXISTS (
              SELECT 1 FROM execution r WHERE r.project = e.project
                AND r.concurrency_key = e.concurrency_key AND r.status = 'RUNNING')
            """,
            row -> row.optionalNumber("next"),
            ended)
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong);
  }

  static List<Long> running(Transaction tx) {
    return tx.list(
        "SELECT key FROM execution WHERE status = 'RUNNING' ORDER BY key",
        row -> row.number("key"));
  }

  static Stored load(Transaction tx, long key) {
    return tx.find(
            """
            SELECT e.key, e.id, e.project, e.user, e.permissions, e.parameters, e.uses_cache, e.trigger_text,
              d.definition
            FROM execution e JOIN pipeline_definition d
              ON d.project = e.project AND d.digest = e.definition
            WHERE e.key = ?
            """,
            ExecutionTable::stored,
            key)
        .orElseThrow();
  }

  private static Stored stored(Row row) {
    Set<Permission> permissions =
        Stream.of(row.text("permissions").split(","))
            .filter(name -> !name.isEmpty())
            .map(Permission::valueOf)
            .collect(Collectors.toSet());
    return new Stored(
        row.number("key"),
        new ExecutionId(row.text("id")),
        new Caller(row.text("user"), new ProjectName(row.text("project")), permissions),
        pipeline(row),
        Json.parseObject(row.text("parameters")),
        row.flag("uses_cache"),
        row.text("trigger_text"));
  }

  private static Pipeline pipeline(Row row) {
    Fields fields = Fields.of(Json.parse(row.text("definition")));
    Pipeline pipeline = PipelineForm.read(fields);
    if (!fields.mistakes().isEmpty()) {
      throw new IllegalStateException("A stored pipeline is wrong: " + fields.mistakes());
    }
    return pipeline;
  }

  static Optional<Pipeline> pipeline(Transaction tx, ProjectName project, ExecutionId id) {
    return tx.find(
        """
        SELECT d.definition FROM execution e JOIN pipeline_definition d
          ON d.project = e.project AND d.digest = e.definition
        WHERE e.project = ? AND e.id = ?
        """,
        ExecutionTable::pipeline,
        project,
        id);
  }

  static Optional<Long> key(Transaction tx, ProjectName project, ExecutionId id) {
    return tx.find(
        "SELECT key FROM execution WHERE project = ? AND id = ?",
        row -> row.number("key"),
        project,
        id);
  }

  static Optional<Execution> find(Transaction tx, ProjectName project, ExecutionId id) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM execution WHERE project = ? AND id = ?",
        ExecutionTable::execution,
        project,
        id);
  }

  static List<Execution> list(Transaction tx, ProjectName project, ExecutionQuery query) {
    StringBuilder sql =
        new StringBuilder("SELECT " + COLUMNS + " FROM execution WHERE project = ?");
    List<Object> arguments = new ArrayList<>(List.of(project));
    restrict(sql, arguments, "pipeline = ?", query.pipeline());
    restrict(sql, arguments, "status = ?", query.status());
    restrict(sql, arguments, "id < ?", query.after());
    sql.append(" ORDER BY id DESC LIMIT ?");
    arguments.add(query.limit());
    return tx.list(sql.toString(), ExecutionTable::execution, arguments.toArray());
  }

  private static void restrict(
      StringBuilder sql, List<Object> arguments, String condition, Optional<?> value) {
    value.ifPresent(present -> {
      sql.append(" AND ").append(condition);
      arguments.add(present);
    });
  }

  private static Execution execution(Row row) {
    return new Execution(
        new ExecutionId(row.text("id")),
        row.text("pipeline"),
        ExecutionStatus.valueOf(row.text("status")),
        row.text("trigger_text"),
        Json.parseObject(row.text("parameters")),
        row.text("user"),
        row.time("submitted"),
        row.optionalTime("started"),
        row.optionalTime("ended"));
  }
}
