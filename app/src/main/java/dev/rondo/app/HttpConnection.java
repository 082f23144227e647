package dev.rondo.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection to this machine's server that stays open for many requests, with so little
/// between the caller and the socket that the time goes into the server. Confined to one thread.
public final class HttpConnection implements AutoCloseable {
  private static final String IN_PIECES = "transfer-encoding: chunked";
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] body = {};

  private HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    out = socket.getOutputStream();
  }

  /// Connects to a port of the loopback interface.
  public static HttpConnection open(int port) throws IOException {
    return new HttpConnection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /// The bytes of a GET request.
  public static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// The bytes of a POST request.
  ///
  /// @param json of ASCII alone
  public static byte[] post(String path, String json) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n";
    return (head + json).getBytes(StandardCharsets.US_ASCII);
  }

  /// Sends a request and reads its answer to the end.
  ///
  /// @return the answer's status
  public int send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean isInPieces = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
      isInPieces |= header.equalsIgnoreCase(IN_PIECES);
    }
    body = isInPieces ? pieces() : in.readNBytes(length);
    return status;
  }

  /// A body of which each piece says how long it is, up to the empty one.
  private byte[] pieces() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  /// The text of the last answer.
  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// One line without its end.
  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection.");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
