package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// How a body is packed.
enum Encoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  private static final int BUFFER = 1 << 13;

  /// @param name as in the header `Content-Encoding`
  static Encoding of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default ->
          throw Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "The content encoding must be gzip, deflate or identity.");
    };
  }

  InputStream unpacked(InputStream in) throws IOException {
    return switch (this) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case DEFLATE -> new InflaterInputStream(in);
    };
  }
}
