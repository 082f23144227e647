package dev.rondo.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.Wait;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch holding = new CountDownLatch(2);
  private final CountDownLatch leave = new CountDownLatch(1);

  private TestServer start(Limits limits) {
    return TestServer.start(
        routes -> {
          routes.get("/quick").open().summary("Quick").handle(_ -> Response.text("ok"));
          routes
              .post("/body")
              .open()
              .summary("Reads")
              .handle(r -> Response.text("" + r.bytes().length));
          routes
              .post("/tree")
              .open()
              .summary("Reads a tree")
              .handle(r -> Response.text("" + r.json().size()));
          routes
              .post("/hold")
              .open()
              .summary("Reads and waits")
              .handle(r -> {
                int length = r.bytes().length;
                holding.countDown();
                leave.await();
                return Response.text("" + length);
              });
          routes
              .get("/slow")
              .open()
              .summary("Slow")
              .handle(_ -> {
                arrived.countDown();
                leave.await();
                return Response.text("done");
              });
        },
        _ -> Callers.ALL,
        HttpOptions.local(0).withLimits(limits));
  }

  @Test
  void aSilentClientIsCutOff() throws IOException {
    Limits impatient = new Limits(16 << 10, 1 << 20, 2 << 20, Duration.ofMillis(200), 100);
    try (TestServer server = start(impatient)) {
      String head = "POST /body HTTP/1.1\r\nHost: localhost\r\n";
      String json = "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n12";
      for (String half : new String[] {"", "GET /qu", head, head + json}) {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
          socket.setSoTimeout(10_000);
          socket.getOutputStream().write(half.getBytes());
          socket.getOutputStream().flush();
          byte[] answer = socket.getInputStream().readAllBytes();
          assertThat(new String(answer)).as(half).doesNotContain("200 OK");
        }
      }
      assertThat(server.get("/quick").body()).isEqualTo("ok");
    }
  }

  @Test
  void moreRequestsThanTheLimitAreToldToComeAgain() throws Exception {
    Limits one = new Limits(16 << 10, 1 << 20, 2 << 20, Duration.ofSeconds(20), 1);
    try (TestServer server = start(one)) {
      Thread first = Thread.startVirtualThread(() -> server.get("/slow"));
      arrived.await();
      assertThat(server.get("/quick").statusCode()).isEqualTo(503);
      leave.countDown();
      first.join();
      Wait.until("a free place", () -> server.get("/quick").statusCode() == 200);
    }
  }

  @Test
  void bodiesThatAreHeldAtOnceHaveOneBudget() throws Exception {
    Limits small = new Limits(16 << 10, 1 << 20, 1_500_000, Duration.ofSeconds(20), 100);
    String body = "\"" + "x".repeat(699_998) + "\"";
    try (TestServer server = start(small)) {
      List<Thread> held =
          List.of(
              Thread.startVirtualThread(() -> server.post("/hold", body)),
              Thread.startVirtualThread(() -> server.post("/hold", body)));
      holding.await();
      HttpResponse<String> refused = server.post("/body", body);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(server.send(chunked(server, body)).statusCode()).isEqualTo(503);
      assertThat(server.post("/body", "1").body()).isEqualTo("1");
      leave.countDown();
      for (Thread one : held) {
        one.join();
      }
      assertThat(server.post("/body", body).body()).isEqualTo("700000");
      assertThat(server.send(chunked(server, body)).body()).isEqualTo("700000");
      assertThat(server.post("/body", body + " ".repeat(100_000)).statusCode())
          .as("more than half of all")
          .isEqualTo(413);
    }
  }

  private static HttpRequest chunked(TestServer server, String body) {
    return HttpRequest.newBuilder(server.uri("/body"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes())))
        .build();
  }

  @Test
  void aTreeCountsForMoreThanItsText() {
    Limits small = new Limits(16 << 10, 1 << 20, 1 << 20, Duration.ofSeconds(20), 100);
    try (TestServer server = start(small)) {
      String brackets = "{\"a\": [" + "{},".repeat(10_000) + "{}]}";
      assertThat(server.post("/tree", brackets).statusCode()).isEqualTo(413);
      String text = "{\"a\": \"" + "{},\\\"".repeat(10_000) + "\"}";
      assertThat(server.post("/tree", text).body()).isEqualTo("1");
    }
  }
}
