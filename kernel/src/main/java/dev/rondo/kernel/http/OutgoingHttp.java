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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The one client for calls out. A host's name is looked up once for each connection, and what is
/// connected to is the address that was judged, so that no second look-up can lead elsewhere; a
/// redirect is judged as the first address was. It speaks HTTP/1.1 by itself, since no client that
/// comes with Java lets an address be judged between the look-up and the connection. Thread-safe.
public final class OutgoingHttp {
  private static final int MOST_TEXT = 2_000;

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
          InputStream in = ask(socket, "GET", at, Map.of(), new byte[0]);
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
      throw Problem.wrap(ProblemCode.TIMED_OUT, silent(at), e);
    } catch (IOException e) {
      throw unavailable(at, String.valueOf(e.getMessage()), e);
    }
    throw Problem.of(
        ProblemCode.UNAVAILABLE,
        "'%s' leads on more than %d times.",
        address,
        rules.mostRedirects());
  }

  /// Refuses an address before anything is sent to it: one that may not be reached, or that is not
  /// encrypted and not of a trusted host. Each call judges anew.
  ///
  /// @throws Problem `invalid-request`, or `forbidden` for an address in this machine or its
  ///   network
  public void requireSecure(URI address) {
    boolean isSecure = isSecure(address);
    String host = host(address);
    int port = port(address);
    if (!isSecure && !rules.trusts(host, port)) {
      throw Problem.invalid("The address '%s' must begin with https.", address);
    }
    try {
      judged(host, port);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "The host of '" + address + "' cannot be found.", e);
    }
  }

  /// What a server answered to what was sent.
  ///
  /// @param text the beginning of its body
  public record Answered(int status, String text) {}

  /// Sends content to an address. An answer of any status is handed out; a redirect is not
  /// followed, since headers may hold a secret.
  ///
  /// @param headers such as an authorisation; their values are never told
  /// @throws Problem `forbidden` for an address in this machine or its network, `timed-out` also
  ///   when all of it takes too long, or `unavailable`
  public Answered post(URI address, Map<String, String> headers, byte[] body) {
    try (Socket socket = new Socket();
        Deadline deadline = new Deadline(socket, rules.total())) {
      try {
        return exchanged(
            connected(socket, address), "POST", address, headers, body, OutgoingHttp::beginning);
      } catch (IOException e) {
        if (deadline.isOver()) {
          throw Problem.wrap(ProblemCode.TIMED_OUT, late(address), e);
        }
        throw e;
      }
    } catch (IOException e) {
      throw failed(address, e);
    }
  }

  private static Answered beginning(int status, InputStream body) throws IOException {
    return new Answered(status, new String(body.readNBytes(MOST_TEXT), StandardCharsets.UTF_8));
  }

  /// Reads an answer of any status while it comes.
  @FunctionalInterface
  public interface Reader<T> {
    T read(int status, InputStream body) throws IOException;
  }

  /// Asks an address and hands the answer to a reader, however long it takes while something comes.
  /// A redirect is not followed, since headers may hold a secret.
  ///
  /// @throws Problem `forbidden` for an address in this machine or its network, `timed-out`, or
  ///   `unavailable`
  public <T> T call(
      String method, URI address, Map<String, String> headers, byte[] body, Reader<T> reader) {
    try (Socket socket = connect(address)) {
      return exchanged(socket, method, address, headers, body, reader);
    } catch (IOException e) {
      throw failed(address, e);
    }
  }

  private static <T> T exchanged(
      Socket socket,
      String method,
      URI address,
      Map<String, String> headers,
      byte[] body,
      Reader<T> reader)
      throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    if (body.length > 0 || method.equals("POST")) {
      all.put("Content-Length", Integer.toString(body.length));
    }
    InputStream in = ask(socket, method, address, all, body);
    HttpHead head = HttpHead.read(in);
    boolean isEmpty = head.status() == 204 || head.status() == 304;
    return reader.read(head.status(), isEmpty ? InputStream.nullInputStream() : head.body(in));
  }

  private Problem failed(URI address, IOException e) {
    return e instanceof SocketTimeoutException
        ? Problem.wrap(ProblemCode.TIMED_OUT, silent(address), e)
        : unavailable(address, String.valueOf(e.getMessage()), e);
  }

  private String late(URI address) {
    return "'%s' did not answer to the end within %d s."
        .formatted(address, rules.total().toSeconds());
  }

  private String silent(URI address) {
    return "'%s' does not answer within %d s.".formatted(address, rules.timeout().toSeconds());
  }

  private Socket connect(URI address) throws IOException {
    Socket plain = new Socket();
    try {
      return connected(plain, address);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /// @param plain is connected, and is what the one that is returned goes over
  private Socket connected(Socket plain, URI address) throws IOException {
    boolean isSecure = isSecure(address);
    String host = host(address);
    int port = port(address);
    InetAddress judged = judged(host, port);
    plain.connect(new InetSocketAddress(judged, port), (int) rules.timeout().toMillis());
    plain.setSoTimeout((int) rules.timeout().toMillis());
    return isSecure ? secured(plain, host, port) : plain;
  }

  private static boolean isSecure(URI address) {
    return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> false;
      default -> throw Problem.invalid("'%s' is no address of the web.", address);
    };
  }

  private static int port(URI address) {
    return address.getPort() > 0 ? address.getPort() : isSecure(address) ? 443 : 80;
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

  private static InputStream ask(
      Socket socket, String method, URI address, Map<String, String> headers, byte[] body)
      throws IOException {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    OutputStream out = socket.getOutputStream();
    out.write(HttpHead.request(method, path + query, address.getRawAuthority(), headers));
    out.write(body);
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
