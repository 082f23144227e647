package dev.rondo.registry.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream whose bytes all pass by [#read(byte[], int, int)], also those that are skipped.
abstract class Watched extends FilterInputStream {
  private static final int SKIPPED = 1 << 16;

  Watched(InputStream in) {
    super(in);
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final long skip(long n) throws IOException {
    return readNBytes(Math.clamp(n, 0, SKIPPED)).length;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
