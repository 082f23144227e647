package dev.rondo.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes ids: UUIDv7 (RFC 9562) as 32 lower-case hex digits, sortable by time, and strictly
/// increasing within one source. Thread-safe.
public final class IdSource {
  private static final long RANDOM_B_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long lastMillis = -1;
  private int counter;

  public IdSource(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// A source on a cryptographic generator.
  public static IdSource secure(InstantSource clock) {
    return new IdSource(clock, new SecureRandom());
  }

  /// Returns the next id. The 12 bits after the version count ids within one millisecond; when they
  /// overflow, or when the clock steps back, the time part moves ahead of the clock.
  public synchronized String next() {
    long now = clock.millis();
    if (now > lastMillis) {
      lastMillis = now;
      counter = random.nextInt(1 << 11);
    } else if (++counter == 1 << 12) {
      lastMillis++;
      counter = 0;
    }
    long high = (lastMillis << 16) | 0x7000 | counter;
    long low = (random.nextLong() & RANDOM_B_MASK) | VARIANT;
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
