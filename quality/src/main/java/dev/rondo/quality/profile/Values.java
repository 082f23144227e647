package dev.rondo.quality.profile;

import dev.rondo.quality.Classification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The distinct values of a column.
///
/// @param distinct how many; NULL is none
/// @param exact whether that was counted, not estimated
/// @param top the most frequent first
/// @param complete whether `top` holds every value
/// @param counted whether the counts in `top` are of all rows, not scaled from a sample
/// @param sketch to merge with other partitions
public record Values(
    long distinct,
    boolean exact,
    List<ValueCount> top,
    boolean complete,
    boolean counted,
    DistinctSketch sketch) {
  /// Up to so many values are kept, all of them; of more, only the most frequent.
  static final int MOST_KEPT = 500;

  static final int TOP = 20;

  public Values {
    top = List.copyOf(top);
  }

  /// The share of rows with a value that the distinct ones make up: 1 when no value comes twice.
  public double uniqueShare(long present) {
    return present == 0 ? 0 : Math.min(1, (double) distinct / present);
  }

  /// The same, of a column that is known to have no value twice.
  Values unique(long present) {
    return new Values(present, true, top, complete, counted, sketch);
  }

  Values masked() {
    List<ValueCount> hidden =
        top.stream()
            .limit(TOP)
            .map(value -> new ValueCount(Classification.mask(value.value()), value.count()))
            .toList();
    return new Values(distinct, exact, hidden, false, counted, sketch);
  }

  Values merge(Values other) {
    if (distinct == 0 || other.distinct == 0) {
      return distinct == 0 ? other : this;
    }
    List<ValueCount> union = union(other);
    DistinctSketch both = sketch.merge(other.sketch);
    boolean all = complete && other.complete;
    if (all && union.size() <= MOST_KEPT) {
      return new Values(union.size(), true, union, true, counted && other.counted, both);
    }
    return new Values(
        all ? union.size() : estimate(other, both),
        all,
        union.stream().limit(TOP).toList(),
        false,
        all && counted && other.counted,
        both);
  }

  private long estimate(Values other, DistinctSketch both) {
    long least = Math.max(distinct, other.distinct);
    return both.isPresent() ? Math.clamp(both.estimate(), least, distinct + other.distinct) : least;
  }

  private List<ValueCount> union(Values other) {
    Map<String, Long> counts = new TreeMap<>();
    top.forEach(value -> counts.merge(value.value(), value.count(), Long::sum));
    other.top.forEach(value -> counts.merge(value.value(), value.count(), Long::sum));
    return counts.entrySet().stream()
        .map(entry -> new ValueCount(entry.getKey(), entry.getValue()))
        .sorted(ValueCount.MOST_FIRST)
        .toList();
  }
}
