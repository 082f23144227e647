package dev.rondo.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Line ends of text files. The reader of rows wants one kind throughout; files that people have
/// edited or joined have both.
final class LineEnds {
  private static final int BLOCK = 1 << 16;

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
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      long feeds = 0;
      long pairs = 0;
      byte before = 0;
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        for (int i = 0; i < n; i++) {
          if (block[i] == '\n') {
            feeds++;
            pairs += before == '\r' ? 1 : 0;
          }
          before = block[i];
        }
        if (pairs > 0 && pairs < feeds) {
          return true;
        }
      }
      return false;
    }
  }

  /// Copies without the carriage returns that stand before line feeds.
  private static void copy(Path from, Path to) throws IOException {
    byte[] block = new byte[BLOCK];
    byte[] even = new byte[BLOCK + 1];
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to)) {
      boolean isHeld = false;
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        int length = 0;
        for (int i = 0; i < n; i++) {
          if (isHeld && block[i] != '\n') {
            even[length++] = '\r';
          }
          isHeld = block[i] == '\r';
          if (!isHeld) {
            even[length++] = block[i];
          }
        }
        out.write(even, 0, length);
      }
      if (isHeld) {
        out.write('\r');
      }
    }
  }
}
