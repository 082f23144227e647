package dev.rondo.kernel.http;

import java.io.IOException;
import java.io.InputStream;

/// A body that comes in chunks, each after its length.
final class ChunkedBody extends InputStream {
  private final InputStream in;
  private InputStream chunk = InputStream.nullInputStream();
  private boolean isStarted;
  private boolean isEnded;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!isEnded) {
      int n = chunk.read(bytes, offset, length);
      if (n >= 0) {
        return n;
      }
      next();
    }
    return -1;
  }

  private void next() throws IOException {
    if (isStarted && !HttpHead.line(in).isEmpty()) {
      throw new IOException("a chunk of the answer is longer than it says");
    }
    isStarted = true;
    String size = HttpHead.line(in).split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("the answer has a malformed chunk");
    }
    long length = Long.parseLong(size, 16);
    isEnded = length == 0;
    chunk = new SizedBody(in, length);
  }
}
