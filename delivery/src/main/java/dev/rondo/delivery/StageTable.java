package dev.rondo.delivery;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The stages of builds and releases, by the id of the one that they belong to.
final class StageTable {
  private static final String SCHEMA =
      """
      CREATE TABLE delivery_stage (
        project TEXT NOT NULL, owner TEXT NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, status TEXT NOT NULL, detail TEXT NOT NULL,
        started INTEGER NOT NULL, duration_nanos INTEGER,
        PRIMARY KEY (project, owner, position))
      """;

  private StageTable() {}

  static void migrate(Database database) {
    database.migrate("delivery-stage", List.of(SCHEMA));
  }

  static void begin(
      Transaction tx, ProjectName project, String owner, int position, String name, Instant now) {
    tx.update(
        """
        INSERT INTO delivery_stage (project, owner, position, name, status, detail, started)
        VALUES (?, ?, ?, ?, 'RUNNING', '', ?)
        """,
        project,
        owner,
        position,
        name,
        now);
  }

  static void end(
      Transaction tx,
      ProjectName project,
      String owner,
      int position,
      StageStatus status,
      String detail,
      Duration duration) {
    tx.update(
        """
        UPDATE delivery_stage SET status = ?, detail = ?, duration_nanos = ?
        WHERE project = ? AND owner = ? AND position = ?
        """,
        status,
        detail,
        duration.toNanos(),
        project,
        owner,
        position);
  }

  /// Ends what a stop of the server left running.
  static void interrupt(Transaction tx, ProjectName project, String owner) {
    tx.update(
        """
        UPDATE delivery_stage SET status = 'FAILED', detail = 'The server stopped.'
        WHERE project = ? AND owner = ? AND status = 'RUNNING'
        """,
        project,
        owner);
  }

  static void clear(Transaction tx, ProjectName project, String owner) {
    tx.update("DELETE FROM delivery_stage WHERE project = ? AND owner = ?", project, owner);
  }

  static List<Stage> list(Transaction tx, ProjectName project, String owner) {
    return tx.list(
        """
        SELECT name, status, detail, started, duration_nanos FROM delivery_stage
        WHERE project = ? AND owner = ? ORDER BY position
        """,
        StageTable::stage,
        project,
        owner);
  }

  private static Stage stage(Row row) {
    OptionalLong nanos = row.optionalNumber("duration_nanos");
    return new Stage(
        row.text("name"),
        StageStatus.valueOf(row.text("status")),
        row.text("detail"),
        row.time("started"),
        nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty());
  }
}
