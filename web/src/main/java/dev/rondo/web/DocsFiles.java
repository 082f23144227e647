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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The files of a folder of pages. Each is written beside and then moved into its place, so that
/// whoever reads sees an old one or a new one, whole. One process and one thread writes at a time.
final class DocsFiles {
  /// What is no page and no data.
  static final String OWN = ".rondo";

  private final Path root;
  private final Shortcut shortcut;

  DocsFiles(Path root) {
    this(root, (_, _) -> false);
  }

  DocsFiles(Path root, Shortcut shortcut) {
    this.root = root;
    this.shortcut = shortcut;
  }

  /// Takes some files to where they go in the end, so that they never lie here.
  interface Shortcut {
    boolean takes(String name, String text);
  }

  /// Does something while nobody else writes here.
  ///
  /// @throws Problem when the folder cannot be written
  void alone(Runnable work) {
    try {
      Path own = Files.createDirectories(root.resolve(OWN)).toRealPath();
      Turn turn = Turn.take(own);
      try (FileChannel channel =
              FileChannel.open(
                  own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        sweep(own);
        if (lock.isValid()) {
          work.run();
        }
      } finally {
        turn.end(own);
      }
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  /// Locks of files hold between processes; this one holds within, for one folder. Guarded by the
  /// map that it stands in as long as someone has it or waits for it.
  private static final class Turn {
    private static final ConcurrentMap<Path, Turn> ALL = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private int wanted;

    static Turn take(Path folder) {
      Turn turn =
          ALL.compute(
              folder,
              (_, known) -> {
                Turn one = known == null ? new Turn() : known;
                one.wanted++;
                return one;
              });
      turn.lock.lock();
      return turn;
    }

    void end(Path folder) {
      lock.unlock();
      ALL.computeIfPresent(folder, (_, one) -> --one.wanted == 0 ? null : one);
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
    if (shortcut.takes(name, text)) {
      return;
    }
    Path file = root.resolve(name);
    try {
      Path fresh = Files.writeString(root.resolve(OWN).resolve("page.new"), text);
      Files.createDirectories(file.getParent());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  void delete(String name) {
    Path file = root.resolve(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /// The files of a folder that end so, without their ending; none when there is no such folder.
  List<String> names(String folder, String ending) {
    try (Stream<Path> all = Files.list(root.resolve(folder))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(root.resolve(folder), e);
    }
  }

  Optional<String> read(String name) {
    Path file = root.resolve(name);
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
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

  private static Problem unreadable(Path file, IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_FILE, "'" + file + "' cannot be read: " + e.getMessage(), e);
  }

  private static Problem unwritable(Path file, IOException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "'" + file + "' cannot be written: " + e.getMessage(), e);
  }
}
