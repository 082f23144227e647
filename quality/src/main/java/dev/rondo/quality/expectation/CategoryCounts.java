package dev.rondo.quality.expectation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Counts expected values one by one. Of the unexpected ones, however many there are, it keeps how
/// many occur how often, and the most frequent to be shown.
final class CategoryCounts implements Metric.Fold {
  private static final int SHOWN = 1_000;
  private static final Comparator<Category> MOST_FREQUENT =
      Comparator.comparingLong((Category category) -> -category.count)
          .thenComparing(Category::value, Scalars::compareAny);

  private final List<JsonNode> expected;
  private final Kind kind;
  private final Map<Object, Integer> places = new HashMap<>();
  private final long[] counts;
  private final Map<Long, Long> unexpectedByCount = new TreeMap<>();
  private final List<Category> shown = new ArrayList<>();
  private long unexpected;
  private long values;

  /// A value with its count.
  record Category(Object value, long count) {}

  CategoryCounts(List<JsonNode> expected, Kind kind) {
    this.expected = expected;
    this.kind = kind;
    this.counts = new long[expected.size()];
    for (int i = 0; i < counts.length; i++) {
      int place = i;
      Scalars.of(expected.get(i), kind)
          .ifPresent(value -> places.put(Members.canonical(value), place));
    }
  }

  @Override
  public void accept(@Nullable Object value, long count) {
    if (value == null) {
      return;
    }
    values += count;
    Integer place = places.get(Members.canonical(Scalars.comparable(value)));
    if (place != null) {
      counts[place] += count;
      return;
    }
    unexpected++;
    unexpectedByCount.merge(count, 1L, Long::sum);
    shown.add(new Category(kind == Kind.OTHER ? value.toString() : value, count));
    if (shown.size() > 2 * SHOWN) {
      keepMostFrequent();
    }
  }

  private void keepMostFrequent() {
    shown.sort(MOST_FREQUENT);
    shown.subList(SHOWN, shown.size()).clear();
  }

  @Override
  public Object result() {
    if (shown.size() > SHOWN) {
      keepMostFrequent();
    }
    shown.sort(Comparator.comparing(Category::value, Scalars::compareAny));
    return this;
  }

  /// How many non-null values there are.
  long values() {
    return values;
  }

  /// How many different unexpected values there are.
  long unexpected() {
    return unexpected;
  }

  /// Of the unexpected values, the counts, each with how many have it.
  Map<Long, Long> unexpectedByCount() {
    return unexpectedByCount;
  }

  /// Of each expected value.
  long count(int place) {
    return counts[place];
  }

  /// The expected values and the most frequent unexpected ones, the latter in order.
  List<JsonNode> names() {
    List<JsonNode> names = new ArrayList<>(expected);
    shown.forEach(category -> names.add(Wire.of(category.value)));
    return names;
  }

  /// The most frequent unexpected values, in their order.
  List<Category> frequent() {
    return Collections.unmodifiableList(shown);
  }

  /// Of [#names], the share of all values.
  List<Double> shares() {
    List<Double> shares = new ArrayList<>();
    for (long count : counts) {
      shares.add(share(count));
    }
    shown.forEach(category -> shares.add(share(category.count)));
    return shares;
  }

  double share(long count) {
    return values == 0 ? 0 : (double) count / values;
  }

  /// How many unexpected values are not among [#names].
  long leftOut() {
    return unexpected - shown.size();
  }
}
