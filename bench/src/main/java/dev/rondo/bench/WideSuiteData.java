package dev.rondo.bench;

import dev.rondo.data.SqlSession;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table of 200 columns, and a suite with five expectations of each: whole numbers, others, texts
/// with few values, with many, and with one for each row, in turn.
final class WideSuiteData {
  static final int COLUMNS = 200;
  static final int EXPECTATIONS = 5 * COLUMNS;

  private WideSuiteData() {}

  /// One sort of column.
  ///
  /// @param sql the value in row `i`, where `%1$d` is the column's number
  /// @param expectations five, in YAML
  private record Sort(String sql, String expectations) {}

  private static final Sort WHOLE =
      new Sort(
          "(hash(i * 200 + %1$d) %% 1000)::INTEGER",
          """
              - not_be_null
              - be_between: {min: 0, max: 999}
              - mean_to_be_between: {min: 400, max: 600}
              - max_to_be_between: {min: 900, max: 999}
              - unique_value_count_to_be_between: {min: 900, max: 1000}
          """);
  private static final Sort REAL =
      new Sort(
          "(hash(i * 200 + %1$d) %% 100000) / 1e3",
          """
              - not_be_null
              - be_between: {min: 0, max: 100}
              - stdev_to_be_between: {min: 20, max: 40}
              - min_to_be_between: {min: 0, max: 1}
              - sum_to_be_between: {min: 1000}
          """);
  private static final Sort FEW =
      new Sort(
          "['new', 'open', 'closed', 'lost'][1 + (hash(i * 200 + %1$d) %% 4)::INTEGER]",
          """
              - not_be_null
              - be_in_set: [new, open, closed, lost]
              - distinct_values_to_equal_set: [new, open, closed, lost]
              - lengths_to_be_between: {min: 3, max: 6}
              - most_common_value_to_be_in_set: [new, open, closed, lost]
          """);
  private static final Sort MANY =
      new Sort(
          "'user' || (hash(i * 200 + %1$d) %% 20000)::VARCHAR || '@example.com'",
          """
              - not_be_null
              - match_regex: '^[a-z0-9]+@[a-z]+[.]com$'
              - not_match_regex: '[A-Z ]'
              - lengths_to_be_between: {min: 17, max: 25}
              - proportion_of_unique_values_to_be_between: {max: 0.5}
          """);
  private static final Sort MEASURE =
      new Sort(
          "ln(1 + (hash(i * 200 + %1$d) %% 1000000))",
          """
              - not_be_null: {mostly: 0.99}
              - be_between: {min: 0, max: 14}
              - mean_to_be_between: {min: 5, max: 14}
              - stdev_to_be_between: {min: 0, max: 5}
              - max_to_be_between: {min: 13, max: 14}
          """);
  private static final Sort KEY =
      new Sort(
          "i * 7919 + %1$d",
          """
              - not_be_null
              - be_unique
              - min_to_be_between: {min: 0}
              - be_between: {min: 0}
              - median_to_be_between: {min: 1}
          """);

  /// Of ten columns; one in a hundred is a key.
  private static Sort of(int column) {
    if (column % 100 == 0) {
      return KEY;
    }
    return switch (column % 10) {
      case 0, 1, 2 -> WHOLE;
      case 3, 4, 5 -> REAL;
      case 6 -> MEASURE;
      case 7, 8 -> FEW;
      default -> MANY;
    };
  }

  static void write(SqlSession session, Path file, long rows) {
    String columns =
        IntStream.range(0, COLUMNS)
            .mapToObj(i -> of(i).sql().formatted(i) + " AS c" + i)
            .collect(Collectors.joining(",\n"));
    session.execute(
        "COPY (SELECT %s FROM range(%d) rows(i)) TO %s (FORMAT parquet)"
            .formatted(columns, rows, SqlSession.text(file.toString())));
  }

  static String suite() {
    return IntStream.range(0, COLUMNS)
        .mapToObj(i -> "  c" + i + ":\n" + of(i).expectations())
        .collect(Collectors.joining("", "suite: suite1000\ncolumns:\n", ""));
  }
}
