package dev.rondo.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Fills a server with many things, by many at once, since those that are written together share a
/// commit.
final class Bulk {
  private static final int WRITERS = 256;

  private Bulk() {}

  /// Adds the n-th thing.
  interface Numbered {
    void add(int number);
  }

  static void add(int count, Numbered work) throws InterruptedException {
    Semaphore places = new Semaphore(WRITERS);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        places.acquire();
        writers.execute(() -> {
          work.add(number);
          places.release();
        });
      }
    }
  }
}
