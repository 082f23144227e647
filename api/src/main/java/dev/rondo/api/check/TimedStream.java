package dev.rondo.api.check;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// An upload that must be there in time, however little a client sends at once.
final class TimedStream extends FilterInputStream {
  private final long start = System.nanoTime();
  private final Duration limit;

  TimedStream(InputStream in, Duration limit) {
    super(in);
    this.limit = limit;
  }

  /// What is left of the time.
  Duration left() {
    return limit.minusNanos(System.nanoTime() - start);
  }

  @Override
  public int read() throws IOException {
    requireTime();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    requireTime();
    return super.read(buffer, offset, length);
  }

  private void requireTime() {
    if (!left().isPositive()) {
      throw Problem.of(
          ProblemCode.TIMED_OUT, "The upload was not there within %d s.", limit.toSeconds());
    }
  }
}
