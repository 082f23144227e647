package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Content-addressed files: what is put is stored once under its SHA-256, durable before the
/// answer, never changed, and verified when it is read. Thread-safe, also among processes.
public final class BlobStore {
  private static final int BUFFER = 1 << 18;
  private static final int REMEMBERED = 1_000;

  private final Path root;
  private final Path incoming;
  private final ReentrantLock lock = new ReentrantLock();

  /// The last blobs of which parts were read, with the time of the file that was found sound.
  private final Map<Digest, FileTime> sound =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, FileTime> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// @param root created when missing
  public BlobStore(Path root) {
    this.root = root;
    this.incoming = root.resolve("incoming");
    try {
      Files.createDirectories(incoming);
    } catch (IOException e) {
      throw failed("prepared", e);
    }
  }

  public Blob put(byte[] content) {
    return put(new ByteArrayInputStream(content));
  }

  /// Stores everything up to the stream's end; the stream is not closed.
  public Blob put(InputStream content) {
    try {
      Path part = Files.createTempFile(incoming, "", ".part");
      try {
        Blob blob = copy(content, part);
        publish(part, blob.digest());
        return blob;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failed("stored", e);
    }
  }

  /// Copies and digests, and forces the copy to the disk.
  static Blob copy(InputStream content, Path file) throws IOException {
    ParallelDigest digest = new ParallelDigest();
    long size = 0;
    byte[] piece = content.readNBytes(BUFFER);
    byte[] next = piece.length < BUFFER ? piece : new byte[ParallelDigest.PIECE];
    int length = piece.length;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (length > 0) {
        size += length;
        ByteBuffer bytes = ByteBuffer.wrap(piece, 0, length);
        byte[] ahead = next;
        boolean isLast = ahead == piece;
        length =
            digest.update(
                piece,
                length,
                () -> {
                  write(channel, bytes);
                  return isLast ? 0 : content.readNBytes(ahead, 0, ahead.length);
                });
        next = piece.length == ParallelDigest.PIECE ? piece : new byte[ParallelDigest.PIECE];
        piece = ahead;
      }
      channel.force(true);
    }
    return new Blob(digest.finish(), size);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Takes the place of the same content: that is then as new as this one, and sound again if it
  /// was damaged.
  private void publish(Path part, Digest digest) throws IOException {
    Path target = path(digest);
    Files.createDirectories(target.getParent());
    lock.lock();
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      lock.unlock();
    }
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  public boolean contains(Digest digest) {
    return Files.exists(path(digest));
  }

  /// Reads a whole blob into memory and verifies it.
  public byte[] load(Digest digest) {
    try {
      return new VerifiedBlob(digest, existing(digest)).load();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /// Writes a whole blob, and verifies it: a small one before the first byte; of a large one the
  /// last piece is written only when the whole is sound.
  ///
  /// @throws Problem `internal` when it is damaged
  public void write(Digest digest, OutputStream out) throws IOException {
    new VerifiedBlob(digest, existing(digest)).write(out);
  }

  /// Writes a part of a blob. The whole is verified before, once as long as its file stays the
  /// same.
  ///
  /// @throws Problem `internal` when it is damaged
  public void write(Digest digest, long from, long length, OutputStream out) throws IOException {
    Path file = existing(digest);
    FileTime modified = Files.getLastModifiedTime(file);
    if (!modified.equals(sound.get(digest))) {
      new VerifiedBlob(digest, file).verify();
      sound.put(digest, modified);
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      byte[] buffer = new byte[BUFFER];
      for (long left = length; left > 0; ) {
        int n = in.readNBytes(buffer, 0, (int) Math.min(left, BUFFER));
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }

  /// The blobs whose digests begin so, and when each was stored last.
  ///
  /// @param prefix one hex digit
  List<StoredBlob> stored(char prefix) {
    List<StoredBlob> stored = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, prefix + "?")) {
      for (Path folder : folders) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
          files.forEach(file -> stored(folder, file).ifPresent(stored::add));
        }
      }
      return stored;
    } catch (IOException e) {
      throw failed("listed", e);
    }
  }

  private static Optional<StoredBlob> stored(Path folder, Path file) {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      Digest digest = new Digest("" + folder.getFileName() + file.getFileName());
      return Optional.of(
          new StoredBlob(new Blob(digest, facts.size()), facts.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("listed", e);
    }
  }

  /// Removes a blob, unless the same content has been put since.
  ///
  /// @return whether it has gone
  boolean removeIfOlder(Digest digest, Instant before) {
    Path file = path(digest);
    lock.lock();
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before)
          && Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failed("removed", e);
    } finally {
      lock.unlock();
    }
  }

  /// Removes what was on its way and has not been touched since.
  void sweepIncoming(Instant before) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(incoming)) {
      for (Path part : parts) {
        if (Files.isRegularFile(part)
            && Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw failed("swept", e);
    }
  }

  /// Opens a blob for reading; the caller closes the stream.
  public InputStream open(Digest digest) {
    try {
      return Files.newInputStream(existing(digest));
    } catch (IOException e) {
      throw failed("opened", e);
    }
  }

  /// The file of a blob, for readers in other processes. It must not be changed.
  public Path existing(Digest digest) {
    Path path = path(digest);
    if (!Files.exists(path)) {
      throw Problem.notFound("There is no blob %s.", digest);
    }
    return path;
  }

  private Path path(Digest digest) {
    return root.resolve(digest.value().substring(0, 2)).resolve(digest.value().substring(2));
  }

  private static Problem failed(String verb, IOException e) {
    return Writing.failed("A blob could not be " + verb, e);
  }
}
