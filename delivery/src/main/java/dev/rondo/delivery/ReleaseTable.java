package dev.rondo.delivery;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The releases. A request is there once, unless it was interrupted.
final class ReleaseTable {
  static final String SCHEMA =
      """
      CREATE TABLE release (
        project TEXT NOT NULL, id TEXT NOT NULL, endpoint TEXT NOT NULL, model TEXT NOT NULL,
        version TEXT NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL, user TEXT NOT NULL,
        status TEXT NOT NULL, previous TEXT, created INTEGER NOT NULL, ended INTEGER,
        message TEXT NOT NULL, PRIMARY KEY (project, id));
      CREATE UNIQUE INDEX release_by_key ON release (project, endpoint, model, version, key)
        WHERE status <> 'INTERRUPTED';
      CREATE INDEX release_by_endpoint ON release (project, endpoint, id)
      """;
  private static final String COLUMNS =
      "id, endpoint, model, version, key, reason, user, status, previous, created, ended, message";

  private ReleaseTable() {}

  static void insert(Transaction tx, ProjectName project, Release release) {
    ReleaseRequest request = release.request();
    tx.update(
        "INSERT INTO release (project, "
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        project,
        release.id(),
        request.endpoint(),
        request.model(),
        request.version(),
        request.key(),
        request.reason(),
        release.user(),
        release.status(),
        release.previous(),
        release.created(),
        release.ended(),
        release.message());
  }

  static void end(
      Transaction tx,
      ProjectName project,
      ReleaseId id,
      ReleaseStatus status,
      String message,
      Instant now) {
    tx.update(
        "UPDATE release SET status = ?, message = ?, ended = ? WHERE project = ? AND id = ?",
        status,
        message,
        now,
        project,
        id);
  }

  /// The release of a request, if it was made and not interrupted.
  static Optional<Release> find(Transaction tx, ProjectName project, ReleaseRequest request) {
    return tx.find(
            "SELECT "
                + COLUMNS
                + """
                   FROM release WHERE project = ? AND endpoint = ? AND model = ? AND version = ?
                AND key = ? AND status <> 'INTERRUPTED'
                """,
            ReleaseTable::release,
            project,
            request.endpoint(),
            request.model(),
            request.version(),
            request.key())
        .map(release -> withStages(tx, project, release));
  }

  static Optional<Release> find(Transaction tx, ProjectName project, ReleaseId id) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM release WHERE project = ? AND id = ?",
            ReleaseTable::release,
            project,
            id)
        .map(release -> withStages(tx, project, release));
  }

  static List<Release> running(Transaction tx, ProjectName project) {
    return list(tx, " AND status = 'RUNNING'", project);
  }

  /// The newest release that changed what the endpoint serves.
  static Optional<Release> serving(Transaction tx, ProjectName project, String endpoint) {
    return tx.find(
        "SELECT "
            + COLUMNS
            + """
               FROM release WHERE project = ? AND endpoint = ?
            AND status IN ('SUCCEEDED', 'ROLLED_BACK') ORDER BY id DESC LIMIT 1
            """,
        ReleaseTable::release,
        project,
        endpoint);
  }

  static List<Release> ofEndpoint(Transaction tx, ProjectName project, String endpoint, int limit) {
    return list(tx, " AND endpoint = ? ORDER BY id DESC LIMIT ?", project, endpoint, limit);
  }

  /// @param before empty for the newest
  static List<Release> page(Transaction tx, ProjectName project, String before, int limit) {
    return list(tx, " AND (?2 = '' OR id < ?2) ORDER BY id DESC LIMIT ?", project, before, limit);
  }

  private static List<Release> list(
      Transaction tx, String restriction, ProjectName project, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(project));
    arguments.addAll(List.of(more));
    return tx
        .list(
            "SELECT " + COLUMNS + " FROM release WHERE project = ?" + restriction,
            ReleaseTable::release,
            arguments.toArray())
        .stream()
        .map(release -> withStages(tx, project, release))
        .toList();
  }

  private static Release withStages(Transaction tx, ProjectName project, Release release) {
    return new Release(
        release.id(),
        release.request(),
        release.user(),
        release.status(),
        release.previous(),
        release.created(),
        release.ended(),
        release.message(),
        StageTable.list(tx, project, release.id().value()));
  }

  private static Release release(Row row) {
    return new Release(
        new ReleaseId(row.text("id")),
        new ReleaseRequest(
            row.text("endpoint"),
            row.text("model"),
            row.text("version"),
            row.text("reason"),
            row.text("key")),
        row.text("user"),
        ReleaseStatus.valueOf(row.text("status")),
        row.optionalText("previous"),
        row.time("created"),
        row.optionalTime("ended"),
        row.text("message"),
        List.of());
  }
}
