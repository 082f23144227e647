package dev.rondo.registry.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read of a stream. Confined to one thread.
final class Counting {
  private long bytes;

  long bytes() {
    return bytes;
  }

  InputStream counting(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int next = super.read();
        bytes += next < 0 ? 0 : 1;
        return next;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        bytes += Math.max(0, n);
        return n;
      }

      @Override
      public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 1 << 16)).length;
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }
}
