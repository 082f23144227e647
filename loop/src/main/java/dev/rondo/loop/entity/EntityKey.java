package dev.rondo.loop.entity;

import dev.rondo.data.Column;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.kernel.Problem;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an entity is known by: values of columns.
public record EntityKey(SortedMap<String, String> values) {
  private static final int MOST = 8;
  private static final int LONGEST = 1_000;

  public EntityKey {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (values.isEmpty() || values.size() > MOST) {
      throw Problem.invalid(
          "An entity is known by 1 to %d columns, such as customer_id=4711; %d were given.",
          MOST, values.size());
    }
    values.forEach((column, value) -> {
      if (column.isBlank() || column.length() > LONGEST || value.length() > LONGEST) {
        throw Problem.invalid(
            "The column '%.40s' of the key is empty, or it or its value is longer than %d.",
            column, LONGEST);
      }
    });
  }

  List<String> columns() {
    return List.copyOf(values.keySet());
  }

  boolean isIn(TableSchema schema) {
    return schema.columns().stream()
        .map(Column::name)
        .collect(Collectors.toSet())
        .containsAll(values.keySet());
  }

  /// A condition with a `?` for each of [#arguments], in the types of the table's columns, so that
  /// files without such rows are passed over.
  String condition(TableSchema schema) {
    return schema.columns().stream()
        .filter(column -> values.containsKey(column.name()))
        .map(column ->
            "%s = CAST(? AS %s)".formatted(SqlSession.name(column.name()), column.type().sql()))
        .collect(Collectors.joining(" AND "));
  }

  /// In the order of the table's columns.
  Object[] arguments(TableSchema schema) {
    return schema.columns().stream()
        .filter(column -> values.containsKey(column.name()))
        .map(column -> values.getOrDefault(column.name(), ""))
        .toArray();
  }

  /// Whether the values can be of the types that the table's columns have.
  boolean fits(SqlSession session, TableSchema schema) {
    return schema.columns().stream()
        .filter(column -> values.containsKey(column.name()))
        .allMatch(column ->
            session
                .query(
                    "SELECT TRY_CAST(? AS %s) IS NOT NULL AS fits".formatted(column.type().sql()),
                    row -> row.text("fits").equals("true"),
                    values.getOrDefault(column.name(), ""))
                .getFirst());
  }
}
