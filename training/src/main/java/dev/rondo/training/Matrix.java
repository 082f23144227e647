package dev.rondo.training;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Rows and columns of 32-bit floats in a memory-mapped file, one column after the other, NaN for a
/// missing value. The label, if there is one, is a column of its own. Equal content has equal
/// bytes, so that the file's digest is the content's. Thread-safe until closed; slices end with the
/// matrix that was opened.
public final class Matrix implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final MatrixHeader header;
  private final Arena arena;
  private final MemorySegment columns;
  private final RowRange range;

  private Matrix(
      Path file, MatrixHeader header, Arena arena, MemorySegment columns, RowRange range) {
    this.file = file;
    this.header = header;
    this.arena = arena;
    this.columns = columns;
    this.range = range;
  }

  /// Maps the file; reads only its header.
  ///
  /// @throws Problem when the file is missing or is not a whole matrix file
  public static Matrix open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MatrixHeader header = MatrixHeader.read(channel, file.toString());
      Arena arena = Arena.ofShared();
      long start = channel.position();
      MemorySegment columns =
          channel.map(FileChannel.MapMode.READ_ONLY, start, channel.size() - start, arena);
      return new Matrix(file, header, arena, columns, new RowRange(0, header.rows()));
    } catch (NoSuchFileException e) {
      throw Problem.notFound("There is no matrix file '%s'.", file);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The matrix file '" + file + "' cannot be read: " + e.getMessage(),
          e);
    }
  }

  /// The feature columns' names, in the model's order.
  public List<String> names() {
    return header.names();
  }

  /// The label column's name.
  public Optional<String> label() {
    return header.hasLabel() ? Optional.of(header.label()) : Optional.empty();
  }

  public int rows() {
    return range.count();
  }

  /// How many feature columns there are.
  public int width() {
    return header.names().size();
  }

  /// The digest of the whole file's content, whatever the slice.
  public Digest digest() {
    return Digest.of(file);
  }

  /// The rows `from` up to but not including `to`, counted within this matrix; shares its memory.
  public Matrix slice(int from, int to) {
    RowRange part = new RowRange(from, to);
    if (to > rows()) {
      throw Problem.invalid("Row %d lies after the last of the matrix's %d rows.", to, rows());
    }
    RowRange moved = new RowRange(range.from() + part.from(), range.from() + part.to());
    return new Matrix(file, header, arena, columns, moved);
  }

  /// One feature column.
  public float[] column(int column) {
    float[] values = new float[rows()];
    long offset = ((long) column * header.rows() + range.from()) * Float.BYTES;
    MemorySegment.copy(columns, FLOAT, offset, values, 0, values.length);
    return values;
  }

  /// The label of every row.
  ///
  /// @throws Problem when the matrix has none
  public float[] labels() {
    if (!header.hasLabel()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA, "The matrix '%s' has no label column.", file.getFileName());
    }
    return column(width());
  }

  /// All features, row after row, as the engines take them.
  public float[] rowMajor() {
    int width = width();
    float[] values = new float[Math.toIntExact((long) rows() * width)];
    for (int column = 0; column < width; column++) {
      float[] source = column(column);
      for (int row = 0, at = column; row < source.length; row++, at += width) {
        values[at] = source[row];
      }
    }
    return values;
  }

  /// Refuses infinities in any column and labels that are missing: engines disagree about them. The
  /// message names the first offending place.
  public void requireFinite() {
    for (int column = 0; column < header.columns(); column++) {
      boolean isLabel = column == width();
      float[] values = column(column);
      for (int row = 0; row < values.length; row++) {
        if (Float.isInfinite(values[row]) || (isLabel && Float.isNaN(values[row]))) {
          throw Problem.of(
              ProblemCode.INVALID_DATA,
              "Row %d has %s in column '%s'; %s.",
              row,
              values[row],
              isLabel ? header.label() : names().get(column),
              isLabel ? "every label must be a finite number" : "use NaN for a missing value");
        }
      }
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
