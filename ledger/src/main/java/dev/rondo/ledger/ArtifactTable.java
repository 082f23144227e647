package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files of everything that has some, clustered by root and path, so that a folder is one
/// range. There are no rows of folders: one is there as long as a file is in it.
final class ArtifactTable {
  /// Takes over what was the runs' own table.
  static final String SCHEMA =
      """
      CREATE TABLE artifact (
        project TEXT NOT NULL, root TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
        size INTEGER NOT NULL, PRIMARY KEY (project, root, path)) WITHOUT ROWID;
      CREATE INDEX artifact_by_digest ON artifact (digest);
      INSERT INTO artifact (project, root, path, digest, size)
        SELECT a.project, 'run/' || r.id, a.path, a.digest, a.size
        FROM run_artifact a JOIN run r ON r.key = a.run;
      DROP TABLE run_artifact
      """;

  private static final int PIECE = 1_000;

  /// Comes after every text that a path goes on with.
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private ArtifactTable() {}

  static void put(Transaction tx, ProjectName project, ArtifactRoot root, Artifact artifact) {
    tx.update(
        """
        INSERT INTO artifact (project, root, path, digest, size) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET digest = excluded.digest, size = excluded.size
        """,
        project,
        root,
        artifact.path(),
        artifact.digest(),
        artifact.size());
  }

  static Optional<Artifact> find(
      Transaction tx, ProjectName project, ArtifactRoot root, String path) {
    return tx.find(
        "SELECT path, digest, size FROM artifact WHERE project = ? AND root = ? AND path = ?",
        ArtifactTable::artifact,
        project,
        root,
        path);
  }

  static boolean isFolder(Transaction tx, ProjectName project, ArtifactRoot root, String path) {
    return !range(tx, project, root, path + "/", path + "/" + LAST, 1).isEmpty();
  }

  static List<Artifact> all(Transaction tx, ProjectName project, ArtifactRoot root) {
    return tx.list(
        "SELECT path, digest, size FROM artifact WHERE project = ? AND root = ? ORDER BY path",
        ArtifactTable::artifact,
        project,
        root);
  }

  /// What stands right in a folder, by path. A folder below is left behind in one step, however
  /// much is in it.
  ///
  /// @param folder empty for the root's own
  static List<ArtifactEntry> list(
      Transaction tx, ProjectName project, ArtifactRoot root, String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    List<ArtifactEntry> entries = new ArrayList<>();
    String after = prefix;
    boolean hasMore = true;
    while (hasMore) {
      List<Artifact> piece = range(tx, project, root, after, prefix + LAST, PIECE);
      for (Artifact file : piece) {
        ArtifactEntry entry = entry(prefix.length(), file);
        if (entries.isEmpty() || !entries.getLast().path().equals(entry.path())) {
          entries.add(entry);
          after = entry.isFolder() ? entry.path() + "/" + LAST : entry.path();
        }
      }
      hasMore = piece.size() == PIECE;
    }
    return entries;
  }

  private static ArtifactEntry entry(int prefix, Artifact file) {
    int slash = file.path().indexOf('/', prefix);
    return slash < 0
        ? new ArtifactEntry(file.path(), false, file.size())
        : new ArtifactEntry(file.path().substring(0, slash), true, 0);
  }

  private static List<Artifact> range(
      Transaction tx,
      ProjectName project,
      ArtifactRoot root,
      String after,
      String before,
      int limit) {
    return tx.list(
        """
        SELECT path, digest, size FROM artifact
        WHERE project = ? AND root = ? AND path > ? AND path < ? ORDER BY path LIMIT ?
        """,
        ArtifactTable::artifact,
        project,
        root,
        after,
        before,
        limit);
  }

  /// A file, or a folder with everything in it.
  static void delete(Transaction tx, ProjectName project, ArtifactRoot root, String path) {
    tx.update(
        """
        DELETE FROM artifact WHERE project = ?1 AND root = ?2
          AND (path = ?3 OR (path > ?3 || '/' AND path < ?3 || '/' || ?4))
        """,
        project,
        root,
        path,
        LAST);
  }

  /// @return how many there were
  static int deleteAll(Transaction tx, ProjectName project, ArtifactRoot root) {
    return tx.update("DELETE FROM artifact WHERE project = ? AND root = ?", project, root);
  }

  static Set<Digest> digests(Transaction tx, char prefix) {
    return BlobOwner.find(
        tx, "SELECT DISTINCT digest FROM artifact WHERE digest >= ? AND digest < ?", prefix);
  }

  private static Artifact artifact(Row row) {
    return new Artifact(row.text("path"), new Digest(row.text("digest")), row.number("size"));
  }
}
