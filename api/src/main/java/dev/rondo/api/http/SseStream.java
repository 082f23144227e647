package dev.rondo.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Server-sent events to one client. A comment goes out every 15 seconds, so that proxies keep the
/// connection and a client that has gone is noticed: then the feeding thread is interrupted.
/// Thread-safe.
public final class SseStream {
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final OutputStream out;
  private final Optional<String> lastEventId;
  private final CountDownLatch closed = new CountDownLatch(1);

  SseStream(OutputStream out, Optional<String> lastEventId) {
    this.out = out;
    this.lastEventId = lastEventId;
  }

  /// The id of the last event that a client saw before it lost its connection.
  public Optional<String> lastEventId() {
    return lastEventId;
  }

  /// Sends one event; data of several lines becomes several `data` lines.
  public void send(String id, String event, String data) throws IOException {
    StringBuilder text = new StringBuilder(data.length() + 64);
    text.append("id: ").append(line(id)).append("\nevent: ").append(line(event)).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      text.append("data: \n");
    }
    write(text.append('\n').toString());
  }

  public boolean isOpen() {
    return closed.getCount() > 0;
  }

  private static String line(String text) {
    return text.replace('\n', ' ').replace('\r', ' ');
  }

  private synchronized void write(String text) throws IOException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException | RuntimeException e) {
      closed.countDown();
      throw new IOException("The client has gone.", e);
    }
  }

  /// Feeds the client, with heartbeats beside, until the source ends.
  void run(Response.EventSource source, Duration heartbeat) throws IOException {
    Thread feeder = Thread.currentThread();
    Thread beating = Thread.startVirtualThread(() -> beat(feeder, heartbeat));
    try {
      write(": open\n\n");
      source.feed(this);
    } catch (InterruptedException e) {
      closed.countDown();
    } finally {
      closed.countDown();
      join(beating);
    }
  }

  private void beat(Thread feeder, Duration heartbeat) {
    try {
      while (!closed.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
        write(":\n\n");
      }
    } catch (IOException | InterruptedException e) {
      feeder.interrupt();
    }
  }

  /// Also takes back an interrupt that came too late, since the thread is not only ours.
  private static void join(Thread beating) {
    boolean ended = Thread.interrupted();
    while (beating.isAlive()) {
      try {
        beating.join();
      } catch (InterruptedException e) {
        ended = true;
      }
    }
    if (Thread.interrupted() || ended) {
      System.getLogger(SseStream.class.getName())
          .log(System.Logger.Level.DEBUG, "A client of server-sent events has gone.");
    }
  }
}
