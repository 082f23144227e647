package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/// Hands out a blob's content, verified: a small one before its first byte, a large one while it is
/// written, where its last piece is held back until the whole has proved sound. So whoever reads to
/// the end has read what was stored.
final class VerifiedBlob {
  static final int SMALL = 4 << 20;
  private static final int PIECE = 1 << 18;

  private final Digest digest;
  private final Path file;

  VerifiedBlob(Digest digest, Path file) {
    this.digest = digest;
    this.file = file;
  }

  byte[] load() throws IOException {
    byte[] content = Files.readAllBytes(file);
    require(Digest.of(content));
    return content;
  }

  void write(OutputStream out) throws IOException {
    if (Files.size(file) <= SMALL) {
      out.write(load());
      return;
    }
    MessageDigest running = Digest.start();
    byte[] held = new byte[PIECE];
    byte[] next = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(held, 0, PIECE);
      for (int n = in.readNBytes(next, 0, PIECE); n > 0; n = in.readNBytes(next, 0, PIECE)) {
        running.update(held, 0, length);
        out.write(held, 0, length);
        byte[] free = held;
        held = next;
        next = free;
        length = n;
      }
      running.update(held, 0, length);
      require(Digest.finish(running, new byte[0]));
      out.write(held, 0, length);
    }
  }

  void verify() throws IOException {
    write(OutputStream.nullOutputStream());
  }

  private void require(Digest found) {
    if (!found.equals(digest)) {
      throw Problem.of(
          ProblemCode.INTERNAL, "The blob %s is damaged: restore it from a copy.", digest);
    }
  }
}
