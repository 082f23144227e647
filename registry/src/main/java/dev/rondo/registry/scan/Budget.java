package dev.rondo.registry.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// What one scan may take for all its files together: bytes that it unpacks, and time. Who stores
/// more may take more. Confined to one thread.
final class Budget {
  private static final long BYTES = 1L << 34;
  private static final long STORED_BYTES = 4;
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final long STORED_A_SECOND = 1L << 22;

  private final long most;
  private final long time;
  private final LongSupplier nanos;
  private final long start;
  private long bytes;

  /// @param most bytes
  /// @param nanos a clock such as [System#nanoTime()]; the time begins now
  Budget(long most, Duration time, LongSupplier nanos) {
    this.most = most;
    this.time = time.toNanos();
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  static Budget of(List<ModelFile> files, LongSupplier nanos) {
    long stored = files.stream().mapToLong(ModelFile::size).sum();
    return new Budget(
        BYTES + STORED_BYTES * stored, TIME.plusSeconds(stored / STORED_A_SECOND), nanos);
  }

  /// More was there than is looked at.
  static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch() {
      super("There is more than a scan may look at.");
    }
  }

  private void requireTime() throws TooMuch {
    if (nanos.getAsLong() - start > time) {
      throw new TooMuch();
    }
  }

  /// A stream of what was unpacked.
  InputStream counting(InputStream in) {
    return new Watched(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        bytes += Math.max(0, n);
        if (bytes > most) {
          throw new TooMuch();
        }
        requireTime();
        return n;
      }
    };
  }

  /// A stream of what is stored, which takes time alone, and little for what is skipped.
  InputStream timed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        requireTime();
        return in.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        requireTime();
        return in.read(buffer, offset, length);
      }
    };
  }
}
