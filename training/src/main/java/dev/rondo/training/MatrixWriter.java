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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Collects rows one by one and writes them as a matrix file, which appears whole or not at all:
/// only [#finish] writes. Holds the values in memory, four bytes each. Confined to one thread.
public final class MatrixWriter {
  private static final int FIRST_CAPACITY = 1024;

  private final List<String> names;
  private final String label;
  private final float[][] columns;
  private int rows;

  private MatrixWriter(List<String> names, String label) {
    this.names = List.copyOf(names);
    this.label = label;
    new MatrixHeader(names, 0, label);
    this.columns = new float[names.size() + (label.isEmpty() ? 0 : 1)][FIRST_CAPACITY];
  }

  /// A matrix to train and to evaluate on.
  public static MatrixWriter labelled(List<String> names, String label) {
    if (label.isBlank()) {
      throw Problem.invalid("The label column needs a name.");
    }
    return new MatrixWriter(names, label);
  }

  /// A matrix to score.
  public static MatrixWriter unlabelled(List<String> names) {
    return new MatrixWriter(names, "");
  }

  /// Adds a row with its label.
  public void row(float[] features, float labelOfRow) {
    requireWidth(features.length, columns.length - 1);
    append(features);
    columns[features.length][rows++] = normal(labelOfRow);
  }

  /// Adds a row of a matrix without label.
  public void row(float[] features) {
    requireWidth(features.length, columns.length);
    append(features);
    rows++;
  }

  private void requireWidth(int given, int needed) {
    if (given != needed || needed != names.size()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "A row has %d values %s label where the matrix has the columns %s and %s.",
          given,
          needed == columns.length ? "without a" : "and a",
          names,
          label.isEmpty() ? "no label" : "the label '" + label + "'");
    }
  }

  private void append(float[] features) {
    if (rows == columns[0].length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8, rows * 2L);
      Arrays.setAll(columns, i -> Arrays.copyOf(columns[i], larger));
    }
    for (int i = 0; i < features.length; i++) {
      columns[i][rows] = normal(features[i]);
    }
  }

  /// One NaN and one zero, so that equal content has equal bytes.
  private static float normal(float value) {
    return Float.isNaN(value) ? Float.NaN : value + 0.0f;
  }

  /// How many rows were added so far.
  public int rows() {
    return rows;
  }

  /// Writes the file, replacing one that is there.
  public void finish(Path file) {
    List<float[]> values = new ArrayList<>(List.of(columns));
    write(file, new MatrixHeader(names, rows, label), values);
  }

  /// Writes a matrix whose columns are at hand; the label's column comes last.
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
          writeColumn(channel, column, header.rows());
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeColumn(FileChannel channel, float[] column, int rows)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      bytes.putFloat(normal(column[row]));
      if (!bytes.hasRemaining()) {
        writeAll(channel, bytes.flip());
        bytes.clear();
      }
    }
    writeAll(channel, bytes.flip());
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
