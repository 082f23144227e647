package dev.rondo.quality.profile;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of the table in its order, chosen by their position alone: the same seed takes the same
/// rows.
///
/// @param rows in the sample
/// @param total in the table
record Sample(int rows, long total, List<SampleColumn> columns) {
  /// Rows get fewer as columns get more, so that memory stays bounded.
  private static final int MOST_CELLS = 4_000_000;

  private static final int FEWEST_ROWS = 200;

  boolean isComplete() {
    return rows == total;
  }

  /// How many rows of the table one of these stands for.
  double weight() {
    return rows == 0 ? 1 : (double) total / rows;
  }

  SampleColumn column(SourceColumn source) {
    return columns.get(source.index());
  }

  static Sample read(
      SqlSession session,
      String from,
      List<SourceColumn> columns,
      long total,
      ProfileOptions options) {
    int wanted = Math.clamp(MOST_CELLS / Math.max(1, columns.size()), 1, options.sampleRows());
    wanted = Math.max(wanted, Math.min(FEWEST_ROWS, options.sampleRows()));
    List<SampleColumn.Builder> builders = new ArrayList<>();
    columns.forEach(column -> builders.add(SampleColumn.builder(column)));
    String rows = total <= wanted ? from : chosen(from, total, wanted, options.seed());
    int[] count = {0};
    session.forEach(
        "SELECT " + expressions(columns) + " FROM " + rows,
        row -> {
          take(row, builders);
          count[0]++;
        });
    if (total <= wanted && count[0] != total) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The table had %d rows, and %d a moment later: it changes while it is read.",
          total,
          count[0]);
    }
    return new Sample(count[0], total, builders.stream().map(SampleColumn.Builder::build).toList());
  }

  private static String chosen(String from, long total, int wanted, long seed) {
    long threshold = (long) ((double) wanted / total * (1L << 30));
    return "(SELECT * FROM (SELECT *, row_number() OVER () AS \"rondo row\" FROM %s) WHERE hash(\"rondo row\", %d) %% %d < %d)"
        .formatted(from, seed, 1L << 30, threshold);
  }

  private static String expressions(List<SourceColumn> columns) {
    return columns.stream()
        .map(column -> column.isNumber() || column.isTime() ? column.real() : column.shown())
        .collect(Collectors.joining(", "));
  }

  private static void take(SqlRow row, List<SampleColumn.Builder> builders) {
    for (int i = 0; i < builders.size(); i++) {
      builders.get(i).add(row, i + 1);
    }
  }
}
