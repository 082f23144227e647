package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The datasets that clients describe, once in each experiment, and which runs have read them.
final class DatasetTable {
  static final String SCHEMA =
      """
      CREATE TABLE dataset (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, experiment INTEGER NOT NULL,
        name TEXT NOT NULL, digest TEXT NOT NULL, source_type TEXT NOT NULL, source TEXT NOT NULL,
        schema TEXT, profile TEXT);
      CREATE UNIQUE INDEX dataset_by_name ON dataset (experiment, name, digest);
      CREATE TABLE run_dataset (
        run INTEGER NOT NULL, dataset INTEGER NOT NULL, project TEXT NOT NULL, context TEXT,
        tags TEXT NOT NULL, PRIMARY KEY (run, dataset)) WITHOUT ROWID;
      CREATE INDEX run_dataset_by_context ON run_dataset (dataset, context)
      """;

  /// How much of it is read, of a dataset `d`; known without reading it.
  static final String BYTES =
      "octet_length(d.source) + coalesce(octet_length(d.schema), 0)"
          + " + coalesce(octet_length(d.profile), 0)";

  private static final long MOST_BYTES = 32L << 20;

  private DatasetTable() {}

  /// The same dataset again takes the newer tags.
  static void insert(Transaction tx, RunKey run, DatasetInput input) {
    Dataset dataset = input.dataset();
    tx.update(
        """
        INSERT INTO dataset (project, experiment, name, digest, source_type, source, schema, profile)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        run.project(),
        run.experiment(),
        dataset.name(),
        dataset.digest(),
        dataset.sourceType(),
        dataset.source(),
        dataset.schema(),
        dataset.profile());
    tx.update(
        """
        INSERT INTO run_dataset (run, dataset, project, context, tags)
        SELECT ?, key, project, ?, ? FROM dataset WHERE experiment = ? AND name = ? AND digest = ?
        ON CONFLICT (run, dataset) DO UPDATE SET context = excluded.context, tags = excluded.tags
        """,
        run.key(),
        Optional.ofNullable(input.tags().get(DatasetInput.CONTEXT)),
        Json.write(input.tags()),
        run.experiment(),
        dataset.name(),
        dataset.digest());
  }

  /// Refuses a run that has come to have too much to be told; the transaction is then undone.
  static void requireRoom(Transaction tx, RunKey run) {
    long bytes =
        tx.find(
                "SELECT sum("
                    + BYTES
                    + ") AS bytes FROM run_dataset i JOIN dataset d ON d.key = i.dataset"
                    + " WHERE i.run = ?",
                row -> row.optionalNumber("bytes").orElse(0),
                run.key())
            .orElse(0L);
    if (bytes > MOST_BYTES) {
      throw Problem.invalid(
          "The datasets of the run have %,d bytes of source, schema and profile; %,d are the most."
              + " Store a large profile as an artifact.",
          bytes, MOST_BYTES);
    }
  }

  static Map<String, String> tags(Row row) {
    Map<String, String> tags = new LinkedHashMap<>();
    Json.parseObject(row.text("tags"))
        .forEachEntry((key, value) -> tags.put(key, value.stringValue()));
    return tags;
  }

  static Dataset dataset(Row row) {
    return new Dataset(
        row.text("name"),
        row.text("digest"),
        row.text("source_type"),
        row.text("source"),
        row.optionalText("schema"),
        row.optionalText("profile"));
  }

  static List<DatasetSummary> summaries(
      Transaction tx, ProjectName project, List<ExperimentId> experiments, int limit) {
    return tx.list(
        """
        SELECT DISTINCT e.number, d.name, d.digest, i.context FROM json_each(?) j
        CROSS JOIN experiment e ON e.project = ? AND e.number = j.value
        CROSS JOIN dataset d ON d.experiment = e.key
        CROSS JOIN run_dataset i ON i.dataset = d.key ORDER BY e.number, d.name, d.digest, i.context
        LIMIT ?
        """,
        row ->
            new DatasetSummary(
                new ExperimentId(row.number("number")),
                row.text("name"),
                row.text("digest"),
                row.optionalText("context")),
        Json.write(experiments.stream().map(ExperimentId::number).toList()),
        project,
        limit);
  }
}
