package dev.rondo.workflow;

import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Tasks and their attempts, one row each, so that a change costs the same in a wide execution as
/// in a narrow one. A task is known by its execution's key and its position in the pipeline.
final class TaskTable {
  static final String SCHEMA =
      """
      CREATE TABLE execution_task (
        execution INTEGER NOT NULL, position INTEGER NOT NULL, project TEXT NOT NULL,
        status TEXT NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL,
        losses INTEGER NOT NULL, waits_until INTEGER, outputs TEXT, failure_code TEXT,
        failure TEXT, PRIMARY KEY (execution, position)) WITHOUT ROWID;
      CREATE TABLE execution_attempt (
        execution INTEGER NOT NULL, position INTEGER NOT NULL, number INTEGER NOT NULL,
        project TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, status TEXT NOT NULL,
        parameters TEXT NOT NULL, started INTEGER NOT NULL, lease INTEGER NOT NULL,
        ended INTEGER, cached_from TEXT, failure_code TEXT, failure TEXT,
        PRIMARY KEY (execution, position, number)) WITHOUT ROWID
      """;
  private static final String INSERT_ATTEMPT =
      """
      INSERT INTO execution_attempt (execution, position, number, project, id, owner, status,
        parameters, started, lease)
      VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?)
      """;
  private static final String UPDATE_TASK =
      """
      UPDATE execution_task SET status = ?, attempts = ?, failures = ?, losses = ?,
        waits_until = ?, outputs = ?, failure_code = ?, failure = ?
      WHERE execution = ? AND position = ?
      """;
  private static final String END_ATTEMPT =
      """
      UPDATE execution_attempt SET status = ?, ended = ?, cached_from = ?, failure_code = ?,
        failure = ?
      WHERE execution = ? AND position = ? AND number = ?
      """;
  private static final String ATTEMPT_COLUMNS =
      "a.position, a.number, a.id, a.status AS attempt_status, a.parameters, a.started, a.ended,"
          + " a.cached_from, a.failure_code AS attempt_code, a.failure AS attempt_failure";

  private TaskTable() {}

