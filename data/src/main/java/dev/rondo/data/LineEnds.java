package dev.rondo.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Line ends of text files. The reader of rows wants one kind throughout; files that people have
/// edited or joined have both.
final class LineEnds {
  private LineEnds() {}

  /// A file with one kind of line ends.
  ///
  /// @param isCopy whether it is a copy made for this purpose
  record Even(Path file, boolean isCopy) {
    void discard() {
      if (isCopy) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /// The file itself when its lines all end alike, else a copy in which they do.
  static Even even(Path file, Path scratch) {
    try {
      if (!isMixed(file)) {
        return new Even(file, false);
      }
      Path copy = Files.createTempFile(scratch, "even", ".csv");
      copy(file, copy);
      return new Even(copy, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMixed(Path file) throws IOException {
    long feeds = 0;
    long pairs = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int before = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          feeds++;
          pairs += before == '\r' ? 1 : 0;
        }
        before = b;
      }
    }
    return pairs > 0 && pairs < feeds;
  }

  /// Copies without the carriage returns that stand before line feeds.
  private static void copy(Path from, Path to) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from), 1 << 16);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      boolean isHeld = false;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (isHeld && b != '\n') {
          out.write('\r');
        }
        isHeld = b == '\r';
        if (!isHeld) {
          out.write(b);
        }
      }
      if (isHeld) {
        out.write('\r');
      }
    }
  }
}
