package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;

/// A server that listens. Each request runs on a virtual thread of its own.
public final class HttpServer implements AutoCloseable {
  /// Of a request line that is read; what is over the limit in it gets the error form of its path.
  private static final int LONGEST_LINE = 2 * Limits.TARGET_CHARACTERS;

  private final WebServer server;
  private final SlowClients slow;

  private HttpServer(WebServer server, SlowClients slow) {
    this.server = server;
    this.slow = slow;
  }

  /// Starts to listen.
  ///
  /// @throws Problem when the port is taken or the address is not a loopback address
  public static HttpServer start(HttpOptions options, Router router, Authenticator authenticator) {
    InetAddress address = address(options.address());
    SlowClients slow = new SlowClients(options.limits().idle());
    Dispatcher dispatcher = new Dispatcher(router, options, authenticator, slow);
    checkFree(options, address);
    WebServer server = build(options, address, dispatcher, slow).start();
    if (!server.isRunning()) {
      throw taken(options);
    }
    slow.start();
    return new HttpServer(server, slow);
  }

  /// The server library only logs that it could not listen; this tells it properly.
  private static void checkFree(HttpOptions options, InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, options.port()));
    } catch (BindException e) {
      throw taken(options);
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "The server cannot listen: " + e.getMessage(), e);
    }
  }

  private static Problem taken(HttpOptions options) {
    return Problem.of(
        ProblemCode.CONFLICT,
        "Port %d on %s is taken by another program, or may not be used; choose another with"
            + " --port.",
        options.port(),
        options.address());
  }

  private static InetAddress address(String name) {
    try {
      InetAddress address = InetAddress.getByName(name);
      if (address.isLoopbackAddress()) {
        return address;
      }
    } catch (UnknownHostException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "'" + name + "' is not an address of this machine.", e);
    }
    throw Problem.invalid(
        "Rondo does not listen on '%s': without authentication it takes loopback addresses alone."
            + " Use 127.0.0.1, and a tunnel or a proxy that authenticates for callers elsewhere.",
        name);
  }

  private static WebServer build(
      HttpOptions options, InetAddress address, Dispatcher dispatcher, SlowClients slow) {
    Limits limits = options.limits();
    return WebServer.builder()
        .address(address)
        .port(options.port())
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .concurrencyLimitDiscoverServices(false)
        .maxConcurrentRequests(limits.requests())
        .maxTcpConnections(limits.requests() * 4)
        .idleConnectionTimeout(limits.idle())
        .idleConnectionPeriod(limits.idle().dividedBy(2))
        .shutdownGracePeriod(Duration.ofMillis(500))
        .connectionOptions(o -> o.tcpNoDelay(true))
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(LONGEST_LINE)
                .maxHeadersSize(limits.headerBytes())
                .addReceiveListener(slow)
                .build())
        .contentEncoding(encodings())
        .directHandlers(transportErrors())
        .routing(HttpRouting.builder().any(dispatcher::handle))
        .build();
  }

  private static ContentEncodingContext encodings() {
    return ContentEncodingContext.create(
        e -> e.contentEncodingsDiscoverServices(false).addContentEncoding(new PassThrough()));
  }

  /// What the transport refuses by itself (a malformed request line, headers too large) has the
  /// form of every other problem, and repeats nothing of what was sent.
  private static DirectHandlers transportErrors() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (_, event, status, headers, _) ->
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .keepAlive(event.keepAlive())
                  .header(HeaderNames.CONTENT_TYPE, ProblemJson.TYPE)
                  .entity(transportProblem(status))
                  .build());
    }
    return handlers.build();
  }

  private static String transportProblem(Status status) {
    return """
    {"type":"about:blank","title":"%s","status":%d,"code":"%s",\
    "detail":"The server could not read this request."}\
    """
        .formatted(
            status.reasonPhrase(),
            status.code(),
            status.code() < 500
                ? ProblemCode.INVALID_REQUEST.text()
                : ProblemCode.UNAVAILABLE.text());
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  /// Stops taking requests, lets running ones end for half a second, and closes all connections.
  @Override
  public void close() {
    server.stop();
    slow.stop();
  }
}
