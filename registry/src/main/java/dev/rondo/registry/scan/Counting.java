package dev.rondo.registry.scan;

import java.io.IOException;
import java.io.InputStream;

/// Counts what is read of streams, up to a bound. Confined to one thread.
final class Counting {
  private final long most;
  private long bytes;

  /// @param most how many bytes are read before [TooMuch] ends it
  Counting(long most) {
    this.most = most;
  }

  /// More was there than is looked at.
  static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch(long most) {
      super("It holds more than " + most + " bytes.");
    }
  }

  long bytes() {
    return bytes;
  }

  private void count(long n) throws TooMuch {
    bytes += n;
    if (bytes > most) {
      throw new TooMuch(most);
    }
  }

  InputStream counting(InputStream in) {
    return new Watched(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        count(Math.max(0, n));
        return n;
      }
    };
  }
}
