package dev.rondo.delivery.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// The smallest HTTP front that a Git client accepts.
final class GitServer implements AutoCloseable {
  private final Repositories repositories;
  private final Caller caller;
  private final HttpServer http;

  GitServer(Repositories repositories, Caller caller) throws IOException {
    this.repositories = repositories;
    this.caller = caller;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  String url(String project) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/" + project + ".git";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    ProjectName project = new ProjectName(path.substring(1, path.indexOf(".git/")));
    Optional<String> protocol =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol"));
    String service = path.substring(path.lastIndexOf('/') + 1);
    boolean isAdvertisement = service.equals("refs");
    if (isAdvertisement) {
      service = exchange.getRequestURI().getQuery().substring("service=".length());
    }
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            "application/x-" + service + (isAdvertisement ? "-advertisement" : "-result"));
    exchange.sendResponseHeaders(200, 0);
    try (InputStream in = body(exchange);
        OutputStream out = exchange.getResponseBody()) {
      if (isAdvertisement) {
        repositories.advertise(caller, project, service, protocol, out);
      } else if (service.equals("git-upload-pack")) {
        repositories.uploadPack(caller, project, protocol, in, out);
      } else {
        repositories.receivePack(caller, project, protocol, in, out);
      }
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean isCompressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return isCompressed
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
