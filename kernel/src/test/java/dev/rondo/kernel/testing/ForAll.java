package dev.rondo.kernel.testing;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/// Property tests by seed: a law is tried on many generated values, and a failure names the seed
/// that replays it.
public final class ForAll {
  private ForAll() {}

  /// Tries the law on `count` values; the n-th is made from seed n.
  public static <T> void forAll(int count, Function<Random, T> generator, Consumer<T> law) {
    for (int seed = 1; seed <= count; seed++) {
      T value = generator.apply(new Random(seed));
      try {
        law.accept(value);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("The law fails for seed " + seed + " on " + value, e);
      }
    }
  }
}
