package dev.rondo.quality.expectation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// All numbers of a column, or when there are more than [#MOST] a part of them by chance, between
/// half of that and all of it. It is halved whenever it grows too large: a hash of the value, of
/// which copy of it, and of how often it was halved decides who stays. So every row has the same
/// chance, and the same rows make the same sample in whatever order they come. A number takes 12
/// bytes on the way and 8 in the end.
final class NumberSample implements Metric.Fold {
  static final int MOST = 1 << 22;

  private static final long SEED = 0x9e3779b97f4a7c15L;

  private final int most;
  private double[] values = new double[1024];
  private int[] counts = new int[1024];
  private int size;
  private long kept;
  private long seen;
  private int halvings;
  private double[] sorted = new double[0];

  NumberSample() {
    this(MOST);
  }

  NumberSample(int most) {
    this.most = most;
  }

  @Override
  public void accept(@Nullable Object value, long count) {
    if (value == null) {
      return;
    }
    double number = ((Number) Scalars.comparable(value)).doubleValue();
    seen += count;
    long left = count;
    for (int i = 0; i < halvings; i++) {
      left = half(number, i, left);
    }
    while (kept + left > most) {
      left = half(number, halvings, left);
      halve();
    }
    add(number, (int) left);
  }

  private void add(double number, int count) {
    if (count == 0) {
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    values[size] = number;
    counts[size] = count;
    size++;
    kept += count;
  }

  private void halve() {
    int before = size;
    size = 0;
    kept = 0;
    for (int i = 0; i < before; i++) {
      add(values[i], (int) half(values[i], halvings, counts[i]));
    }
    halvings++;
  }

  /// How many of some copies stay: one bit of chance for each.
  private static long half(double number, int halving, long copies) {
    long seed = Double.doubleToLongBits(number) * SEED + halving;
    long left = 0;
    for (long from = 0; from < copies; from += Long.SIZE) {
      long bits = mix(mix(seed) + from);
      long here = Math.min(Long.SIZE, copies - from);
      left += Long.bitCount(here == Long.SIZE ? bits : bits & (1L << here) - 1);
    }
    return left;
  }

  /// Spreads every bit over all others (SplitMix64).
  private static long mix(long seed) {
    long bits = seed + SEED;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }

  @Override
  public Object result() {
    sorted = new double[Math.toIntExact(kept)];
    int to = 0;
    for (int i = 0; i < size; i++) {
      Arrays.fill(sorted, to, to + counts[i], values[i]);
      to += counts[i];
    }
    Arrays.sort(sorted);
    values = new double[0];
    counts = new int[0];
    return this;
  }

  /// The numbers in order; the caller does not change them.
  double[] sorted() {
    return sorted;
  }

  /// Says how many these are when they are not all.
  void tell(ObjectNode details) {
    if (isPart()) {
      details.put("sample_size", sorted.length);
    }
  }

  /// Whether these are not all numbers.
  boolean isPart() {
    return seen > kept;
  }
}
