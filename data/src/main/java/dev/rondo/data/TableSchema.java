package dev.rondo.data;

import dev.rondo.kernel.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The columns of a table, in order. All may be NULL: what must not be is a contract's matter.
public record TableSchema(List<Column> columns) {

  public TableSchema {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw Problem.invalid("A table needs at least one column.");
    }
    if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
      throw Problem.invalid("The column names %s are not all different.", columns);
    }
  }

  Schema iceberg() {
    return new Schema(
        IntStream.range(0, columns.size())
            .mapToObj(i ->
                Types.NestedField.optional(
                    i + 1, columns.get(i).name(), columns.get(i).type().iceberg()))
            .toList());
  }

  /// `"a", "b"`: every column, quoted, in order.
  public String names() {
    return columns.stream()
        .map(column -> SqlSession.name(column.name()))
        .collect(Collectors.joining(", "));
  }

  /// `"a"::BIGINT AS "a", …`: every column, cast to its type.
  public String casts() {
    return columns.stream()
        .map(column ->
            "%1$s::%2$s AS %1$s".formatted(SqlSession.name(column.name()), column.type().sql()))
        .collect(Collectors.joining(", "));
  }

  /// A relation of these columns without rows.
  String emptyRelation() {
    return columns.stream()
        .map(column ->
            "CAST(NULL AS %s) AS %s".formatted(column.type().sql(), SqlSession.name(column.name())))
        .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
  }
}
