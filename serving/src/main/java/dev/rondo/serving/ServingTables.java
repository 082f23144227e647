package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of deployments: statements and how its rows become records. Stateless.
final class ServingTables {
  static final String SCHEMA_1 =
      """
      CREATE TABLE serving_deployment (
        project TEXT NOT NULL, id TEXT NOT NULL, endpoint TEXT NOT NULL, model TEXT NOT NULL,
        version INTEGER NOT NULL, digest TEXT NOT NULL, inputs TEXT NOT NULL, state TEXT NOT NULL,
        reason TEXT NOT NULL, created INTEGER NOT NULL, activated INTEGER,
        attempts INTEGER NOT NULL, PRIMARY KEY (project, id)) WITHOUT ROWID;
      CREATE INDEX serving_deployment_by_endpoint ON serving_deployment (project, endpoint, state);
      CREATE INDEX serving_deployment_by_digest ON serving_deployment (project, digest, state)
      """;

  static final String DIGESTS =
      "SELECT DISTINCT digest FROM serving_deployment WHERE digest >= ? AND digest < ?";

  private ServingTables() {}

  static void insert(Transaction tx, Caller caller, Deployment deployment) {
    tx.update(
        "INSERT INTO serving_deployment (project, id, endpoint, model, version, digest, inputs, state,"
            + " reason, created, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        caller.project(),
        deployment.id(),
        deployment.endpoint(),
        deployment.model().model(),
        deployment.model().version(),
        deployment.onnx(),
        Json.write(deployment.inputs()),
        deployment.state().text(),
        deployment.reason(),
        deployment.created());
  }

  static Optional<Deployment> find(Transaction tx, Caller caller, String id) {
    return tx.find(
        "SELECT * FROM serving_deployment WHERE project = ? AND id = ?",
        ServingTables::deployment,
        caller.project(),
        id);
  }

  /// The one that became active last, else the newest.
  static Optional<Deployment> find(Transaction tx, Caller caller, String endpoint, ModelRef model) {
    return tx.find(
        "SELECT * FROM serving_deployment WHERE project = ? AND endpoint = ? AND model = ?"
            + " AND version = ? ORDER BY activated DESC, id DESC LIMIT 1",
        ServingTables::deployment,
        caller.project(),
        endpoint,
        model.model(),
        model.version());
  }

  /// The newest first.
  static List<Deployment> list(
      Transaction tx, Caller caller, String endpoint, String beforeId, int limit) {
    return tx.list(
        "SELECT * FROM serving_deployment WHERE project = ? AND endpoint = ? AND (?3 = '' OR id < ?3)"
            + " ORDER BY id DESC LIMIT ?",
        ServingTables::deployment,
        caller.project(),
        endpoint,
        beforeId,
        limit);
  }

  static List<String> endpointsOf(Transaction tx, Caller caller, String model) {
    return tx.list(
        "SELECT DISTINCT endpoint FROM serving_deployment WHERE project = ? AND model = ?",
        row -> row.text("endpoint"),
        caller.project(),
        model);
  }

  static Optional<Deployment> inState(
      Transaction tx, Caller caller, String endpoint, DeploymentState state) {
    return tx.find(
        "SELECT * FROM serving_deployment WHERE project = ? AND endpoint = ? AND state = ?"
            + " ORDER BY activated DESC, id DESC LIMIT 1",
        ServingTables::deployment,
        caller.project(),
        endpoint,
        state.text());
  }

  static void setState(
      Transaction tx, Caller caller, String id, DeploymentState state, String reason) {
    tx.update(
        "UPDATE serving_deployment SET state = ?, reason = ?, attempts = 0 WHERE project = ? AND id = ?",
        state.text(),
        reason,
        caller.project(),
        id);
  }

  static void setActive(Transaction tx, Caller caller, String id, String reason, Instant now) {
    setState(tx, caller, id, DeploymentState.ACTIVE, reason);
    tx.update(
        "UPDATE serving_deployment SET activated = ? WHERE project = ? AND id = ?",
        now,
        caller.project(),
        id);
  }

  /// Moves every deployment of the project from one state to another.
  static void moveAll(
      Transaction tx, Caller caller, DeploymentState from, DeploymentState to, String reason) {
    tx.update(
        "UPDATE serving_deployment SET state = ?, reason = ? WHERE project = ? AND state = ?",
        to.text(),
        reason,
        caller.project(),
        from.text());
  }

  /// Counts one more try to load; [#setState] and [#loaded] forget them.
  static int attempt(Transaction tx, Caller caller, String id) {
    return tx.find(
            "UPDATE serving_deployment SET attempts = attempts + 1 WHERE project = ? AND id = ?"
                + " RETURNING attempts",
            row -> (int) row.number("attempts"),
            caller.project(),
            id)
        .orElse(0);
  }

  static void loaded(Transaction tx, Caller caller, String id) {
    tx.update(
        "UPDATE serving_deployment SET attempts = 0 WHERE project = ? AND id = ?",
        caller.project(),
        id);
  }

  static long crashes(Transaction tx, Caller caller, Digest onnx) {
    return tx.find(
            "SELECT count(*) AS n FROM serving_deployment WHERE project = ? AND digest = ? AND state = ?",
            row -> row.number("n"),
            caller.project(),
            onnx,
            DeploymentState.CRASHED.text())
        .orElse(0L);
  }

  private static Deployment deployment(Row row) {
    List<String> inputs = new ArrayList<>();
    Json.parse(row.text("inputs")).forEach(name -> inputs.add(name.asString()));
    return new Deployment(
        row.text("id"),
        row.text("endpoint"),
        new ModelRef(row.text("model"), (int) row.number("version")),
        new Digest(row.text("digest")),
        inputs,
        DeploymentState.parse(row.text("state")),
        row.text("reason"),
        row.time("created"),
        row.optionalTime("activated"));
  }
}
