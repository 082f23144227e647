package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.util.List;

/// What is noted on a logged model by key: parameters, tags and metrics.
final class ModelEntryTable {
  static final String SCHEMA =
      """
      CREATE TABLE logged_model_parameter (
        model INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (model, key)) WITHOUT ROWID;
      CREATE TABLE logged_model_tag (
        model INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (model, key)) WITHOUT ROWID;
      CREATE TABLE logged_model_metric (
        model INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, step INTEGER NOT NULL,
        time INTEGER NOT NULL, value NOT NULL, run TEXT NOT NULL, dataset TEXT NOT NULL,
        dataset_digest TEXT NOT NULL,
        PRIMARY KEY (model, key, step, time, run, dataset, dataset_digest, value)) WITHOUT ROWID
      """;

  /// Of the metrics of one model, this many are told.
  private static final int METRICS = 10_000;

  private ModelEntryTable() {}

  /// Stores a parameter; the same value again changes nothing, another one is a conflict.
  static void parameter(Transaction tx, ProjectName project, long model, Parameter parameter) {
    int added =
        tx.update(
            """
            INSERT INTO logged_model_parameter (model, project, key, value) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET value = value WHERE value = excluded.value
            """,
            model,
            project,
            parameter.key(),
            parameter.value());
    if (added == 0) {
      throw Problem.invalid(
          "Changing param values is not allowed. Parameter '%s' of the logged model has another"
              + " value already.",
          parameter.key());
    }
  }

  static void tag(Transaction tx, ProjectName project, long model, Tag tag) {
    tx.update(
        """
        INSERT INTO logged_model_tag (model, project, key, value) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
        """,
        model,
        project,
        tag.key(),
        tag.value());
  }

  /// @return whether it was there
  static boolean deleteTag(Transaction tx, long model, String key) {
    return tx.update("DELETE FROM logged_model_tag WHERE model = ? AND key = ?", model, key) > 0;
  }

  static void metric(Transaction tx, ProjectName project, long model, ModelMetric one) {
    tx.update(
        """
        INSERT INTO logged_model_metric (model, project, key, step, time, value, run, dataset,
          dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        model,
        project,
        one.metric().key(),
        one.metric().step(),
        one.metric().timestamp(),
        MetricTable.stored(one.metric().value()),
        one.run(),
        one.dataset(),
        one.datasetDigest());
  }

  static List<Parameter> parameters(Transaction tx, long model) {
    return tx.list(
        "SELECT key, value FROM logged_model_parameter WHERE model = ? ORDER BY key",
        row -> new Parameter(row.text("key"), row.text("value")),
        model);
  }

  static List<Tag> tags(Transaction tx, long model) {
    return tx.list(
        "SELECT key, value FROM logged_model_tag WHERE model = ? ORDER BY key",
        row -> new Tag(row.text("key"), row.text("value")),
        model);
  }

  static List<ModelMetric> metrics(Transaction tx, LoggedModelId id, long model) {
    return tx.list(
        """
        SELECT key, value, time, step, run, dataset, dataset_digest FROM logged_model_metric
        WHERE model = ? ORDER BY key, step, time LIMIT ?
        """,
        row -> metric(id, row),
        model,
        METRICS);
  }

  private static ModelMetric metric(LoggedModelId id, Row row) {
    return new ModelMetric(
        id,
        new RunId(row.text("run")),
        MetricTable.metric(row),
        row.text("dataset"),
        row.text("dataset_digest"));
  }

  static void deleteAll(Transaction tx, long model) {
    for (String table : List.of("parameter", "tag", "metric")) {
      tx.update("DELETE FROM logged_model_" + table + " WHERE model = ?", model);
    }
  }
}
