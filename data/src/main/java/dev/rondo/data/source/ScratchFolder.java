package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary folder of this process, for its owner alone; it goes when the work is done. What
/// processes that were killed left behind goes when the next begins.
public record ScratchFolder(Path path) implements AutoCloseable {
  private static final String PREFIX = "rondo-";

  /// Makes the folder in another one, which is made too when it is not there.
  public static ScratchFolder in(Path around) {
    try {
      Files.createDirectories(around);
      sweep(around);
      String name =
          PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + "-";
      return new ScratchFolder(
          Files.createTempDirectory(
              around,
              name,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL,
          "There is no room for temporary files in '" + around + "': " + e.getMessage(),
          e);
    }
  }

  /// Makes it where this process keeps its temporary files.
  public static ScratchFolder usual() {
    return in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  private static void sweep(Path around) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(around, PREFIX + "[0-9]*-*")) {
      for (Path folder : folders) {
        String process = folder.getFileName().toString().split("-")[1];
        if (process.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
          delete(folder);
        }
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(ScratchFolder.class.getName())
          .log(System.Logger.Level.DEBUG, "A temporary folder stays.", e);
    }
  }

  @Override
  public void close() {
    delete(path);
  }
}
