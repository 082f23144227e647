package dev.rondo.data.source;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A text file as UTF-8: the file itself when it is, else a copy of what it says.
///
/// @param path what to read
/// @param hasMark whether a byte order mark stands before the text
record TextFile(SourceFile file, Path path, boolean hasMark) {
  /// What a packed file may unpack to.
  private static final long LARGEST = 16L << 30;

  private static final int MARK = 3;

  /// @param encoding of the text; without one what a byte order mark says, else UTF-8
  /// @param scratch a folder for copies
  static TextFile of(SourceFile file, Optional<Charset> encoding, Path scratch) {
    try {
      Path plain =
          FileFormat.isPacked(file.path().toString()) ? unpacked(file, scratch) : file.path();
      byte[] start = start(plain);
      Charset charset = encoding.orElseGet(() -> marked(start));
      if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
        return new TextFile(file, plain, marked(start, 0xEF, 0xBB, 0xBF));
      }
      return new TextFile(file, decoded(file, plain, charset, scratch), false);
    } catch (IOException e) {
      throw FileState.unreadable(file, e);
    }
  }

  private static byte[] start(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MARK);
    }
  }

  private static Charset marked(byte[] start) {
    boolean isWide = marked(start, 0xFF, 0xFE) || marked(start, 0xFE, 0xFF);
    return isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private static boolean marked(byte[] start, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= start.length || (start[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static Path unpacked(SourceFile file, Path scratch) throws IOException {
    Path copy = Files.createTempFile(scratch, "unpacked", ".text");
    try (InputStream in =
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file.path())));
        OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        size += n;
        if (size > LARGEST) {
          throw Problem.of(ProblemCode.TOO_LARGE, "'%s' unpacks to more than 16 GB.", file.name());
        }
        out.write(buffer, 0, n);
      }
    }
    return copy;
  }

  private static Path decoded(SourceFile file, Path path, Charset charset, Path scratch)
      throws IOException {
    Path copy = Files.createTempFile(scratch, "decoded", ".text");
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (InputStream in = Files.newInputStream(path);
        Writer out = new OutputStreamWriter(Files.newOutputStream(copy), StandardCharsets.UTF_8)) {
      new Decoding(file, charset, decoder, out).run(in);
    }
    return copy;
  }

  private static final class Decoding {
    private final SourceFile file;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final Writer out;
    private int line = 1;
    private int column = 1;

    Decoding(SourceFile file, Charset charset, CharsetDecoder decoder, Writer out) {
      this.file = file;
      this.charset = charset;
      this.decoder = decoder;
      this.out = out;
    }

    void run(InputStream in) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
      CharBuffer chars = CharBuffer.allocate(1 << 16);
      boolean isEnd = false;
      while (!isEnd) {
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        isEnd = n < 0;
        bytes.position(bytes.position() + Math.max(n, 0)).flip();
        decode(bytes, chars, isEnd);
        bytes.compact();
      }
    }

    private void decode(ByteBuffer bytes, CharBuffer chars, boolean isEnd) throws IOException {
      CoderResult result;
      do {
        result = decoder.decode(bytes, chars, isEnd);
        write(chars.flip());
        chars.clear();
        if (result.isError()) {
          throw broken();
        }
      } while (result.isOverflow());
    }

    private void write(CharBuffer chars) throws IOException {
      for (int i = 0; i < chars.length(); i++) {
        boolean isEnd = chars.charAt(i) == '\n';
        line += isEnd ? 1 : 0;
        column = isEnd ? 1 : column + 1;
      }
      out.append(chars);
    }

    private Problem broken() {
      return Problem.of(
          ProblemCode.INVALID_DATA,
          "A text is not what its encoding says.",
          List.of(
              new Mistake(
                  file.name(), line, column, "", "This is not " + charset.displayName() + ".")));
    }
  }

  /// The text, after the mark.
  InputStream open() throws IOException {
    InputStream in = Files.newInputStream(path);
    in.skipNBytes(hasMark ? MARK : 0);
    return in;
  }

  boolean isCopy() {
    return !path.equals(file.path());
  }

  boolean isEmpty() throws IOException {
    return Files.size(path) <= (hasMark ? MARK : 0);
  }
}
