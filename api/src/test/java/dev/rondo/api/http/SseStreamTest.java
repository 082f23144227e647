package dev.rondo.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.testing.Wait;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SseStreamTest {
  @Test
  void eventsCarryIdsAndContinueAfterTheLastOne() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (TestServer server =
            TestServer.start(routes ->
                routes
                    .get("/events")
                    .open()
                    .summary("Events")
                    .handle(_ ->
                        Response.events(stream -> {
                          stream.send(stream.lastEventId().orElse("0") + "1", "run", "a\nb");
                          read.await();
                        })));
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 7\r\n\r\n".getBytes());
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      StringBuilder text = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        text.append(line).append('\n');
        if (line.equals("data: b")) {
          break;
        }
      }
      assertThat(text.toString())
          .contains("text/event-stream")
          .contains("id: 71\nevent: run\ndata: a\ndata: b");
      read.countDown();
    }
  }

  @Test
  void aSilentStreamBeats() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseStream stream = new SseStream(out, Optional.empty());
    stream.run(
        _ -> Wait.until("a beat", () -> out.toString().contains("\n:\n")), Duration.ofMillis(5));
    assertThat(stream.isOpen()).isFalse();
  }

  @Test
  void aClientThatHasGoneInterruptsTheFeeder() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            if (broken.get()) {
              throw new IOException("broken pipe");
            }
          }
        };
    SseStream stream = new SseStream(out, Optional.empty());
    stream.run(
        _ -> {
          broken.set(true);
          new CountDownLatch(1).await();
        },
        Duration.ofMillis(5));
    assertThat(stream.isOpen()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
