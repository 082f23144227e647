package dev.rondo.app.check;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The temporary folder of this process, for its owner alone; it goes when the work is done. What
/// processes that were killed left behind goes when the next begins: the engine's native library
/// alone takes 60 MB.
record ScratchFolder(Path path, String before) implements AutoCloseable {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final String PREFIX = "rondo-";

  /// Makes the folder, where from now on everything temporary is put; the folder around it too,
  /// when it is named but not there.
  static ScratchFolder open() {
    String before = System.getProperty(PROPERTY, "/tmp");
    Path all = Path.of(before);
    try {
      Files.createDirectories(all);
      sweep(all);
      Path path =
          Files.createDirectory(
              all.resolve(
                  PREFIX
                      + ProcessHandle.current().pid()
                      + "-"
                      + Long.toHexString(System.nanoTime())),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      System.setProperty(PROPERTY, path.toString());
      return new ScratchFolder(path, before);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL,
          "There is no room for temporary files in '" + before + "': " + e.getMessage(),
          e);
    }
  }

  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, PREFIX + "[0-9]*-*")) {
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
    } catch (IOException | java.io.UncheckedIOException e) {
      System.getLogger(ScratchFolder.class.getName())
          .log(System.Logger.Level.DEBUG, "A temporary folder stays.", e);
    }
  }

  @Override
  public void close() {
    System.setProperty(PROPERTY, before);
    delete(path);
  }
}
