package dev.rondo.registry.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Compressed files, which libraries open as if they were not. What is unpacked is bounded.
final class Packed {
  /// How many bytes at the beginning tell what a file is.
  static final int PEEK = 512;

  private static final long MOST = 1L << 33;
  private static final int TAR = 257;

  /// bzip2, xz, LZMA, Zstandard, LZ4.
  private static final List<byte[]> CLOSED =
      List.of(
          latin("BZh"),
          latin("\u00fd7zXZ\0"),
          latin("]\0\0"),
          latin("(\u00b5/\u00fd"),
          latin("\u0004\"M\u0018"));

  private Packed() {}

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Whether it begins like a file that only other libraries open, or like a tape archive.
  static boolean isClosed(byte[] start) {
    return CLOSED.stream().anyMatch(magic -> Contents.startsWith(start, magic))
        || start.length > TAR + 5
            && new String(start, TAR, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  /// The content of a file that is compressed by gzip or zlib.
  static Optional<InputStream> unpack(byte[] start, InputStream in) throws IOException {
    if (start.length > 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b) {
      return Optional.of(new Counting(MOST).counting(new GZIPInputStream(in)));
    }
    return isZlib(start)
        ? Optional.of(new Counting(MOST).counting(new InflaterInputStream(in)))
        : Optional.empty();
  }

  /// Two bytes say little, so the first of what follows must make sense.
  private static boolean isZlib(byte[] start) {
    if (start.length < 3
        || (start[0] & 0xf) != 8
        || ((start[0] & 0xff) * 256 + (start[1] & 0xff)) % 31 != 0) {
      return false;
    }
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(start);
      return inflater.inflate(new byte[PEEK]) > 0;
    } catch (DataFormatException _) {
      return false;
    }
  }
}
