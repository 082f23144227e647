package dev.rondo.ledger.trace;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// What is said of traces.
final class AssessmentTable {
  static final String SCHEMA =
      """
      CREATE TABLE trace_assessment (
        key INTEGER PRIMARY KEY, trace INTEGER NOT NULL, project TEXT NOT NULL, id TEXT NOT NULL,
        name TEXT NOT NULL, kind TEXT NOT NULL, value TEXT, content TEXT NOT NULL,
        source_type TEXT NOT NULL, source_id TEXT NOT NULL, span TEXT, rationale TEXT,
        metadata TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
        overrides TEXT, valid INTEGER NOT NULL);
      CREATE UNIQUE INDEX trace_assessment_by_id ON trace_assessment (trace, id);
      CREATE INDEX trace_assessment_by_name ON trace_assessment (trace, kind, name)
      """;
  private static final String COLUMNS =
      "id, name, kind, content, source_type, source_id, span, rationale, metadata, created,"
          + " updated, overrides, valid";

  private AssessmentTable() {}

  /// Stores an assessment; one of the same id is replaced.
  static void put(Transaction tx, ProjectName project, long trace, Assessment one) {
    tx.update(
        """
        INSERT INTO trace_assessment (trace, project, id, name, kind, value, content, source_type,
          source_id, span, rationale, metadata, created, updated, overrides, valid)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (trace, id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
          value = excluded.value, content = excluded.content, rationale = excluded.rationale,
          metadata = excluded.metadata, updated = excluded.updated, valid = excluded.valid
        """,
        trace,
        project,
        one.id(),
        one.name(),
        one.kind(),
        one.value(),
        Json.write(one.content()),
        one.source().type(),
        one.source().id(),
        one.note().span(),
        one.note().rationale(),
        Json.write(one.note().metadata()),
        one.history().created(),
        one.history().updated(),
        one.history().overrides(),
        one.history().isValid());
  }

  static void validate(Transaction tx, long trace, AssessmentId id, boolean isValid) {
    tx.update(
        "UPDATE trace_assessment SET valid = ? WHERE trace = ? AND id = ?", isValid, trace, id);
  }

  static void delete(Transaction tx, long trace, AssessmentId id) {
    tx.update("DELETE FROM trace_assessment WHERE trace = ? AND id = ?", trace, id);
  }

  static Optional<Assessment> find(Transaction tx, long trace, AssessmentId id) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM trace_assessment WHERE trace = ? AND id = ?",
        AssessmentTable::assessment,
        trace,
        id);
  }

  /// In the order in which they were made.
  static List<Assessment> list(Transaction tx, long trace) {
    return tx.list(
        "SELECT " + COLUMNS + " FROM trace_assessment WHERE trace = ? ORDER BY key",
        AssessmentTable::assessment,
        trace);
  }

  private static Assessment assessment(Row row) {
    return new Assessment(
        new AssessmentId(row.text("id")),
        row.text("name"),
        Assessment.Kind.valueOf(row.text("kind")),
        Json.parseObject(row.text("content")),
        new Assessment.Source(row.text("source_type"), row.text("source_id")),
        new Assessment.Note(
            row.optionalText("span"),
            row.optionalText("rationale"),
            TraceTable.entries(row.text("metadata"))),
        new Assessment.History(
            row.time("created"),
            row.time("updated"),
            row.optionalText("overrides").map(AssessmentId::new),
            row.flag("valid")));
  }
}
