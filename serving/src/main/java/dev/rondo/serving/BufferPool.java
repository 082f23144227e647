package dev.rondo.serving;

import java.nio.FloatBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Direct buffers by powers of two; a few of each size up to 1 MB are kept. Thread-safe.
final class BufferPool {
  private static final int SMALLEST = 10;
  private static final int LARGEST_KEPT = 18;
  private static final int KEPT = 16;

  private record Shelf(Queue<FloatBuffer> buffers, AtomicInteger count) {}

  private final Shelf[] shelves =
      Stream.generate(() -> new Shelf(new ConcurrentLinkedQueue<>(), new AtomicInteger()))
          .limit(LARGEST_KEPT - SMALLEST + 1)
          .toArray(Shelf[]::new);

  /// A buffer of at least so many floats, with any content.
  FloatBuffer take(int floats) {
    int power = power(floats);
    if (power <= LARGEST_KEPT) {
      Shelf shelf = shelves[power - SMALLEST];
      FloatBuffer kept = shelf.buffers().poll();
      if (kept != null) {
        shelf.count().decrementAndGet();
        return kept.clear();
      }
    }
    return OnnxModel.direct(1 << power);
  }

  /// Gives back what was taken; it must not be used any more.
  void give(FloatBuffer buffer) {
    int power = power(buffer.capacity());
    if (power > LARGEST_KEPT) {
      return;
    }
    Shelf shelf = shelves[power - SMALLEST];
    if (shelf.count().incrementAndGet() <= KEPT) {
      shelf.buffers().add(buffer);
    } else {
      shelf.count().decrementAndGet();
    }
  }

  private static int power(int floats) {
    return Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, floats - 1)));
  }
}
