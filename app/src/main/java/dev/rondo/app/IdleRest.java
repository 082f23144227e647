package dev.rondo.app;

import dev.rondo.loop.Projects;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Gives memory back while nothing goes on: ends analytical sessions that have not been used for a
/// while, and lets the heap shrink to what is alive.
final class IdleRest implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final long PERIOD_SECONDS = 5;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-rest").factory());

  IdleRest(Projects projects) {
    timer.scheduleWithFixedDelay(
        () -> {
          if (projects.restIfIdle(IDLE)) {
            System.gc();
          }
        },
        PERIOD_SECONDS,
        PERIOD_SECONDS,
        TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
