package dev.rondo.monitoring;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The tables of judged windows and of notices: statements and how their rows become records.
/// Stateless.
final class MonitoringTables {
  static final String SCHEMA_1 =
      """
      CREATE TABLE monitor_window (
        project TEXT NOT NULL, monitor TEXT NOT NULL, window_start INTEGER NOT NULL,
        model_version INTEGER NOT NULL, window_end INTEGER NOT NULL, outcome TEXT NOT NULL,
        result TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (project, monitor, window_start, model_version)) WITHOUT ROWID;
      CREATE INDEX monitor_window_by_outcome
        ON monitor_window (project, monitor, outcome, window_end);
      CREATE TABLE monitor_notice (
        project TEXT NOT NULL, id TEXT NOT NULL, role TEXT NOT NULL, subject TEXT NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, created INTEGER NOT NULL,
        acknowledged_by TEXT, acknowledged_at INTEGER, PRIMARY KEY (project, id)) WITHOUT ROWID
      """;

  private MonitoringTables() {}

  static void insert(Transaction tx, Caller caller, WindowResult result, Instant now) {
    Window window = result.window();
    tx.update(
        "INSERT INTO monitor_window (project, monitor, window_start, model_version, window_end,"
            + " outcome, result, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        result.monitor(),
        window.start().value(),
        window.modelVersion(),
        window.end().value(),
        result.outcome().text(),
        Json.write(WindowResultJson.write(result)),
        now);
  }

  static Optional<WindowResult> find(Transaction tx, Caller caller, String monitor, Window window) {
    return tx.find(
        "SELECT result FROM monitor_window WHERE project = ? AND monitor = ? AND window_start = ?"
            + " AND model_version = ?",
        MonitoringTables::result,
        caller.project(),
        monitor,
        window.start().value(),
        window.modelVersion());
  }

  /// The newest window first, and in it the newest model.
  static List<WindowResult> list(
      Transaction tx, Caller caller, String monitor, EventTime before, int limit) {
    return tx.list(
        "SELECT result FROM monitor_window WHERE project = ? AND monitor = ? AND window_start < ?"
            + " ORDER BY window_start DESC, model_version DESC LIMIT ?",
        MonitoringTables::result,
        caller.project(),
        monitor,
        before.value(),
        limit);
  }

  /// The end of the newest window, up to this one, whose crossed threshold was told.
  static Optional<EventTime> lastCrossed(
      Transaction tx, Caller caller, String monitor, EventTime end) {
    OptionalLong millis =
        tx.find(
                "SELECT max(window_end) AS newest FROM monitor_window WHERE project = ?"
                    + " AND monitor = ? AND outcome = ? AND window_end <= ?",
                row -> row.optionalNumber("newest"),
                caller.project(),
                monitor,
                WindowResult.Outcome.CROSSED.text(),
                end.value())
            .orElse(OptionalLong.empty());
    return millis.isPresent()
        ? Optional.of(new EventTime(Instant.ofEpochMilli(millis.getAsLong())))
        : Optional.empty();
  }

  static void insert(Transaction tx, Caller caller, Notice notice) {
    tx.update(
        "INSERT INTO monitor_notice (project, id, role, subject, title, text, created)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        notice.id(),
        notice.role().text(),
        notice.subject(),
        notice.title(),
        notice.text(),
        notice.created());
  }

  static boolean isOpen(Transaction tx, Caller caller, String subject, String title) {
    return tx.find(
            "SELECT 1 FROM monitor_notice WHERE project = ? AND subject = ? AND title = ?"
                + " AND acknowledged_by IS NULL",
            _ -> true,
            caller.project(),
            subject,
            title)
        .isPresent();
  }

  static Optional<Notice> notice(Transaction tx, Caller caller, String id) {
    return tx.find(
        "SELECT * FROM monitor_notice WHERE project = ? AND id = ?",
        MonitoringTables::notice,
        caller.project(),
        id);
  }

  /// The newest first.
  static List<Notice> notices(
      Transaction tx, Caller caller, boolean isOpenOnly, String beforeId, int limit) {
    return tx.list(
        "SELECT * FROM monitor_notice WHERE project = ? AND (?2 = 0 OR acknowledged_by IS NULL)"
            + " AND (?3 = '' OR id < ?3) ORDER BY id DESC LIMIT ?4",
        MonitoringTables::notice,
        caller.project(),
        isOpenOnly,
        beforeId,
        limit);
  }

  static void acknowledge(Transaction tx, Caller caller, String id, Instant now) {
    tx.update(
        "UPDATE monitor_notice SET acknowledged_by = ?, acknowledged_at = ?"
            + " WHERE project = ? AND id = ? AND acknowledged_by IS NULL",
        caller.user(),
        now,
        caller.project(),
        id);
  }

  private static WindowResult result(Row row) {
    return WindowResultJson.read(Json.parseObject(row.text("result")));
  }

  private static Notice notice(Row row) {
    return new Notice(
        row.text("id"),
        NoticeRole.parse(row.text("role")),
        row.text("subject"),
        row.text("title"),
        row.text("text"),
        row.time("created"),
        row.optionalText("acknowledged_by"));
  }
}
