package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the parts of a form (`multipart/form-data`, RFC 7578) one after another as they come,
/// within a buffer of constant size. Confined to one thread.
public final class Multipart {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEAD = 8 << 10;
  private static final int LONGEST_BOUNDARY = 70;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]+)\"|([^\\s;\"]+)).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile(";\\s*filename=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private int clear;
  private boolean isLast;

  private Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first delimiter has no line before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.to = 2;
  }

  /// One field of the form.
  ///
  /// @param file the file's name as the client knows it; empty for a plain field
  /// @param type the content type; may be empty
  /// @param content to be read before the next part is asked for
  public record Part(String name, String file, String type, InputStream content) {}

  /// @throws Problem when the content type names no boundary
  public static Multipart of(String contentType, InputStream in) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    String boundary = matcher.matches() ? matcher.group(matcher.group(1) == null ? 2 : 1) : "";
    if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw Problem.invalid(
          "The content type must be multipart/form-data with a boundary of at most %d characters.",
          LONGEST_BOUNDARY);
    }
    return new Multipart(in, boundary);
  }

  /// The next part; empty after the last. What was not read of the one before is left out.
  ///
  /// @throws Problem when the form ends too early, or is none
  public Optional<Part> next() throws IOException {
    new Content().skipAll();
    if (isLast) {
      return Optional.empty();
    }
    from += delimiter.length;
    String line = line();
    if (line.strip().equals("--")) {
      isLast = true;
      return Optional.empty();
    }
    if (!line.isBlank()) {
      throw Problem.invalid(
          "A boundary of the form is followed by something else than a line end.");
    }
    return Optional.of(part());
  }

  private Part part() throws IOException {
    String disposition = "";
    String type = "";
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      length += line.length();
      if (length > LONGEST_HEAD) {
        throw Problem.invalid(
            "A part of the form has more than %d bytes of headers.", LONGEST_HEAD);
      }
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> disposition = value;
        case "content-type" -> type = value;
        default -> {}
      }
    }
    Matcher name = NAME.matcher(disposition);
    if (!name.find()) {
      throw Problem.invalid("A part of the form has no name.");
    }
    Matcher file = FILE.matcher(disposition);
    return new Part(name.group(1), file.find() ? file.group(1) : "", type, new Content());
  }

  /// A line of a head, without its end.
  private String line() throws IOException {
    int end = indexOf(new byte[] {'\r', '\n'}, from);
    while (end < 0) {
      if (to - from > LONGEST_HEAD) {
        throw Problem.invalid("A line in a head of the form is too long.");
      }
      fill();
      end = indexOf(new byte[] {'\r', '\n'}, from);
    }
    String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
    from = end + 2;
    return line;
  }

  private int indexOf(byte[] wanted, int start) {
    for (int i = start; i <= to - wanted.length; i++) {
      if (buffer[i] == wanted[0]
          && Arrays.equals(buffer, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /// Reads more behind what is there, which moves to the front.
  private void fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    clear -= from;
    from = 0;
    int count = in.read(buffer, to, buffer.length - to);
    if (count < 0) {
      throw Problem.invalid("The form ends before its last boundary.");
    }
    to += count;
  }

  /// The bytes up to the next delimiter.
  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int ready = ready();
      if (ready == 0) {
        return -1;
      }
      int count = Math.min(length, ready);
      System.arraycopy(buffer, from, target, offset, count);
      from += count;
      return count;
    }

    /// How many bytes of the content are here; 0 at the delimiter.
    private int ready() throws IOException {
      while (from >= clear) {
        int end = indexOf(delimiter, from);
        clear = end >= 0 ? end : to - (delimiter.length - 1);
        if (end == from) {
          return 0;
        }
        if (from >= clear) {
          fill();
        }
      }
      return clear - from;
    }

    void skipAll() throws IOException {
      for (int ready = isLast ? 0 : ready(); ready > 0; ready = ready()) {
        from += ready;
      }
    }
  }
}
