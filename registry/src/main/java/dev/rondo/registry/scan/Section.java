package dev.rondo.registry.scan;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// As many bytes of a stream as one entry of an archive has. Confined to one thread.
final class Section extends Watched {
  private long rest;

  Section(InputStream in, long length) {
    super(in);
    this.rest = length;
  }

  /// A stream that several readers share one after another; none of them closes it.
  static InputStream shared(InputStream in) {
    return new BufferedInputStream(in, 1 << 16) {
      @Override
      public void close() {
        // Whoever opened it closes what lies beneath.
      }
    };
  }

  /// How many bytes have not been read.
  long rest() {
    return rest;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (rest <= 0) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, rest));
    if (n < 0) {
      throw new EOFException("an entry is cut off");
    }
    rest -= n;
    return n;
  }
}
