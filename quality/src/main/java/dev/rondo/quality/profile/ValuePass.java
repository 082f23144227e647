package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The distinct values of each column: all of them where they are few, else an estimate and the
/// most frequent of the sample. One scan of the column alone.
record ValuePass(Source source, Sample sample, Aggregates aggregates) {

  /// @param numbers the values as numbers with their counts, where all are known
  record Found(Values values, Optional<WeightedValues> numbers) {}

  Found of(SourceColumn column) {
    SampleColumn seen = sample.column(column);
    long present = aggregates.column(column).counts().present();
    if (present == 0) {
      return new Found(new Values(0, true, List.of(), true, true, DistinctSketch.NONE), none());
    }
    if (source.isWide()) {
      return new Found(lean(column, seen), none());
    }
    if (seen.distinct() <= Values.MOST_KEPT && column.family() != Family.OTHER) {
      return listed(column, seen);
    }
    return new Found(fromSample(column, seen, sketch(column)), none());
  }

  private static Optional<WeightedValues> none() {
    return Optional.empty();
  }

  private Values lean(SourceColumn column, SampleColumn seen) {
    Values values = fromSample(column, seen, DistinctSketch.NONE);
    return values.exact()
        ? values
        : new Values(
            Math.max(aggregates.column(column).estimate(), seen.distinct()),
            false,
            values.top(),
            false,
            false,
            DistinctSketch.NONE);
  }

  private Values fromSample(SourceColumn column, SampleColumn seen, DistinctSketch sketch) {
    long[] counts = seen.counts();
    List<ValueCount> top =
        IntStream.range(0, counts.length)
            .filter(code -> counts[code] > 1 || sample.isComplete())
            .mapToObj(code -> new ValueCount(seen.texts().get(code), scaled(counts[code])))
            .sorted(ValueCount.MOST_FIRST)
            .limit(Values.TOP)
            .toList();
    boolean isWhole = sample.isComplete() && !isCut(column);
    long present = aggregates.column(column).counts().present();
    long distinct =
        isWhole || !sketch.isPresent()
            ? seen.distinct()
            : Math.clamp(sketch.estimate(), Math.min(seen.distinct(), present), present);
    boolean isAll = isWhole && seen.distinct() <= Values.TOP;
    return new Values(distinct, isWhole, top, isAll, sample.isComplete(), sketch);
  }

  /// Texts are read only so far, and numbers of more than 53 bits not to the last.
  private boolean isCut(SourceColumn column) {
    Aggregates.Column figures = aggregates.column(column);
    boolean isLong = figures.lengths().longest() > SourceColumn.LONGEST_TEXT;
    double widest = Math.max(Math.abs(figures.least()), Math.abs(figures.most()));
    return column.family() == Family.OTHER
        || isLong
        || (column.isNumber() && column.family() != Family.FLOAT && widest > 1L << 53);
  }

  private long scaled(long count) {
    return Math.round(count * sample.weight());
  }

  private DistinctSketch sketch(SourceColumn column) {
    DistinctSketch.Builder builder = new DistinctSketch.Builder();
    source
        .session()
        .forEach(
            """
            SELECT CAST(h %% %d AS INTEGER), CAST(min(h >> %d) AS BIGINT)
            FROM (SELECT hash(%s) AS h FROM %s WHERE %s IS NOT NULL) GROUP BY 1
            """
                .formatted(
                    DistinctSketch.BUCKETS,
                    DistinctSketch.BUCKET_BITS,
                    column.value(),
                    source.from(),
                    column.value()),
            row -> builder.add((int) row.number(1), row.number(2)));
    return builder.build();
  }

  /// One value with its count, its number, and its hash.
  private record Listed(String text, long count, double number, long distinct) {}

  private Found listed(SourceColumn column, SampleColumn seen) {
    DistinctSketch.Builder builder = new DistinctSketch.Builder();
    String number = column.isNumber() ? "CAST(v AS DOUBLE)" : column.isTime() ? "epoch(v)" : "0";
    List<Listed> listed =
        source
            .session()
            .query(
                """
                SELECT %s, c, %s, count(*) OVER (), CAST(hash(v) %% %d AS INTEGER), CAST(hash(v) >> %d AS BIGINT)
                FROM (SELECT %s AS v, count(*) AS c FROM %s GROUP BY 1)
                WHERE v IS NOT NULL ORDER BY c DESC, v LIMIT %d
                """
                    .formatted(
                        column.shown("v"),
                        number,
                        DistinctSketch.BUCKETS,
                        DistinctSketch.BUCKET_BITS,
                        column.value(),
                        source.from(),
                        Values.MOST_KEPT + 1),
                row -> {
                  builder.add((int) row.number(5), row.number(6));
                  return new Listed(row.text(1), row.number(2), row.real(3), row.number(4));
                });
    return listed.size() > Values.MOST_KEPT
        ? tooMany(column, listed)
        : all(column, listed, builder.build());
  }

  private Found tooMany(SourceColumn column, List<Listed> listed) {
    Values values =
        new Values(
            listed.getFirst().distinct(),
            true,
            counts(listed.subList(0, Values.TOP)),
            false,
            true,
            sketch(column));
    return new Found(values, none());
  }

  private static Found all(SourceColumn column, List<Listed> listed, DistinctSketch sketch) {
    Values values = new Values(listed.size(), true, counts(listed), true, true, sketch);
    return new Found(
        values,
        column.isNumber() || column.isTime()
            ? Optional.of(
                WeightedValues.of(
                    listed.stream().mapToDouble(Listed::number).toArray(),
                    listed.stream().mapToLong(Listed::count).toArray()))
            : none());
  }

  private static List<ValueCount> counts(List<Listed> listed) {
    List<ValueCount> counts = new ArrayList<>();
    listed.forEach(one -> counts.add(new ValueCount(one.text(), one.count())));
    counts.sort(ValueCount.MOST_FIRST);
    return counts;
  }
}
