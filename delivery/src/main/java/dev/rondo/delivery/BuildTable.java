package dev.rondo.delivery;

import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The builds, one for each project and commit.
final class BuildTable {
  static final String SCHEMA =
      """
      CREATE TABLE build (
        project TEXT NOT NULL, commit_id TEXT NOT NULL, id TEXT NOT NULL, user TEXT NOT NULL,
        status TEXT NOT NULL, attempts INTEGER NOT NULL, created INTEGER NOT NULL,
        ended INTEGER, bundle TEXT, message TEXT NOT NULL, mistakes TEXT NOT NULL,
        log TEXT NOT NULL, PRIMARY KEY (project, commit_id));
      CREATE INDEX build_by_id ON build (project, id);
      CREATE INDEX build_by_status ON build (status, id);
      CREATE INDEX build_by_bundle ON build (project, bundle)
      """;
  private static final String COLUMNS =
      "project, commit_id, id, user, status, created, ended, bundle, message, mistakes";

  static final String BUNDLES =
      "SELECT DISTINCT bundle AS digest FROM build WHERE bundle >= ? AND bundle < ?";

  private BuildTable() {}

  /// A build that waits or was interrupted, of any project.
  record Open(ProjectName project, CommitId commit) {}

  /// Queues a build unless there is one.
  static boolean insert(
      Transaction tx, ProjectName project, CommitId commit, String id, String user, Instant now) {
    return tx.update(
            """
            INSERT INTO build (project, commit_id, id, user, status, attempts, created, message,
              mistakes, log)
            VALUES (?, ?, ?, ?, 'QUEUED', 0, ?, '', '[]', '')
            ON CONFLICT (project, commit_id) DO NOTHING
            """,
            project,
            commit,
            id,
            user,
            now)
        == 1;
  }

  /// Takes an open build up, and returns which attempt it is; empty when it has ended.
  static Optional<Integer> start(Transaction tx, ProjectName project, CommitId commit) {
    return tx.find(
        """
        UPDATE build SET status = 'RUNNING', attempts = attempts + 1, log = ''
        WHERE project = ? AND commit_id = ? AND status IN ('QUEUED', 'RUNNING')
        RETURNING attempts
        """,
        row -> (int) row.number("attempts"),
        project,
        commit);
  }

  /// Puts a build that was taken up back into the queue, as if it had not been.
  static void giveBack(Transaction tx, ProjectName project, CommitId commit) {
    tx.update(
        """
        UPDATE build SET status = 'QUEUED', attempts = attempts - 1
        WHERE project = ? AND commit_id = ? AND status = 'RUNNING'
        """,
        project,
        commit);
  }

  /// Puts a build that failed back into the queue.
  static void requeue(Transaction tx, ProjectName project, CommitId commit) {
    tx.update(
        """
        UPDATE build SET status = 'QUEUED', attempts = 0, ended = NULL, message = '',
          mistakes = '[]'
        WHERE project = ? AND commit_id = ? AND status = 'FAILED'
        """,
        project,
        commit);
  }

  static void log(Transaction tx, ProjectName project, CommitId commit, String text) {
    tx.update(
        "UPDATE build SET log = ? WHERE project = ? AND commit_id = ?", text, project, commit);
  }

  static String log(Transaction tx, ProjectName project, CommitId commit) {
    return tx.find(
            "SELECT log FROM build WHERE project = ? AND commit_id = ?",
            row -> row.text("log"),
            project,
            commit)
        .orElse("");
  }

  static void succeed(
      Transaction tx, ProjectName project, CommitId commit, Digest bundle, Instant now) {
    tx.update(
        """
        UPDATE build SET status = 'SUCCEEDED', bundle = ?, ended = ?
        WHERE project = ? AND commit_id = ?
        """,
        bundle,
        now,
        project,
        commit);
  }

  static void fail(
      Transaction tx,
      ProjectName project,
      CommitId commit,
      String message,
      List<Mistake> mistakes,
      Instant now) {
    tx.update(
        """
        UPDATE build SET status = 'FAILED', message = ?, mistakes = ?, ended = ?
        WHERE project = ? AND commit_id = ?
        """,
        message,
        Json.write(mistakes),
        now,
        project,
        commit);
  }

  static List<Open> open(Transaction tx) {
    return tx.list(
        "SELECT project, commit_id FROM build WHERE status IN ('QUEUED', 'RUNNING') ORDER BY id",
        row -> new Open(new ProjectName(row.text("project")), new CommitId(row.text("commit_id"))));
  }

  static Optional<Build> find(Transaction tx, ProjectName project, CommitId commit) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM build WHERE project = ? AND commit_id = ?",
            BuildTable::build,
            project,
            commit)
        .map(build -> withStages(tx, project, build));
  }

  /// @param before empty for the newest
  static List<Build> list(Transaction tx, ProjectName project, String before, int limit) {
    return tx
        .list(
            "SELECT "
                + COLUMNS
                + " FROM build WHERE project = ? AND (?2 = '' OR id < ?2) ORDER BY id DESC LIMIT ?",
            BuildTable::build,
            project,
            before,
            limit)
        .stream()
        .map(build -> withStages(tx, project, build))
        .toList();
  }

  /// Of the newest commit that was built well.
  static Optional<Digest> lastBundle(Transaction tx, ProjectName project) {
    return tx.find(
        "SELECT bundle FROM build WHERE project = ? AND status = 'SUCCEEDED'"
            + " ORDER BY id DESC LIMIT 1",
        row -> new Digest(row.text("bundle")),
        project);
  }

  static boolean hasBundle(Transaction tx, ProjectName project, Digest bundle) {
    return tx.find(
            "SELECT id FROM build WHERE project = ? AND bundle = ?",
            row -> row.text("id"),
            project,
            bundle)
        .isPresent();
  }

  private static Build withStages(Transaction tx, ProjectName project, Build build) {
    return new Build(
        build.id(),
        build.commit(),
        build.user(),
        build.status(),
        build.created(),
        build.ended(),
        StageTable.list(tx, project, build.id().value()),
        build.bundle(),
        build.message(),
        build.mistakes());
  }

  private static Build build(Row row) {
    String commit = row.text("commit_id");
    return new Build(
        new BuildId(row.text("id")),
        new CommitId(commit),
        row.text("user"),
        BuildStatus.valueOf(row.text("status")),
        row.time("created"),
        row.optionalTime("ended"),
        List.of(),
        row.optionalText("bundle")
            .map(digest -> asset(row.text("project"), commit, new Digest(digest))),
        row.text("message"),
        List.of(Json.MAPPER.readValue(row.text("mistakes"), Mistake[].class)));
  }

  static Asset asset(String project, String commit, Digest digest) {
    return new Asset(Asset.Kind.BUNDLE, project, commit, digest);
  }
}
