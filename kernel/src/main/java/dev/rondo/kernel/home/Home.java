package dev.rondo.kernel.home;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder that holds all state of one server. While it is open no other process can open it.
public final class Home implements AutoCloseable {
  /// The form of the folder; a build refuses a home whose number is larger.
  static final int FORMAT = 1;

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private Home(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Opens the folder, creates what is missing (for the owner alone), and empties its `tmp`.
  ///
  /// @throws Problem when another server has it, a newer build wrote it, it is a copy of one
  ///   elsewhere, or it cannot be written
  public static Home open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      createFolder(root);
      FileChannel lockFile =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      Home home = new Home(root, lockFile, lock(root, lockFile));
      home.checkFormat();
      home.checkPlace();
      home.sweepTemporary();
      return home;
    } catch (AccessDeniedException e) {
      throw unusable(root, "permission denied for '" + e.getFile() + "'", e);
    } catch (IOException e) {
      throw unusable(root, String.valueOf(e.getMessage()), e);
    }
  }

  private static void createFolder(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static FileLock lock(Path root, FileChannel file) throws IOException {
    FileLock lock = tryLock(file);
    if (lock == null) {
      ByteBuffer holder = ByteBuffer.allocate(32);
      file.read(holder, 0);
      String process =
          new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip();
      file.close();
      throw Problem.of(
          ProblemCode.HOME_IN_USE,
          "Another Rondo server (process %s) uses the home '%s'; stop it, or choose another folder"
              + " with --home.",
          process,
          root);
    }
    file.truncate(0);
    file.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
        0);
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void checkFormat() throws IOException {
    Path file = root.resolve("format");
    if (!Files.exists(file)) {
      Files.writeString(file, FORMAT + "\n");
      return;
    }
    String text = Files.readString(file).strip();
    if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > FORMAT) {
      close();
      throw Problem.of(
          ProblemCode.HOME_TOO_NEW,
          "The home '%s' was written by a newer Rondo (format '%s', this build knows %d); start it"
              + " with that build or a newer one.",
          root,
          text,
          FORMAT);
    }
  }

  /// The metadata of tables names files by their whole paths, as other engines expect it to: in a
  /// copy elsewhere they would be those of the original.
  private void checkPlace() throws IOException {
    Path file = root.resolve("place");
    if (!Files.exists(file)) {
      Files.writeString(file, root + "\n");
      return;
    }
    String place = Files.readString(file).strip();
    if (!place.equals(root.toString())) {
      close();
      throw Problem.of(
          ProblemCode.HOME_UNUSABLE,
          "The home '%s' was made as '%s', and its tables name their files so; move it there, or"
              + " make a link there that leads to it, and start with --home '%2$s'.",
          root,
          place);
    }
  }

  private void sweepTemporary() throws IOException {
    Path temporary = folder("tmp");
    Files.walkFileTree(
        temporary,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            if (!dir.equals(temporary)) {
              Files.delete(dir);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// A folder of the home, created when missing.
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw unusable(root, String.valueOf(e.getMessage()), e);
    }
  }

  /// The database's file.
  public Path databaseFile() {
    return root.resolve("rondo.db");
  }

  public Path root() {
    return root;
  }

  private static Problem unusable(Path root, String why, IOException e) {
    return Problem.wrap(
        ProblemCode.HOME_UNUSABLE,
        "The home '"
            + root
            + "' cannot be used ("
            + why
            + "); choose a folder that you can write with --home.",
        e);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
