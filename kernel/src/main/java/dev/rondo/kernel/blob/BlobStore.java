package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/// Content-addressed files: what is put is stored once under its SHA-256, durable before the
/// answer, never changed, and verified when it is loaded. Thread-safe, also among processes.
public final class BlobStore {
  private final Path root;
  private final Path incoming;

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
        MessageDigest digest = Digest.start();
        long size = copy(content, part, digest);
        Blob blob = new Blob(Digest.finish(digest, new byte[0]), size);
        publish(part, blob.digest());
        return blob;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failed("stored", e);
    }
  }

  private static long copy(InputStream content, Path part, MessageDigest digest)
      throws IOException {
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        size += n;
      }
      channel.force(true);
    }
    return size;
  }

  private void publish(Path part, Digest digest) throws IOException {
    Path target = path(digest);
    if (Files.exists(target)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  public boolean contains(Digest digest) {
    return Files.exists(path(digest));
  }

  /// Reads a whole blob into memory and verifies it.
  public byte[] load(Digest digest) {
    byte[] content;
    try {
      content = Files.readAllBytes(existing(digest));
    } catch (IOException e) {
      throw failed("read", e);
    }
    if (!Digest.of(content).equals(digest)) {
      throw Problem.of(
          ProblemCode.INTERNAL, "The blob %s is damaged: restore it from a copy.", digest);
    }
    return content;
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
    return Problem.wrap(
        ProblemCode.INTERNAL, "A blob could not be " + verb + ": " + e.getMessage(), e);
  }
}
