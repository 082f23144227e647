package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Hands out a blob's content, verified: a small one before its first byte, a large one while it is
/// written, where its last piece is held back until the whole has proved sound. So whoever reads to
/// the end has read what was stored.
final class VerifiedBlob {
  static final int SMALL = 4 << 20;

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
    ParallelDigest running = new ParallelDigest();
    byte[] held = new byte[ParallelDigest.PIECE];
    byte[] next = new byte[ParallelDigest.PIECE];
    byte[] spare = new byte[ParallelDigest.PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(held, 0, held.length);
      int following = in.readNBytes(next, 0, next.length);
      while (following > 0) {
        byte[] piece = held;
        byte[] ahead = next;
        byte[] after = spare;
        int whole = length;
        length = following;
        following =
            running.update(
                piece,
                whole,
                () -> {
                  out.write(piece, 0, whole);
                  return in.readNBytes(after, 0, after.length);
                });
        held = ahead;
        next = after;
        spare = piece;
      }
      running.update(held, length, () -> 0);
      require(running.finish());
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
