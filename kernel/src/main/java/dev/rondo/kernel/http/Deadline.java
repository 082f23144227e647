package dev.rondo.kernel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of a call, by which its connection is closed, whatever it waits for: a server that sends
/// a byte now and then, or takes one, would otherwise hold it for ever. Thread-safe.
final class Deadline implements AutoCloseable {
  private final Socket socket;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean isOver;

  Deadline(Socket socket, Duration time) {
    this.socket = socket;
    Thread.ofVirtual().name("deadline").start(() -> run(time));
  }

  private void run(Duration time) {
    try {
      if (!ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        isOver = true;
        socket.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.getLogger(Deadline.class.getName())
          .log(Level.DEBUG, "A connection could not be closed at its deadline.", e);
    }
  }

  /// Whether it is why a call failed.
  boolean isOver() {
    return isOver;
  }

  /// The call is over.
  @Override
  public void close() {
    ended.countDown();
  }
}
