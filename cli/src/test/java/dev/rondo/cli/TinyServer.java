package dev.rondo.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A real HTTP server with canned answers, which remembers what it was asked.
final class TinyServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  private record Answer(int status, String type, byte[] body) {}

  TinyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(
        line + (body.isEmpty() ? "" : " " + body) + (token == null ? "" : " [" + token + "]"));
    Answer answer =
        answers.getOrDefault(
            line,
            new Answer(404, "application/problem+json", bytes("{\"detail\":\"Nothing here.\"}")));
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    byte[] bytes = answer.body();
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  TinyServer on(String line, String json) {
    return on(line, 200, "application/json", json);
  }

  TinyServer on(String line, int status, String type, String body) {
    answers.put(line, new Answer(status, type, bytes(body)));
    return this;
  }

  TinyServer on(String line, byte[] archive) {
    answers.put(line, new Answer(200, "application/zip", archive));
    return this;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
