package dev.rondo.registry.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/// The ways in which files are compressed, which libraries open as if they were not. Several such
/// streams behind one another are one, for Python too; where that is not read so here, what follows
/// the first counts as damage.
enum Packed {
  GZIP("\u001f\u008b", (in, _) -> gzip(in)),
  BZIP2("BZh", (in, _) -> new BZip2CompressorInputStream(in, true)),
  XZ("\u00fd7zXZ\0", XZInputStream::new),
  LZ4("\u0004\"M\u0018", (in, _) -> new FramedLZ4CompressorInputStream(in, true)),
  LZMA("]\0", (in, memory) -> new Alone(new LZMAInputStream(in, memory), in)) {
    /// Two bytes say little; the length and the first byte of the code say more.
    @Override
    boolean begins(byte[] start) {
      if (!super.begins(start) || start.length < 14) {
        return false;
      }
      long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(5);
      return length >= -1 && length < 1L << 48 && start[13] == 0;
    }
  },
  ZLIB("", (in, _) -> inflated(in, new Inflater())) {
    /// Two bytes say little, so the first of what follows must make sense: something comes of it,
    /// or as yet nothing, since empty blocks may stand first.
    @Override
    boolean begins(byte[] start) {
      if (start.length < 3
          || (start[0] & 0xf) != 8
          || ((start[0] & 0xff) * 256 + (start[1] & 0xff)) % 31 != 0) {
        return false;
      }
      try (Inflater inflater = new Inflater()) {
        inflater.setInput(start);
        byte[] some = new byte[1 << 13];
        while (inflater.inflate(some) > 0) {}
        return inflater.getBytesWritten() > 0
            || inflater.finished()
            || start.length == PEEK && inflater.needsInput();
      } catch (DataFormatException _) {
        return false;
      }
    }
  };

  /// How many bytes at the beginning tell what a file is.
  static final int PEEK = 512;

  /// Zstandard and 7z, which the scan has no decoder for.
  private static final List<byte[]> CLOSED =
      List.of(latin("(\u00b5/\u00fd"), latin("7z\u00bc\u00af'\u001c"));

  /// In KiB: what xz needs at its highest level, and a little.
  private static final int MEMORY = 80 << 10;

  private final byte[] magic;
  private final Decoder decoder;

  Packed(String magic, Decoder decoder) {
    this.magic = latin(magic);
    this.decoder = decoder;
  }

  @FunctionalInterface
  private interface Decoder {
    InputStream open(InputStream in, int memory) throws IOException;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean begins(byte[] start) {
    return Contents.startsWith(start, magic);
  }

  static Optional<Packed> of(byte[] start) {
    return Arrays.stream(values()).filter(one -> one.begins(start)).findFirst();
  }

  /// Whether it begins like a file that only other libraries open.
  static boolean isClosed(byte[] start) {
    return CLOSED.stream().anyMatch(magic -> Contents.startsWith(start, magic));
  }

  /// How it is unpacked. The deeper it lies, the less memory it may ask for, so that all of them
  /// together have a bound.
  Unpacking.Way way(int depth) {
    return in -> decoder.open(in, MEMORY >> depth);
  }

  private static InputStream gzip(InputStream in) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(in)
        .setDecompressConcatenated(true)
        .get();
  }

  /// Content deflated as in ZIP archives, without anything around it.
  static InputStream deflated(InputStream in) {
    return inflated(in, new Inflater(true));
  }

  private static InputStream inflated(InputStream in, Inflater inflater) {
    return new InflaterInputStream(in, inflater) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n < 0 && (inf.getRemaining() > 0 || in.read() >= 0)) {
          throw new IOException("more follows its end");
        }
        return n;
      }

      @Override
      public void close() throws IOException {
        super.close();
        inf.end();
      }
    };
  }

  /// A stream after which nothing may follow.
  private static final class Alone extends Watched {
    private final InputStream packed;

    Alone(InputStream unpacked, InputStream packed) {
      super(unpacked);
      this.packed = packed;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      if (n < 0 && packed.read() >= 0) {
        throw new IOException("more follows its end");
      }
      return n;
    }
  }
}
