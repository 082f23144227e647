package dev.rondo.kernel.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The one client for calls out. A host's name is looked up once for each connection, and what is
/// connected to is the address that was judged, so that no second look-up can lead elsewhere; a
/// redirect is judged as the first address was. It speaks HTTP/1.1 by itself, since no client that
/// comes with Java lets an address be judged between the look-up and the connection. Thread-safe.
public final class OutgoingHttp {
  private final OutgoingRules rules;
  private final Resolver resolver;

  /// Looks up the addresses of a host.
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  public OutgoingHttp(OutgoingRules rules) {
    this(rules, InetAddress::getAllByName);
  }

  OutgoingHttp(OutgoingRules rules, Resolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /// What was downloaded.
  ///
  /// @param address after all redirects
  /// @param contentType empty when the server does not say
  public record Downloaded(URI address, Optional<String> contentType, long bytes) {}

  /// Writes what an address hands out into a file.
  ///
  /// @throws Problem `forbidden` for an address in this machine or its network, `not-found`,
  ///   `too-large`, `timed-out`, or `unavailable`
  public Downloaded download(URI address, Path file) {
    long deadline = System.nanoTime() + rules.total().toNanos();
    URI at = address;
    try {
      for (int i = 0; i <= rules.mostRedirects(); i++) {
        try (Socket socket = connect(at)) {
          InputStream in = ask(socket, at);
          HttpHead head = HttpHead.read(in);
          if (!head.isRedirect()) {
            requireFine(head, at);
            long bytes = copy(head.body(in), file, at, deadline);
            return new Downloaded(at, head.header("content-type"), bytes);
          }
          at = redirected(at, head);
        }
      }
    } catch (SocketTimeoutException e) {
      throw Problem.wrap(
          ProblemCode.TIMED_OUT,
          "'%s' does not answer within %d s.".formatted(at, rules.timeout().toSeconds()),
          e);
    } catch (IOException e) {
      throw unavailable(at, String.valueOf(e.getMessage()), e);
    }
    throw Problem.of(
        ProblemCode.UNAVAILABLE,
        "'%s' leads on more than %d times.",
        address,
        rules.mostRedirects());
  }

  private Socket connect(URI address) throws IOException {
    boolean isSecure = isSecure(address);
    String host = host(address);
    int port = address.getPort() > 0 ? address.getPort() : isSecure ? 443 : 80;
    InetAddress judged = judged(host, port);
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(judged, port), (int) rules.timeout().toMillis());
      plain.setSoTimeout((int) rules.timeout().toMillis());
      return isSecure ? secured(plain, host, port) : plain;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static boolean isSecure(URI address) {
    return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> false;
      default -> throw Problem.invalid("'%s' is no address of the web.", address);
    };
  }

  private static String host(URI address) {
    String host = address.getHost();
    if (host == null || host.isEmpty() || address.getRawUserInfo() != null) {
      throw Problem.invalid("'%s' must name a host, and no user.", withoutUser(address));
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static String withoutUser(URI address) {
    return address.toString().replaceFirst("//[^/@]*@", "//");
  }

  /// The first address of a host, when all of them may be called.
  private InetAddress judged(String host, int port) throws IOException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetAddress[] addresses = resolver.addresses(bare);
    for (InetAddress address : addresses) {
      if (!Addresses.isPublic(address) && !rules.trusts(host, port)) {
        throw Problem.of(
            ProblemCode.FORBIDDEN,
            "'%s' lies in this machine or its network (%s), which calls out may not reach; if it is"
                + " meant, name '%s:%d' as a trusted host.",
            host,
            address.getHostAddress(),
            host,
            port);
      }
    }
    return addresses[0];
  }

  /// The certificate must be the host's by name, though the connection is to an address.
  private static Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static InputStream ask(Socket socket, URI address) throws IOException {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    socket
        .getOutputStream()
        .write(HttpHead.request("GET", path + query, address.getRawAuthority()));
    return new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  private static URI redirected(URI from, HttpHead head) {
    URI to =
        head.header("location")
            .map(from::resolve)
            .orElseThrow(() -> unavailable(from, "it leads on to nowhere"));
    if (isSecure(from) && !isSecure(to)) {
      throw Problem.of(
          ProblemCode.FORBIDDEN, "'%s' leads on to '%s', which is not encrypted.", from, to);
    }
    return to;
  }

  private static void requireFine(HttpHead head, URI address) {
    switch (head.status()) {
      case 200 -> {}
      case 404, 410 -> throw Problem.notFound("There is nothing at '%s'.", address);
      case 401, 403 ->
          throw Problem.of(
              ProblemCode.FORBIDDEN,
              "The server refuses '%s' (status %d).",
              address,
              head.status());
      default -> throw unavailable(address, "the server answers with status " + head.status());
    }
  }

  private long copy(InputStream body, Path file, URI address, long deadline) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        bytes += n;
        if (bytes > rules.mostBytes()) {
          throw Problem.of(
              ProblemCode.TOO_LARGE, "'%s' is larger than %,d bytes.", address, rules.mostBytes());
        }
        if (System.nanoTime() > deadline) {
          throw Problem.of(
              ProblemCode.TIMED_OUT,
              "'%s' was not there within %d s.",
              address,
              rules.total().toSeconds());
        }
        out.write(buffer, 0, n);
      }
    }
    return bytes;
  }

  private static Problem unavailable(URI address, String why) {
    return Problem.of(ProblemCode.UNAVAILABLE, "'%s' cannot be reached: %s.", address, why);
  }

  private static Problem unavailable(URI address, String why, IOException e) {
    return Problem.wrap(
        ProblemCode.UNAVAILABLE, "'" + address + "' cannot be reached: " + why + ".", e);
  }
}
