package dev.rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rondo.app.HttpConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final Set<Integer> seen = Collections.synchronizedSet(new TreeSet<>());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/number",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          seen.add(Integer.parseInt(new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private Load run(String path) throws Exception {
    return Load.run(
        server.getAddress().getPort(),
        4,
        Duration.ofMillis(200),
        n -> HttpConnection.post(path, Integer.toString(n)));
  }

  @Test
  void everyRequestIsSentOnceAndMeasured() throws Exception {
    Load load = run("/number");
    assertThat(load.nanos()).isSorted().hasSize(seen.size());
    assertThat(load.requestsPerSecond()).isPositive();
    assertThat(load.millis(0.5)).isPositive().isLessThanOrEqualTo(load.millis(0.99));
  }

  @Test
  void anAnswerThatIsNoSuccessEndsTheMeasurement() {
    assertThatThrownBy(() -> run("/nowhere")).hasMessageContaining("404");
  }
}
