package dev.rondo.workflow;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Outputs that may be used again, by the digest of all that they follow from.
final class CacheTable {
  static final String SCHEMA =
      """
      CREATE TABLE step_cache (
        project TEXT NOT NULL, key TEXT NOT NULL, attempt TEXT NOT NULL, outputs TEXT NOT NULL,
        PRIMARY KEY (project, key))
      """;

  /// Outputs, and the attempt that made them.
  record Hit(String attempt, ObjectNode outputs) {}

  private CacheTable() {}

  /// The key of an attempt: everything that its outputs follow from.
  static Digest key(String step, String version, ObjectNode parameters, Optional<Digest> inputs) {
    return Digest.of(
        Json.write(
            Map.of(
                "step",
                step,
                "version",
                version,
                "parameters",
                Json.MAPPER.treeToValue(parameters, Map.class),
                "inputs",
                inputs.map(Digest::value).orElse(""))));
  }

  static Optional<Hit> find(Transaction tx, ProjectName project, Digest key) {
    return tx.find(
        "SELECT attempt, outputs FROM step_cache WHERE project = ? AND key = ?",
        row -> new Hit(row.text("attempt"), Json.parseObject(row.text("outputs"))),
        project,
        key);
  }

  /// Keeps the outputs of attempts; of equal ones the newest.
  static void insert(Transaction tx, List<Object[]> rows) {
    tx.updateAll(
        """
        INSERT INTO step_cache (project, key, attempt, outputs)
        SELECT project, ?, id, ? FROM execution_attempt
        WHERE execution = ? AND position = ? AND number = ?
        ON CONFLICT (project, key) DO UPDATE
        SET attempt = excluded.attempt, outputs = excluded.outputs
        """,
        rows);
  }
}
