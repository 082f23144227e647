package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;

/// A digest that is taken of each piece while the piece is written and the next is read, on another
/// thread. Confined to one thread.
final class ParallelDigest {
  /// Large enough to be worth a second thread.
  static final int PIECE = 1 << 20;

  private final MessageDigest digest = Digest.start();

  /// What is done meanwhile.
  interface Work {
    /// @return the length of the next piece
    int run() throws IOException;
  }

  /// Returns when a piece is digested and the work is done. The work must leave the piece as it is.
  int update(byte[] piece, int length, Work meanwhile) throws IOException {
    Thread digesting = Thread.ofVirtual().start(() -> digest.update(piece, 0, length));
    try {
      return meanwhile.run();
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
