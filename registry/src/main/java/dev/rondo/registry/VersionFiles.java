package dev.rondo.registry;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import java.util.Optional;

/// Which files versions consist of that lie elsewhere in this server: they must stay as they were
/// when the version was made. Stateless.
public final class VersionFiles {
  static final String HELD =
      """
      SELECT m.name, v.version, v.location FROM model_version v JOIN model m ON m.key = v.model
      WHERE v.project = ? AND v.location <> '' AND v.location >= ? AND v.location < ?
        AND v.deleted IS NULL
      ORDER BY v.location
      """;

  private VersionFiles() {}

  private record Held(String text, String folder) {}

  /// A version that a file belongs to, or something in a folder, in words.
  ///
  /// @param root the address of a tree of files, without a slash at its end
  /// @param path below it; empty for everything
  public static Optional<String> findVersion(
      Transaction tx, ProjectName project, String root, String path) {
    return tx
        .list(
            HELD,
            row ->
                new Held(
                    "version %d of the model '%s'"
                        .formatted(row.number("version"), row.text("name")),
                    row.text("location").substring(root.length()).replaceAll("^/+|/+$", "")),
            project,
            root,
            root + "0")
        .stream()
        .filter(held -> overlap(held.folder() + "/", path + "/"))
        .map(Held::text)
        .findFirst();
  }

  /// A slash alone stands for everything.
  private static boolean overlap(String folder, String path) {
    return folder.equals("/")
        || path.equals("/")
        || path.startsWith(folder)
        || folder.startsWith(path);
  }
}
