package dev.rondo.data.internal;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Parquet files for Iceberg, written by DuckDB with field ids, whose statistics become the table's
/// column metrics.
public final class DataFiles {
  private static final long SMALL = 1 << 18;

  private DataFiles() {}

  /// Writes a relation into one file and makes it durable.
  public static DataFile write(
      SqlSession session, Table table, TableSchema schema, String relation, Path file) {
    String copy =
        "COPY %s TO %s (FORMAT parquet, COMPRESSION zstd, FIELD_IDS %s, RETURN_STATS true)"
            .formatted(relation, SqlSession.text(file.toString()), fieldIds(schema));
    DataFile written =
        session
            .query(
                copy,
                row ->
                    org.apache.iceberg.DataFiles.builder(table.spec())
                        .withPath(file.toString())
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(row.number("file_size_bytes"))
                        .withMetrics(
                            metrics(
                                table, row.number("count"), row.nestedTexts("column_statistics")))
                        .build())
            .getFirst();
    sync(file);
    return written;
  }

  /// `{"a": 1, "b": 2}`: columns count from 1, as in the table's schema.
  private static String fieldIds(TableSchema schema) {
    return IntStream.range(0, schema.columns().size())
        .mapToObj(i -> SqlSession.name(schema.columns().get(i).name()) + ": " + (i + 1))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Metrics metrics(
      Table table, long rows, Map<String, Map<String, String>> statistics) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    for (Types.NestedField field : table.schema().columns()) {
      Map<String, String> of = statistics.getOrDefault(SqlSession.name(field.name()), Map.of());
      put(sizes, field, of.get("column_size_bytes"));
      put(values, field, of.get("num_values"));
      put(nulls, field, of.get("null_count"));
      bound(lower, field, of.get("min"));
      bound(upper, field, of.get("max"));
    }
    return new Metrics(rows, sizes, values, nulls, Map.of(), lower, upper);
  }

  private static void put(
      Map<Integer, Long> map,
      Types.NestedField field,
      @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      map.put(field.fieldId(), Long.parseLong(value));
    }
  }

  private static void bound(
      Map<Integer, ByteBuffer> bounds,
      Types.NestedField field,
      @org.jspecify.annotations.Nullable String value) {
    if (value == null || field.type().typeId() == Type.TypeID.BOOLEAN) {
      return;
    }
    String text = field.type().typeId() == Type.TypeID.TIMESTAMP ? value.replace(' ', 'T') : value;
    Object bound =
        switch (field.type().typeId()) {
          case LONG -> Long.parseLong(text);
          case DOUBLE -> Double.parseDouble(text);
          case STRING -> text;
          default -> Literal.of(text).to(field.type()).value();
        };
    bounds.put(field.fieldId(), Conversions.toByteBuffer(field.type(), bound));
  }

  private static void sync(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files of the current snapshot that are worth joining.
  public static List<DataFile> small(Table table) {
    List<DataFile> small = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().planWith(InlineExecutor.INSTANCE).planFiles()) {
      for (FileScanTask task : tasks) {
        if (isSmall(task.file())) {
          small.add(task.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return small;
  }

  /// Whether a file is worth joining with others.
  public static boolean isSmall(DataFile file) {
    return file.fileSizeInBytes() < SMALL;
  }

  /// Our type of an Iceberg column.
  public static ColumnType type(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case LONG -> ColumnType.BIGINT;
      case DOUBLE -> ColumnType.DOUBLE;
      case STRING -> ColumnType.VARCHAR;
      case TIMESTAMP -> ColumnType.TIMESTAMP;
      case DATE -> ColumnType.DATE;
      default ->
          throw Problem.of(
              ProblemCode.INVALID_DATA, "Columns of type '%s' are not supported.", type);
    };
  }
}
