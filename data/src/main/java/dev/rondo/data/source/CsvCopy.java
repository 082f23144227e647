package dev.rondo.data.source;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the rows that can be read into a new file in the usual form: commas, doubled quotes, line
/// feeds, no header.
final class CsvCopy implements CsvScan.GoodRows, AutoCloseable {
  private final OutputStream out;
  private final ByteArrayOutputStream row = new ByteArrayOutputStream();

  CsvCopy(Path file) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /// All fields stand in quotes: so an empty line is no empty field.
  @Override
  public void field(int field, byte[] text, int length, long line, long column) {
    if (field > 0) {
      row.write(',');
    }
    row.write('"');
    for (int i = 0; i < length; i++) {
      if (text[i] == '"') {
        row.write('"');
      }
      row.write(text[i]);
    }
    row.write('"');
  }

  @Override
  public void endRow(boolean isGood) throws IOException {
    if (isGood) {
      row.write('\n');
      row.writeTo(out);
    }
    row.reset();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
