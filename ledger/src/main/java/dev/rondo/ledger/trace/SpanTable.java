package dev.rondo.ledger.trace;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// The spans of traces.
final class SpanTable {
  static final String SCHEMA =
      """
      CREATE TABLE trace_span (
        key INTEGER PRIMARY KEY, trace INTEGER NOT NULL, project TEXT NOT NULL, id TEXT NOT NULL,
        parent TEXT, name TEXT NOT NULL, type TEXT, status TEXT NOT NULL,
        started INTEGER NOT NULL, ended INTEGER NOT NULL, content TEXT NOT NULL);
      CREATE UNIQUE INDEX trace_span_by_id ON trace_span (trace, id)
      """;

  private SpanTable() {}

  /// Stores a span; one of the same id is replaced.
  static void put(Transaction tx, ProjectName project, long trace, Span span) {
    tx.update(
        """
        INSERT INTO trace_span (trace, project, id, parent, name, type, status, started, ended,
          content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (trace, id) DO UPDATE SET parent = excluded.parent, name = excluded.name,
          type = excluded.type, status = excluded.status, started = excluded.started,
          ended = excluded.ended, content = excluded.content
        """,
        trace,
        project,
        span.id(),
        span.parent(),
        span.name(),
        span.attribute(Span.TYPE),
        span.status(),
        span.nanos().from(),
        span.nanos().to(),
        Json.write(span.content()));
  }

  /// From the first moment of all of them to the last; empty when there are none.
  static Optional<Span.Interval> extent(Transaction tx, long trace) {
    return tx.find(
        """
        SELECT min(started) AS started, max(ended) AS ended FROM trace_span WHERE trace = ?
        HAVING count(*) > 0
        """,
        row -> new Span.Interval(row.number("started"), row.number("ended")),
        trace);
  }

  /// The first step, if it has come.
  static Optional<Span> root(Transaction tx, long trace) {
    return tx.find(
        """
        SELECT id, parent, name, status, started, ended, content FROM trace_span
        WHERE trace = ? AND parent IS NULL ORDER BY started, key LIMIT 1
        """,
        SpanTable::span,
        trace);
  }

  /// In the order in which they began.
  static List<Span> list(Transaction tx, long trace) {
    return tx.list(
        """
        SELECT id, parent, name, status, started, ended, content FROM trace_span
        WHERE trace = ? ORDER BY started, key
        """,
        SpanTable::span,
        trace);
  }

  private static Span span(Row row) {
    return new Span(
        row.text("id"),
        row.optionalText("parent"),
        row.text("name"),
        row.text("status"),
        new Span.Interval(row.number("started"), row.number("ended")),
        Json.parseObject(row.text("content")));
  }
}
