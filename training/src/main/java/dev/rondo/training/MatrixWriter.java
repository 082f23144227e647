package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes matrix files. A file appears whole or not at all; equal content gives equal bytes.
public final class MatrixWriter {
  private MatrixWriter() {}

  /// Writes a matrix, replacing a file that is there; the label's column comes last.
  ///
  /// @param label empty for a matrix without label
  public static void write(Path file, List<String> names, String label, List<float[]> columns) {
    MatrixHeader header =
        new MatrixHeader(names, columns.isEmpty() ? 0 : columns.getFirst().length, label);
    boolean isEven = columns.stream().allMatch(column -> column.length == header.rows());
    if (columns.size() != header.columns() || !isEven) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "%d columns of the lengths %s were given where %d of one length are needed.",
          columns.size(),
          columns.stream().map(column -> column.length).distinct().toList(),
          header.columns());
    }
    write(file, header, columns);
  }

  private static void write(Path file, MatrixHeader header, List<float[]> columns) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeAll(channel, header.bytes());
        for (float[] column : columns) {
          writeColumn(channel, column);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeColumn(FileChannel channel, float[] column) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : column) {
      bytes.putFloat(normal(value));
      if (!bytes.hasRemaining()) {
        writeAll(channel, bytes.flip());
        bytes.clear();
      }
    }
    writeAll(channel, bytes.flip());
  }

  /// One NaN and one zero, so that equal content has equal bytes.
  private static float normal(float value) {
    return Float.isNaN(value) ? Float.NaN : value + 0.0f;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
