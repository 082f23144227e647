package dev.rondo.monitoring;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.util.List;
import java.util.Optional;

/// The table of comparisons with the first model, one for each window. Stateless.
final class ComparisonTable {
  static final String SCHEMA =
      """
      CREATE TABLE monitor_comparison (
        project TEXT NOT NULL, monitor TEXT NOT NULL, window_start INTEGER NOT NULL,
        window_end INTEGER NOT NULL, first_version INTEGER NOT NULL, labels INTEGER NOT NULL,
        answered_millionths INTEGER NOT NULL, first_millionths INTEGER NOT NULL,
        PRIMARY KEY (project, monitor, window_start)) WITHOUT ROWID
      """;

  private ComparisonTable() {}

  /// A window that is judged again counts once.
  static void put(Transaction tx, Caller caller, String monitor, Comparison comparison) {
    tx.update(
        "INSERT OR REPLACE INTO monitor_comparison (project, monitor, window_start, window_end,"
            + " first_version, labels, answered_millionths, first_millionths)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        monitor,
        comparison.start().value(),
        comparison.end().value(),
        comparison.firstVersion(),
        comparison.answered().rows(),
        comparison.answered().millionths(),
        comparison.first().millionths());
  }

  /// The newest first.
  static List<Comparison> list(Transaction tx, Caller caller, String monitor, int limit) {
    return tx.list(
        "SELECT * FROM monitor_comparison WHERE project = ? AND monitor = ?"
            + " ORDER BY window_start DESC LIMIT ?",
        ComparisonTable::comparison,
        caller.project(),
        monitor,
        limit);
  }

  /// The sums over the windows with the first version of the newest; empty without any.
  static Optional<Gain> gain(Transaction tx, Caller caller, String monitor) {
    return tx.find(
        """
        SELECT min(window_start) AS first_start, max(window_end) AS last_end, count(*) AS windows,
          first_version, sum(labels) AS labels, sum(answered_millionths) AS answered,
          sum(first_millionths) AS first
        FROM monitor_comparison WHERE project = ? AND monitor = ?
        GROUP BY first_version ORDER BY last_end DESC LIMIT 1
        """,
        ComparisonTable::gain,
        caller.project(),
        monitor);
  }

  private static Comparison comparison(Row row) {
    long labels = row.number("labels");
    return new Comparison(
        new EventTime(row.time("window_start")),
        new EventTime(row.time("window_end")),
        (int) row.number("first_version"),
        new AbsoluteError(labels, row.number("answered_millionths")),
        new AbsoluteError(labels, row.number("first_millionths")));
  }

  private static Gain gain(Row row) {
    long labels = row.number("labels");
    return new Gain(
        new EventTime(row.time("first_start")),
        new EventTime(row.time("last_end")),
        row.number("windows"),
        (int) row.number("first_version"),
        new AbsoluteError(labels, row.number("answered")),
        new AbsoluteError(labels, row.number("first")));
  }
}
