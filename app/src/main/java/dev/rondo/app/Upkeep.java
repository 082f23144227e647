package dev.rondo.app;

import dev.rondo.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What a server does every five seconds, whatever goes on: keeps what endpoints have refused,
/// gives memory back, and forgets uploads that nobody goes on with.
final class Upkeep implements AutoCloseable {
  private static final long PERIOD_SECONDS = 5;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upkeep").factory());

  /// @param sweep takes away what is left of uploads
  Upkeep(Loop loop, Runnable sweep) {
    every(loop::keepRefusals);
    every(sweep);
    every(new IdleRest(loop.projects())::restIfIdle);
  }

  private void every(Runnable work) {
    timer.scheduleWithFixedDelay(() -> run(work), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /// A timer never repeats what has thrown.
  static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      System.getLogger(Upkeep.class.getName())
          .log(Level.WARNING, "A part of the upkeep failed; it will be tried again.", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