  static void insert(Transaction tx, long execution, String project, int count) {
    List<Object[]> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(new Object[] {execution, i, project});
    }
    tx.updateAll(
        """
        INSERT INTO execution_task (execution, position, project, status, attempts, failures, losses)
        VALUES (?, ?, ?, 'PENDING', 0, 0, 0)
        """,
        rows);
  }

  static void update(Transaction tx, List<Object[]> rows) {
    tx.updateAll(UPDATE_TASK, rows);
  }

  static Object[] updated(long execution, int position, TaskEntry entry) {
    Optional<Instant> until = Optional.empty();
    Optional<String> outputs = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    switch (entry.state()) {
      case TaskState.Waiting waiting -> {
        until = Optional.of(waiting.until());
        failure = Optional.of(waiting.failure());
      }
      case TaskState.Succeeded succeeded -> outputs = Optional.of(Json.write(succeeded.outputs()));
      case TaskState.Failed failed -> failure = Optional.of(failed.failure());
      case TaskState.Skipped skipped -> failure = Optional.of(skipped.failure());
      case TaskState.Pending _, TaskState.Running _, TaskState.Cancelled _ -> {}
    }
    return new Object[] {
      entry.state().status(),
      entry.attempts(),
      entry.failures(),
      entry.losses(),
      until,
      outputs,
      failure.map(Failure::code),
      failure.map(Failure::message),
      execution,
      position
    };
  }

  static void startAttempts(Transaction tx, List<Object[]> rows) {
    tx.updateAll(INSERT_ATTEMPT, rows);
  }

  static void endAttempts(Transaction tx, List<Object[]> rows) {
    tx.updateAll(END_ATTEMPT, rows);
  }

  static void renewAttempts(Transaction tx, List<Object[]> rows) {
    tx.updateAll(
        "UPDATE execution_attempt SET lease = ? WHERE execution = ? AND position = ? AND number = ?",
        rows);
  }

  static void cancelAll(Transaction tx, long execution) {
    tx.update("UPDATE execution_task SET status = 'CANCELLED' WHERE execution = ?", execution);
  }

  /// The entries of an execution, by position.
  static TaskEntry[] load(Transaction tx, long execution, Graph graph) {
    return tx.list(
            """
            SELECT t.position, t.status, t.attempts, t.failures, t.losses, t.waits_until,
              t.outputs, t.failure_code, t.failure, a.started, a.lease
            FROM execution_task t LEFT JOIN execution_attempt a
              ON t.status = 'RUNNING' AND a.execution = t.execution AND a.position = t.position
                AND a.number = t.attempts
            WHERE t.execution = ? ORDER BY t.position
            """,
            row -> entry(row, graph),
            execution)
        .toArray(TaskEntry[]::new);
  }

  private static TaskEntry entry(Row row, Graph graph) {
    int attempts = (int) row.number("attempts");
    TaskState state =
        switch (TaskStatus.valueOf(row.text("status"))) {
          case PENDING -> TaskState.PENDING;
          case WAITING ->
              new TaskState.Waiting(row.time("waits_until"), failure(row).orElseThrow());
          case RUNNING ->
              new TaskState.Running(
                  attempts,
                  row.time("lease"),
                  row.time("started").plus(graph.task((int) row.number("position")).timeout()));
          case SUCCEEDED -> new TaskState.Succeeded(Json.parseObject(row.text("outputs")));
          case FAILED -> new TaskState.Failed(failure(row).orElseThrow());
          case SKIPPED -> new TaskState.Skipped(failure(row).orElseThrow());
          case CANCELLED -> TaskState.CANCELLED;
        };
    return new TaskEntry(state, attempts, (int) row.number("failures"), (int) row.number("losses"));
  }

  private static Optional<Failure> failure(Row row) {
    return failure(row, "failure_code", "failure");
  }

  private static Optional<Failure> failure(Row row, String code, String message) {
    return row.optionalText(code)
        .map(text -> new Failure(ProblemCode.valueOf(text), row.text(message)));
  }

  /// The tasks of an execution, each with its newest attempt, in the order of the pipeline.
  static List<Task> tasks(Transaction tx, long execution, Graph graph) {
    return tx.list(
        "SELECT t.position AS task, t.status, t.attempts, t.waits_until, t.outputs, t.failure_code,"
            + " t.failure, "
            + ATTEMPT_COLUMNS
            + """
             FROM execution_task t LEFT JOIN execution_attempt a
              ON a.execution = t.execution AND a.position = t.position AND a.number = t.attempts
            WHERE t.execution = ? ORDER BY t.position
            """,
        row -> task(row, graph),
        execution);
  }

  private static Task task(Row row, Graph graph) {
    int position = (int) row.number("task");
    TaskSpec spec = graph.task(position);
    List<String> needs = new ArrayList<>();
    for (int need : graph.needs(position)) {
      needs.add(graph.task(need).id());
    }
    return new Task(
        spec.id(),
        spec.uses(),
        needs,
        TaskStatus.valueOf(row.text("status")),
        (int) row.number("attempts"),
        row.optionalText("id").map(_ -> attempt(row, spec.id())),
        row.optionalTime("waits_until"),
        row.optionalText("outputs").map(Json::parseObject),
        failure(row));
  }

  static List<Attempt> attempts(Transaction tx, long execution, int position, String task) {
    return tx.list(
        "SELECT "
            + ATTEMPT_COLUMNS
            + " FROM execution_attempt a WHERE a.execution = ? AND a.position = ? ORDER BY a.number",
        row -> attempt(row, task),
        execution,
        position);
  }

  private static Attempt attempt(Row row, String task) {
    ObjectNode parameters = Json.parseObject(row.text("parameters"));
    return new Attempt(
        row.text("id"),
        task,
        (int) row.number("number"),
        AttemptStatus.valueOf(row.text("attempt_status")),
        parameters,
        row.time("started"),
        row.optionalTime("ended"),
        row.optionalText("cached_from"),
        failure(row, "attempt_code", "attempt_failure"));
  }
}
