package dev.rondo.api.testing;

import dev.rondo.api.http.Authenticator;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.HttpServer;
import dev.rondo.api.http.Router;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.testing.Callers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A server on a free port with a client of its own.
public final class TestServer implements AutoCloseable {
  private final HttpServer server;
  private final TestClient client;

  private TestServer(HttpServer server) {
    this.server = server;
    this.client = new TestClient("http://127.0.0.1:" + server.port());
  }

  /// Every caller may do everything in project `test`.
  public static TestServer start(Consumer<Routes> declarations) {
    return start(declarations, _ -> Callers.ALL, HttpOptions.local(0));
  }

  public static TestServer start(
      Consumer<Routes> declarations, Authenticator authenticator, HttpOptions options) {
    Routes routes = new Routes();
    declarations.accept(routes);
    return start(routes.router(), authenticator, options);
  }

  public static TestServer start(Router router, Authenticator authenticator, HttpOptions options) {
    return new TestServer(HttpServer.start(options, router, authenticator));
  }

  public int port() {
    return server.port();
  }

  /// Its client.
  public TestClient client() {
    return client;
  }

  public URI uri(String path) {
    return client.uri(path);
  }

  public HttpResponse<String> get(String path, String... headers) {
    return client.get(path, headers);
  }

  public HttpResponse<String> post(String path, String json, String... headers) {
    return client.post(path, json, headers);
  }

  public HttpResponse<String> send(HttpRequest request) {
    return client.send(request);
  }

  /// Sends the bytes as they are and reads until the server closes; for what no client would send.
  public String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.setSoTimeout(20_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
