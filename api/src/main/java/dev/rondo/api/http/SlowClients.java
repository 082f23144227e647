package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Cuts off clients that fall silent in the middle of a request. The server library watches only
/// connections between requests, and its read timeout does not reach its channels; so a thread that
/// waits for headers or a body is noted here with its deadline, and interrupted after it, which
/// closes its channel. Thread-safe.
final class SlowClients implements Http1ConnectionListener {
  private final Map<Thread, Long> waiting = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration limit;

  SlowClients(Duration limit) {
    this.limit = limit;
  }

  /// Starts to watch.
  void start() {
    Thread.ofVirtual().name("http-slow-clients").start(this::watch);
  }

  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    begin();
  }

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    end();
  }

  /// The current thread is about to wait for its client.
  void begin() {
    waiting.put(Thread.currentThread(), System.nanoTime() + limit.toNanos());
  }

  /// The current thread waits no more.
  ///
  /// @throws Problem when it has been interrupted for waiting too long
  void end() {
    if (waiting.remove(Thread.currentThread()) == null && Thread.interrupted()) {
      throw Problem.of(ProblemCode.TIMED_OUT, "The client was silent for %s.", limit);
    }
  }

  private void watch() {
    try {
      while (!closed.await(limit.toMillis() / 4 + 1, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        waiting.keySet().forEach(thread -> cut(thread, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Inside the map's own lock, so that a thread which has just gone on is not hit.
  private void cut(Thread thread, long now) {
    waiting.computeIfPresent(
        thread,
        (late, deadline) -> {
          if (now - deadline < 0) {
            return deadline;
          }
          late.interrupt();
          return null;
        });
  }

  /// Stops to watch.
  void stop() {
    closed.countDown();
  }
}
