package dev.rondo.bench;

import dev.rondo.kernel.Problem;
import java.util.function.IntSupplier;

/// Work that counts only when it comes to the right verdicts.
final class Verdicts {
  private Verdicts() {}

  /// The milliseconds of work that must find so many good verdicts.
  static double timed(int wanted, IntSupplier work) {
    long start = System.nanoTime();
    int good = work.getAsInt();
    double millis = (System.nanoTime() - start) / 1e6;
    if (good != wanted) {
      throw Problem.conflict("%d of %d expectations are fulfilled.", good, wanted);
    }
    return millis;
  }
}
