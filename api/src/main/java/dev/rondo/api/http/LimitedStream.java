package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;

/// A request's body, cut off with a problem where it grows too large or is not packed as it says.
final class LimitedStream extends FilterInputStream {
  private final long limit;
  private final Encoding encoding;
  private boolean opened;
  private long count;

  private LimitedStream(InputStream in, Encoding encoding, long limit, SlowClients slow) {
    super(new Watched(in, slow));
    this.encoding = encoding;
    this.limit = limit;
  }

  static InputStream of(InputStream in, Encoding encoding, long limit, SlowClients slow) {
    return new LimitedStream(in, encoding, limit, slow);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = fill(buffer, offset, length);
    count += Math.max(0, n);
    if (count > limit) {
      throw tooLarge(limit);
    }
    return n;
  }

  private int fill(byte[] buffer, int offset, int length) throws IOException {
    try {
      open();
      return super.read(buffer, offset, length);
    } catch (ZipException | EOFException e) {
      if (encoding != Encoding.IDENTITY) {
        String name = encoding.name().toLowerCase(Locale.ROOT);
        throw Problem.wrap(
            ProblemCode.INVALID_REQUEST, "The body is not a whole " + name + " stream.", e);
      }
      throw e;
    }
  }

  private void open() throws IOException {
    if (!opened) {
      in = encoding.unpacked(in);
    }
    opened = true;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
        ProblemCode.TOO_LARGE, "The body is larger than the %d bytes that are taken here.", limit);
  }

  /// Each read is noted while it waits for the client.
  private static final class Watched extends FilterInputStream {
    private final SlowClients slow;

    Watched(InputStream in, SlowClients slow) {
      super(in);
      this.slow = slow;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      slow.begin();
      try {
        return super.read(buffer, offset, length);
      } catch (InsufficientDataAvailableException e) {
        throw Problem.wrap(
            ProblemCode.INVALID_REQUEST, "The client broke off in the middle of the body.", e);
      } finally {
        slow.end();
      }
    }

    @Override
    public int read() throws IOException {
      slow.begin();
      try {
        return super.read();
      } finally {
        slow.end();
      }
    }
  }
}
