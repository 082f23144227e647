package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import java.util.List;

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

  private EntryTable() {}

  /// Stores a parameter; the same value again changes nothing, another one is a conflict.
  static void parameter(Transaction tx, String project, long run, Parameter parameter) {
    tx.update(
        """
        INSERT INTO run_parameter (run, project, key, value) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        run,
        project,
        parameter.key(),
        parameter.value());
    String stored =
        tx.find(
                "SELECT value FROM run_parameter WHERE run = ? AND key = ?",
                row -> row.text("value"),
                run,
                parameter.key())
            .orElseThrow();
    if (!stored.equals(parameter.value())) {
      throw Problem.conflict(
          "Parameter '%s' is '%s' and cannot become '%s': a parameter never changes. Start another"
              + " run, or set a tag.",
          parameter.key(), stored, parameter.value());
    }
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

  static void tag(Transaction tx, String project, long run, Tag tag) {
    tx.update(
        """
        INSERT INTO run_tag (run, project, key, value) VALUES (?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value
        """,
        run,
        project,
        tag.key(),
        tag.value());
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
