package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.profile.ColumnProfile.Counts;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The figures of all columns that add up row by row, from one scan.
final class Aggregates {
  /// The square of more than this is no number any more.
  private static final String SQUARABLE = "CASE WHEN abs(%1$s) <= 1e150 THEN %1$s END";

  private static final int NONE = -1;

  /// In wide tables an aggregate costs more to plan than to take over so many rows.
  private static final int FEW_ROWS = 5_000;

  private final Map<Integer, Column> columns = new HashMap<>();
  private final boolean careful;

  private Aggregates(boolean careful) {
    this.careful = careful;
  }

  /// What one column's aggregates came to.
  ///
  /// @param estimate of the distinct values in wide tables; 0 elsewhere
  record Column(
      Counts counts,
      Moments moments,
      Range range,
      long zeros,
      long negatives,
      Lengths lengths,
      long estimate) {
    String min() {
      return range.min;
    }

    String max() {
      return range.max;
    }

    double least() {
      return range.least;
    }

    double most() {
      return range.most;
    }

    /// How many count in the figures.
    long finite() {
      return counts.present() - counts.notNumbers() - counts.infinite();
    }
  }

  /// @param min as text, empty when there is none; `least` is the same as a number
  record Range(String min, String max, double least, double most) {
    static final Range NONE = new Range("", "", 0, 0);
  }

  record Lengths(long count, long shortest, long longest, long characters) {
    static final Lengths NONE = new Lengths(0, 0, 0, 0);
  }

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
    return Objects.requireNonNull(columns.get(source.index()));
  }

  /// Whether numbers too large to be squared were left out of means and deviations.
  boolean isCareful() {
    return careful;
  }

  private Aggregates read(Source source, long rows) {
    if (source.isWide() && rows > 0 && rows <= FEW_ROWS) {
      source.columns().stream()
          .collect(Collectors.groupingBy(SourceColumn::type))
          .values()
          .forEach(alike -> readAlike(source, alike, rows));
      return this;
    }
    FusedQuery query = source.fused();
    Map<Integer, Supplier<Column>> readers = new HashMap<>();
    for (SourceColumn column : source.columns()) {
      readers.put(column.index(), plan(query, column, rows, source.isWide()));
    }
    query.run();
    readers.forEach((index, reader) -> columns.put(index, reader.get()));
    return this;
  }

  /// Columns of one type below each other in one, so that their aggregates are planned once.
  private void readAlike(Source source, List<SourceColumn> alike, long rows) {
    SourceColumn first = alike.getFirst();
    SourceColumn stacked = new SourceColumn(0, "value", first.type(), first.family());
    String names = alike.stream().map(SourceColumn::quoted).collect(Collectors.joining(", "));
    FusedQuery query =
        new FusedQuery(
            source.session(),
            "(SELECT unnest(range(%d)) AS place, unnest([%s]) AS value FROM %s)"
                .formatted(alike.size(), names, source.from()));
    Supplier<Column> reader = plan(query, stacked, rows, true);
    Iterator<SourceColumn> column = alike.iterator();
    query.runBy("place", () -> columns.put(column.next().index(), reader.get()));
  }

  private Supplier<Column> plan(FusedQuery query, SourceColumn column, long rows, boolean isWide) {
    String value = column.value();
    Supplier<Counts> counts = counts(query, column, rows);
    Supplier<Range> range =
        column.family() == Family.OTHER || column.family() == Family.BOOLEAN
            ? () -> Range.NONE
            : range(query, column);
    Supplier<Moments> moments = column.isNumber() ? moments(query, column) : () -> Moments.NONE;
    int zeros = column.isNumber() ? query.add("count_if(" + value + " = 0)") : NONE;
    int negatives = column.isNumber() ? query.add("count_if(" + value + " < 0)") : NONE;
    Supplier<Lengths> lengths = column.isText() ? lengths(query, value) : () -> Lengths.NONE;
    int estimate = isWide ? query.add("approx_count_distinct(" + value + ")") : NONE;
    return () ->
        new Column(
            counts.get(),
            moments.get(),
            range.get(),
            number(query, zeros),
            number(query, negatives),
            lengths.get(),
            number(query, estimate));
  }

  private static Supplier<Counts> counts(FusedQuery query, SourceColumn column, long rows) {
    String name = column.quoted();
    boolean isFloat = column.family() == Family.FLOAT;
    int present = query.add("count(" + name + ")");
    int nan = isFloat ? query.add("count_if(isnan(" + name + "))") : NONE;
    int infinite = isFloat || column.isTime() ? query.add("count_if(isinf(" + name + "))") : NONE;
    int empty = column.isText() ? query.add("count_if(" + column.value() + " = '')") : NONE;
    return () ->
        new Counts(
            rows,
            rows - query.number(present),
            number(query, empty),
            number(query, nan),
            number(query, infinite));
  }

  private static Supplier<Range> range(FusedQuery query, SourceColumn column) {
    int min = query.add(column.shown("min(" + column.value() + ")"));
    int max = query.add(column.shown("max(" + column.value() + ")"));
    if (!column.isNumber() && !column.isTime()) {
      return () -> new Range(query.text(min), query.text(max), 0, 0);
    }
    int least = column.isTime() ? query.add("epoch(min(" + column.value() + "))") : min;
    int most = column.isTime() ? query.add("epoch(max(" + column.value() + "))") : max;
    return () -> new Range(query.text(min), query.text(max), query.real(least), query.real(most));
  }

  private static long number(FusedQuery query, int expression) {
    return expression == NONE ? 0 : query.number(expression);
  }

  private Supplier<Moments> moments(FusedQuery query, SourceColumn column) {
    String value =
        careful && column.family() != Family.WHOLE
            ? SQUARABLE.formatted(column.value())
            : column.value();
    int count = query.add("count(" + value + ")");
    boolean isWhole = column.family() == Family.WHOLE;
    int sum = query.add(isWhole ? "CAST(sum(" + value + ") AS DOUBLE)" : "fsum(" + value + ")");
    int variance = query.add("var_pop(" + value + ")");
    return () -> {
      long n = query.number(count);
      return n == 0
          ? Moments.NONE
          : new Moments(n, query.real(sum), query.real(sum) / n, query.real(variance) * n);
    };
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
