package dev.rondo.quality.profile;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The histogram of a column of numbers or times: from its values where all are known, else by one
/// scan of the column.
record BinPass(Source source, Sample sample, Aggregates aggregates) {

  static Optional<Bins> bins(SourceColumn column, Aggregates.Column figures) {
    if (figures.min().isEmpty() || !(column.isNumber() || column.isTime())) {
      return Optional.empty();
    }
    return Optional.of(
        column.isTime()
            ? Bins.ofTimes(figures.least(), figures.most(), column.isDate())
            : Bins.ofNumbers(figures.least(), figures.most(), column.family() == Family.WHOLE));
  }

  Histogram of(SourceColumn column, Optional<WeightedValues> all) {
    return bins(column, aggregates.column(column))
        .map(bins -> of(column, bins, all))
        .orElse(Histogram.NONE);
  }

  private Histogram of(SourceColumn column, Bins bins, Optional<WeightedValues> all) {
    if (all.isPresent()) {
      return Histogram.of(bins, all.get(), true);
    }
    if (source.isWide()) {
      long present = aggregates.column(column).counts().present();
      WeightedValues some = WeightedValues.sample(sample.column(column).numbers(), present);
      return Histogram.of(bins, some, sample.isComplete());
    }
    return Histogram.of(bins, counted(column, bins), true);
  }

  private NavigableMap<Long, Long> counted(SourceColumn column, Bins bins) {
    NavigableMap<Long, Long> counts = new TreeMap<>();
    String value = column.isTime() ? column.value() : column.real();
    source
        .session()
        .forEach(
            "SELECT b, count(*) FROM (SELECT %s AS b FROM %s) WHERE b IS NOT NULL GROUP BY b"
                .formatted(bins.sql(value), source.from()),
            row -> counts.put(row.number(1), row.number(2)));
    return counts;
  }
}
