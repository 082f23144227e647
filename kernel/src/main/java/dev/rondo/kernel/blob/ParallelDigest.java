package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;

/// A digest that is taken of each piece while the piece is also written: both take about as long,
/// so that together they take half. Confined to one thread.
final class ParallelDigest {
  /// Worth a second thread.
  static final int PIECE = 1 << 20;

  private final MessageDigest digest = Digest.start();

  /// Writes a piece somewhere.
  interface Writing {
    void run() throws IOException;
  }

  /// Returns when a piece is both digested and written.
  void update(byte[] piece, int length, Writing writing) throws IOException {
    Thread digesting = Thread.ofVirtual().start(() -> digest.update(piece, 0, length));
    try {
      writing.run();
    } finally {
      join(digesting);
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The transfer was interrupted.");
    }
  }

  Digest finish() {
    return Digest.finish(digest, new byte[0]);
  }
}
