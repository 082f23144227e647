package dev.rondo.workflow;

import dev.rondo.kernel.database.Transaction;
import java.util.List;

/// What tasks wrote. A line's number holds its attempt, so that numbers increase within a task
/// without asking what earlier attempts wrote.
final class LogTable {
  static final String SCHEMA =
      """
      CREATE TABLE execution_log (
        execution INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL,
        project TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (execution, position, line)) WITHOUT ROWID
      """;
  static final int PAGE = 1_000;
  private static final long LINES_PER_ATTEMPT = 1_000_000;

  private LogTable() {}

  static long line(int attempt, int number) {
    return attempt * LINES_PER_ATTEMPT + number;
  }

  static void insert(Transaction tx, List<Object[]> rows) {
    tx.updateAll(
        """
        INSERT OR IGNORE INTO execution_log (execution, position, line, project, at, text)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  static List<LogLine> list(Transaction tx, long execution, int position, long after) {
    return tx.list(
        """
        SELECT line, at, text FROM execution_log
        WHERE execution = ? AND position = ? AND line > ? ORDER BY line LIMIT ?
        """,
        row ->
            new LogLine(
                row.number("line"),
                (int) (row.number("line") / LINES_PER_ATTEMPT),
                row.time("at"),
                row.text("text")),
        execution,
        position,
        after,
        PAGE);
  }
}
