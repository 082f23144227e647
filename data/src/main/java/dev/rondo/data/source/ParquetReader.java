package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows Parquet files as a view, which reads them where they are whenever it is asked.
final class ParquetReader {
  private final SqlSession session;
  private final String relation;

  ParquetReader(SqlSession session, String relation) {
    this.session = session;
    this.relation = relation;
  }

  void read(List<SourceFile> files, SourceOptions options) {
    if (!options.types().isEmpty()) {
      throw Problem.invalid(
          "Types are declared for %s, but Parquet files have types of their own.",
          options.types().keySet());
    }
    SourceFile first = files.getFirst();
    Map<String, String> columns = columns(first);
    for (SourceFile file : files) {
      requireSame(first, columns, file, columns(file));
    }
    SameColumns.withPartitions(first, List.copyOf(columns.keySet()));
    String paths =
        SqlSession.texts(files.stream().map(file -> Globs.escaped(file.path())).toList());
    session.execute(
        "CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet(%s, union_by_name = %s%s)"
            .formatted(SqlSession.name(relation), paths, files.size() > 1, partitions(files)));
  }

  private Map<String, String> columns(SourceFile file) {
    Map<String, String> columns = new LinkedHashMap<>();
    try {
      session.forEach(
          "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(%s,"
              .concat(" hive_partitioning = false))")
              .formatted(SqlSession.text(Globs.escaped(file.path()))),
          row -> columns.put(row.text(1), row.text(2)));
    } catch (Problem e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The file '" + file.name() + "' cannot be read as Parquet: " + e.text(),
          e);
    }
    return columns;
  }

  private static void requireSame(
      SourceFile first, Map<String, String> columns, SourceFile other, Map<String, String> others) {
    SameColumns.require(first, List.copyOf(columns.keySet()), other, List.copyOf(others.keySet()));
    columns.forEach((column, type) -> {
      if (!type.equals(others.get(column))) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The files '%s' and '%s' have different types of '%s': %s and %s. Check them apart.",
            first.name(),
            other.name(),
            column,
            type,
            String.valueOf(others.get(column)));
      }
    });
  }

  private static String partitions(List<SourceFile> files) {
    Map<String, String> first = files.getFirst().partitions();
    if (first.isEmpty()) {
      return ", hive_partitioning = false";
    }
    return first.keySet().stream()
        .map(key ->
            SqlSession.text(key) + ": " + SqlSession.text(SourceFile.partitionType(files, key)))
        .collect(Collectors.joining(", ", ", hive_partitioning = true, hive_types = {", "}"));
  }
}
