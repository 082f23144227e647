package dev.rondo.web;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The files of a folder of pages. Each is written beside and then moved into its place, so that
/// whoever reads sees an old one or a new one, whole. One process and one thread writes at a time.
final class DocsFiles {
  /// What is no page and no data.
  static final String OWN = ".rondo";

  /// Locks of files hold between processes; this one holds within.
  private static final ReentrantLock WITHIN = new ReentrantLock();

  private final Path root;

  DocsFiles(Path root) {
    this.root = root;
  }

  /// Does something while nobody else writes.
  ///
  /// @throws Problem when the folder cannot be written
  void alone(Runnable work) {
    WITHIN.lock();
    try {
      Path own = Files.createDirectories(root.resolve(OWN));
      try (FileChannel channel =
              FileChannel.open(
                  own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        sweep(own);
        if (lock.isValid()) {
          work.run();
        }
      }
    } catch (IOException e) {
      throw unwritable(root, e);
    } finally {
      WITHIN.unlock();
    }
  }

  /// What a killed process left.
  private static void sweep(Path own) throws IOException {
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".new")).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  void write(String name, String text) {
    Path file = root.resolve(name);
    try {
      Path fresh = Files.writeString(root.resolve(OWN).resolve("page.new"), text);
      Files.createDirectories(file.getParent());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  Optional<String> read(String name) {
    Path file = root.resolve(name);
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_FILE, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  <T> Optional<T> read(String name, Class<T> type) {
    return read(name)
        .map(text -> {
          try {
            return Json.read(text, type);
          } catch (Problem e) {
            throw Problem.wrap(
                ProblemCode.INVALID_FILE,
                "'" + root.resolve(name) + "' is not what it was written as: " + e.getMessage(),
                e);
          }
        });
  }

  private static Problem unwritable(Path file, IOException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "'" + file + "' cannot be written: " + e.getMessage(), e);
  }
}
