package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is noted on a run by key: parameters and tags.
final class EntryTable {
  static final String SCHEMA =
      """
      CREATE TABLE run_parameter (
        run INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (run, key)) WITHOUT ROWID;
      CREATE TABLE run_tag (
        run INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (run, key)) WITHOUT ROWID;
      CREATE TABLE run_artifact (
        run INTEGER NOT NULL, project TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
        size INTEGER NOT NULL, PRIMARY KEY (run, path)) WITHOUT ROWID
      """;

  /// What is searched by knows its run's experiment. Long tags are not looked for by their value.
  static final String SCHEMA_3 =
      """
      ALTER TABLE run_parameter ADD COLUMN experiment INTEGER NOT NULL DEFAULT 0;
      UPDATE run_parameter SET experiment =
        (SELECT r.experiment FROM run r WHERE r.key = run_parameter.run);
      CREATE INDEX run_parameter_by_value ON run_parameter (experiment, key, value, run);
      ALTER TABLE run_tag ADD COLUMN experiment INTEGER NOT NULL DEFAULT 0;
      UPDATE run_tag SET experiment = (SELECT r.experiment FROM run r WHERE r.key = run_tag.run);
      CREATE INDEX run_tag_by_value ON run_tag (experiment, key, value, run)
        WHERE length(value) <= 250
      """;

  /// So that a search knows whether the index by value has all values of a tag.
  static final String SCHEMA_LONG =
      "CREATE INDEX run_tag_long ON run_tag (experiment, key) WHERE length(value) > 250";

  private EntryTable() {}

  /// Stores parameters; the same value again changes nothing, another one is a conflict.
  static void parameters(Transaction tx, RunKey run, List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    absentParameters(tx, run, parameters);
    Map<String, String> stored = stored(tx, run, parameters);
    for (Parameter asked : parameters) {
      String value = stored.getOrDefault(asked.key(), "");
      if (!value.equals(asked.value())) {
        throw Problem.conflict(
            "Changing param values is not allowed. Param with key='%s' is '%s' and cannot become '%s'."
                + " Start another run, or set a tag.",
            asked.key(), value, asked.value());
      }
    }
  }

  /// Stores parameters where the run has none of the same name.
  static void absentParameters(Transaction tx, RunKey run, List<Parameter> parameters) {
    tx.updateAll(
        """
        INSERT INTO run_parameter (run, project, experiment, key, value) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        parameters.stream()
            .map(one ->
                new Object[] {run.key(), run.project(), run.experiment(), one.key(), one.value()})
            .toList());
  }

  private static Map<String, String> stored(
      Transaction tx, RunKey run, List<Parameter> parameters) {
    Map<String, String> stored = new HashMap<>();
    tx.list(
        "SELECT key, value FROM run_parameter"
            + " WHERE run = ? AND key IN (SELECT value FROM json_each(?))",
        row -> stored.put(row.text("key"), row.text("value")),
        run.key(),
        Json.write(parameters.stream().map(Parameter::key).toList()));
    return stored;
  }

  /// The values that a parameter had in the runs that wrote any version of an asset.
  static List<String> ofMakers(
      Transaction tx, ProjectName project, AssetName asset, String parameter) {
    return tx.list(
        """
        SELECT DISTINCT p.value FROM asset a
        JOIN asset_edge e ON e.asset = a.key AND e.role = 'OUTPUT'
        JOIN run_parameter p ON p.run = e.run AND p.key = ?
        WHERE a.project = ? AND a.kind = ? AND a.name = ? ORDER BY p.value
        """,
        row -> row.text("value"),
        parameter,
        project,
        asset.kind().text(),
        asset.name());
  }

  static void tags(Transaction tx, RunKey run, List<Tag> tags) {
    tx.updateAll(
        """
        INSERT INTO run_tag (run, project, experiment, key, value) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value
        """,
        tags.stream()
            .map(one ->
                new Object[] {run.key(), run.project(), run.experiment(), one.key(), one.value()})
            .toList());
  }

  /// @return whether it was there
  static boolean deleteTag(Transaction tx, long run, String key) {
    return tx.update("DELETE FROM run_tag WHERE run = ? AND key = ?", run, key) > 0;
  }

  static List<Parameter> parameters(Transaction tx, long run) {
    return tx.list(
        "SELECT key, value FROM run_parameter WHERE run = ? ORDER BY key",
        row -> new Parameter(row.text("key"), row.text("value")),
        run);
  }

  static List<Tag> tags(Transaction tx, long run) {
    return tx.list(
        "SELECT key, value FROM run_tag WHERE run = ? ORDER BY key",
        row -> new Tag(row.text("key"), row.text("value")),
        run);
  }
}
