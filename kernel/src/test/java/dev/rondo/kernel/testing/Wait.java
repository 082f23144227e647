package dev.rondo.kernel.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for conditions in tests.
public final class Wait {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Wait() {}

  /// Returns as soon as the condition holds; fails after 30 seconds.
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited " + LIMIT.toSeconds() + " s in vain for: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
