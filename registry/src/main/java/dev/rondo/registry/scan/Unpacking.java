package dev.rondo.registry.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Unpacks a stream up to its end or to where it is damaged, which then reads as its end: what
/// comes before is looked at all the same, as Python would run it. Confined to one thread.
final class Unpacking extends InputStream {
  /// What a decoder may read before it gives something: names in headers take memory.
  private static final int MOST_AT_ONCE = 1 << 24;

  private final InputStream packed;
  private long taken;
  private InputStream unpacked = InputStream.nullInputStream();
  private Optional<String> damage = Optional.empty();

  /// How a packed stream is opened.
  @FunctionalInterface
  interface Way {
    InputStream open(InputStream packed) throws IOException;
  }

  Unpacking(Way way, InputStream packed) throws Budget.TooMuch {
    this.packed = packed;
    guarded(() -> {
      unpacked = way.open(new Taken(packed));
      return 0;
    });
  }

  /// Why it could not be unpacked to its end.
  Optional<String> damage() {
    return damage;
  }

  @FunctionalInterface
  private interface Reading {
    int read() throws IOException;
  }

  /// A decoder may stumble in any way over what somebody made to mislead it.
  private int guarded(Reading reading) throws Budget.TooMuch {
    if (damage.isPresent()) {
      return -1;
    }
    taken = 0;
    try {
      return reading.read();
    } catch (Budget.TooMuch e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      damage = Optional.of(Optional.ofNullable(e.getMessage()).orElse("its bytes are wrong"));
      return -1;
    }
  }

  @Override
  public int read() throws IOException {
    return guarded(() -> unpacked.read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return guarded(() -> unpacked.read(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
    packed.close();
  }

  /// What a decoder takes.
  private final class Taken extends Watched {
    Taken(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      taken += n;
      if (taken > MOST_AT_ONCE) {
        throw new IOException("nothing comes of the next " + MOST_AT_ONCE + " bytes");
      }
      return n;
    }
  }
}
