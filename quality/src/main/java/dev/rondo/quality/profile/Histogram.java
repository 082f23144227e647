package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Counts of rows in neighbouring bins with round edges. A value within a ten-millionth of a bin
/// below an edge may count above it.
///
/// @param unit of the bins
/// @param width of a bin of numbers; 1 of times
/// @param exponent which of the round widths that is
/// @param first the index of the first bin: it begins at `first * width`
/// @param exact whether every row was counted; otherwise a sample was, and scaled
/// @param counts bin by bin, without a hole; empty when there is nothing to count
public record Histogram(
    BinUnit unit, double width, int exponent, long first, boolean exact, List<Long> counts) {
  static final Histogram NONE = new Histogram(BinUnit.NUMBER, 1, 0, 0, true, List.of());

  public Histogram {
    counts = List.copyOf(counts);
  }

  static Histogram of(Bins bins, NavigableMap<Long, Long> counted, boolean exact) {
    if (counted.isEmpty()) {
      return NONE;
    }
    long first = counted.firstKey();
    List<Long> counts =
        new ArrayList<>(Collections.nCopies((int) (counted.lastKey() - first) + 1, 0L));
    counted.forEach((index, count) -> counts.set((int) (index - first), count));
    return new Histogram(bins.unit(), bins.width(), bins.exponent(), first, exact, counts);
  }

  static Histogram of(Bins bins, WeightedValues values, boolean exact) {
    NavigableMap<Long, Long> counted = new TreeMap<>();
    for (int i = 0; i < values.values().length; i++) {
      counted.merge(bins.index(values.values()[i]), values.weights()[i], Long::sum);
    }
    return of(bins, counted, exact);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /// Where the bin of a position begins, for people.
  public String label(int position) {
    long index = first + position;
    return unit == BinUnit.NUMBER ? number(index) : unit.label(index);
  }

  private String number(long index) {
    int digits = Math.max(0, -Math.floorDiv(exponent, 2));
    double edge = index * width;
    return digits > 12 || Math.abs(edge) > 1e15
        ? Double.toString(edge)
        : String.format(Locale.ROOT, "%." + digits + "f", edge);
  }

  Bins bins() {
    return new Bins(unit, exponent);
  }

  /// The same rows in bins of both, at least as wide as before.
  ///
  /// @param wanted the bins of the range of both together
  Histogram merge(Histogram other, Bins wanted) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    NavigableMap<Long, Long> counted = new TreeMap<>();
    collect(wanted, counted);
    other.collect(wanted, counted);
    return of(wanted, counted, exact && other.exact);
  }

  private void collect(Bins wanted, Map<Long, Long> counted) {
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        counted.merge(wanted.index(bins(), first + i), counts.get(i), Long::sum);
      }
    }
  }
}
