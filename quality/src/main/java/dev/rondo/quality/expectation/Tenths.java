package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.profile.BinUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Ranges of numbers that each hold about a tenth of the reference, the first and the last without
/// an end: each begins with its edge and ends before the next. A reference with one value alone has
/// three: below it, at it and above it.
///
/// @param edges between the ranges, rising
record Tenths(List<Double> edges) {
  private static final int RANGES = 10;

  Tenths {
    edges = List.copyOf(edges);
  }

  /// @param deciles of the reference, with repetitions
  static Tenths of(List<Double> deciles) {
    List<Double> edges = List.copyOf(new TreeSet<>(deciles));
    return new Tenths(
        edges.size() == 1 ? List.of(edges.getFirst(), Math.nextUp(edges.getFirst())) : edges);
  }

  /// The shares at which a reference is cut.
  static List<Double> shares() {
    List<Double> shares = new ArrayList<>();
    for (int i = 1; i < RANGES; i++) {
      shares.add((double) i / RANGES);
    }
    return shares;
  }

  /// Ranges made of a profile's bins, and how many rows of the profile each has.
  record OfProfile(Tenths ranges, long[] counts) {

    static OfProfile of(String column, dev.rondo.quality.profile.Histogram histogram) {
      if (histogram.counts().isEmpty() || histogram.unit() != BinUnit.NUMBER) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The profile keeps no histogram of numbers of the column \"%s\".",
            column);
      }
      double each = histogram.counts().stream().mapToLong(Long::longValue).sum() / (double) RANGES;
      List<Double> edges = new ArrayList<>();
      List<Long> counts = new ArrayList<>(List.of(0L));
      int last = histogram.counts().size() - 1;
      for (int i = 0; i <= last; i++) {
        counts.set(counts.size() - 1, counts.getLast() + histogram.counts().get(i));
        if (counts.getLast() >= each && i < last) {
          edges.add((histogram.first() + i + 1) * histogram.width());
          counts.add(0L);
        }
      }
      if (edges.isEmpty()) {
        edges.add(histogram.first() * histogram.width());
        edges.add((histogram.first() + last + 1) * histogram.width());
        counts.addFirst(0L);
        counts.add(0L);
      }
      return new OfProfile(new Tenths(edges), counts.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /// What counts the numbers below each edge, and all.
  List<Metric> metrics(Scope scope, BatchColumn column) {
    String number = Histogram.number(column);
    List<Metric> metrics = new ArrayList<>();
    edges.forEach(edge ->
        metrics.add(scope.scalar("count_if(%s < %s)".formatted(number, Scalars.sql(edge)))));
    metrics.add(Histogram.values(scope, column));
    return metrics;
  }

  /// How many numbers each range has.
  ///
  /// @param below the answers to [#metrics]
  static long[] counts(List<Long> below) {
    long[] counts = new long[below.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = below.get(i) - (i == 0 ? 0 : below.get(i - 1));
    }
    return counts;
  }
}
