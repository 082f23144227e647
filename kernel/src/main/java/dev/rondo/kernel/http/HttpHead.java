package dev.rondo.kernel.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The beginning of an answer: its status and headers.
record HttpHead(int status, Map<String, String> headers) {
  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_HEADERS = 200;

  static HttpHead read(InputStream in) throws IOException {
    String[] line = line(in).split(" ", 3);
    if (line.length < 2 || !line[0].startsWith("HTTP/1.") || !line[1].matches("[0-9]{3}")) {
      throw new IOException("the answer is not HTTP");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon < 1 || headers.size() == MOST_HEADERS) {
        throw new IOException("the answer has malformed headers");
      }
      String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      headers.put(name, header.substring(colon + 1).strip());
    }
    return new HttpHead(Integer.parseInt(line[1]), headers);
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the answer ends early");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line of the answer is too long");
      }
      line.append((char) b);
    }
    String text = line.toString();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /// The body that follows, which ends where the answer ends.
  InputStream body(InputStream in) throws IOException {
    if (header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return new ChunkedBody(in);
    }
    String length = header("content-length").orElse("");
    if (length.isEmpty()) {
      return in;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("the answer has a malformed length");
    }
    return new SizedBody(in, Long.parseLong(length));
  }

  /// The beginning of a request.
  ///
  /// @param headers beside those that every request has
  static byte[] request(String method, String path, String host, Map<String, String> headers)
      throws IOException {
    StringBuilder text = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, path));
    line(text, "Host", host);
    line(text, "User-Agent", "rondo");
    line(text, "Accept", "*/*");
    line(text, "Connection", "close");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      line(text, header.getKey(), header.getValue());
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// The value is not named when it is refused: it may be a secret.
  private static void line(StringBuilder text, String name, String value) throws IOException {
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IOException("the header '" + name + "' may only hold printable ASCII characters");
    }
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
