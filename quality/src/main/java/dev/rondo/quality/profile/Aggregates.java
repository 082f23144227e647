package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.profile.ColumnProfile.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The figures of all columns that add up row by row, from one scan.
final class Aggregates {
  /// The square of more than this is no number any more.
  private static final String SQUARABLE = "CASE WHEN abs(%1$s) <= 1e150 THEN %1$s END";

  private final List<Column> columns = new ArrayList<>();
  private final boolean careful;

  private Aggregates(boolean careful) {
    this.careful = careful;
  }

  /// What one column's aggregates came to.
  ///
  /// @param finite how many numbers or times count in the figures
  /// @param min as text; `least` is the same as a number
  /// @param estimate of the distinct values in wide tables; -1 elsewhere
  record Column(
      Counts counts,
      Moments moments,
      String min,
      String max,
      double least,
      double most,
      long zeros,
      long negatives,
      Lengths lengths,
      long estimate) {}

  record Lengths(long count, long shortest, long longest, long characters) {}

  static Aggregates of(Source source, long rows) {
    try {
      return new Aggregates(false).read(source, rows);
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED
          || !String.valueOf(e.getMessage()).contains("out of range")) {
        throw e;
      }
      return new Aggregates(true).read(source, rows);
    }
  }

  Column column(SourceColumn source) {
    return columns.get(source.index());
  }

  /// Whether numbers too large to be squared were left out of means and deviations.
  boolean isCareful() {
    return careful;
  }

  private Aggregates read(Source source, long rows) {
    FusedQuery query = source.fused();
    List<Supplier<Column>> readers = new ArrayList<>();
    for (SourceColumn column : source.columns()) {
      readers.add(plan(query, column, rows, source.isWide()));
    }
    query.run();
    readers.forEach(reader -> columns.add(reader.get()));
    return this;
  }

  private Supplier<Column> plan(FusedQuery query, SourceColumn column, long rows, boolean isWide) {
    String value = column.value();
    boolean isFloat = column.family() == Family.FLOAT;
    boolean isOrdered = column.family() != Family.OTHER && column.family() != Family.BOOLEAN;
    int present = query.add("count(" + column.quoted() + ")");
    int nan = isFloat ? query.add("count_if(isnan(" + column.quoted() + "))") : -1;
    int infinite =
        isFloat || column.isTime() ? query.add("count_if(isinf(" + column.quoted() + "))") : -1;
    int min = isOrdered ? query.add(column.shown("min(" + value + ")")) : -1;
    int max = isOrdered ? query.add(column.shown("max(" + value + ")")) : -1;
    int estimate = isWide ? query.add("approx_count_distinct(" + value + ")") : -1;
    Supplier<Moments> moments = column.isNumber() ? moments(query, column) : () -> Moments.NONE;
    int least = column.isTime() ? query.add("epoch(min(" + value + "))") : min;
    int most = column.isTime() ? query.add("epoch(max(" + value + "))") : max;
    int zeros = column.isNumber() ? query.add("count_if(" + value + " = 0)") : -1;
    int negatives = column.isNumber() ? query.add("count_if(" + value + " < 0)") : -1;
    Supplier<Lengths> lengths =
        column.isText() ? lengths(query, value) : () -> new Lengths(0, 0, 0, 0);
    int empty = column.isText() ? query.add("count_if(" + value + " = '')") : -1;
    boolean isReal = column.isNumber() || column.isTime();
    return () ->
        new Column(
            new Counts(
                rows,
                rows - query.number(present),
                number(query, empty),
                number(query, nan),
                number(query, infinite)),
            moments.get(),
            min < 0 ? "" : query.text(min),
            max < 0 ? "" : query.text(max),
            isReal ? query.real(least) : 0,
            isReal ? query.real(most) : 0,
            number(query, zeros),
            number(query, negatives),
            lengths.get(),
            isWide ? query.number(estimate) : -1);
  }

  private static long number(FusedQuery query, int expression) {
    return expression < 0 ? 0 : query.number(expression);
  }

  private Supplier<Moments> moments(FusedQuery query, SourceColumn column) {
    String value =
        careful && column.family() != Family.WHOLE
            ? SQUARABLE.formatted(column.value())
            : column.value();
    int count = query.add("count(" + value + ")");
    boolean isWhole = column.family() == Family.WHOLE;
    int sum = query.add(isWhole ? "CAST(sum(" + value + ") AS DOUBLE)" : "fsum(" + value + ")");
    int mean = query.add("avg(" + value + ")");
    int variance = query.add("var_pop(" + value + ")");
    return () -> {
      long n = query.number(count);
      return n == 0
          ? Moments.NONE
          : new Moments(n, query.real(sum), mean(query, sum, mean, n), query.real(variance) * n);
    };
  }

  private static double mean(FusedQuery query, int sum, int mean, long count) {
    double exact = query.real(sum) / count;
    return Double.isFinite(exact) ? exact : query.real(mean);
  }

  private static Supplier<Lengths> lengths(FusedQuery query, String value) {
    int count = query.add("count(" + value + ")");
    int shortest = query.add("min(length(" + value + "))");
    int longest = query.add("max(length(" + value + "))");
    int characters = query.add("CAST(sum(length(" + value + ")) AS BIGINT)");
    return () ->
        new Lengths(
            query.number(count),
            query.number(shortest),
            query.number(longest),
            query.number(characters));
  }
}
