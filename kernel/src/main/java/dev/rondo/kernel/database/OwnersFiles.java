package dev.rondo.kernel.database;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The files of a database, which holds the hashes of passwords: also in a folder that others may
/// read they are their owner's alone.
final class OwnersFiles {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");

  private OwnersFiles() {}

  /// Creates a database's file when it is missing, and closes it, its journals and its copies to
  /// all others. New journals take its permissions.
  static void close(Path database) {
    if (Files.notExists(database)) {
      create(database);
    }
    String name = String.valueOf(database.getFileName());
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            database.toAbsolutePath().getParent(),
            file ->
                String.valueOf(file.getFileName()).startsWith(name) && Files.isRegularFile(file))) {
      for (Path file : files) {
        closeOne(file);
      }
    } catch (IOException e) {
      throw unusable("The files of the database '" + database + "' cannot be listed: ", e);
    }
  }

  private static void closeOne(Path file) {
    try {
      if (!Files.getPosixFilePermissions(file).equals(OURS)) {
        Files.setPosixFilePermissions(file, OURS);
      }
    } catch (IOException e) {
      throw unusable(
          "The file '" + file + "' holds hashes of passwords, and cannot be closed to others: ", e);
    }
  }

  /// Creates an empty one.
  static void create(Path file) {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OURS));
    } catch (IOException e) {
      throw unusable("The file '" + file + "' cannot be created: ", e);
    }
  }

  private static Problem unusable(String what, IOException e) {
    return Problem.wrap(ProblemCode.HOME_UNUSABLE, what + e.getMessage(), e);
  }
}
