package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// A sketch after Karnin, Lang and Liberty: values on levels, each level standing for twice the
/// rows of the one below; a level that is full hands every second value up. Ranks are right within
/// about 1.5 %, however often it is merged. Which values go up follows from the content alone, so
/// that equal rows make equal sketches.
///
/// @param levels packed; empty when nothing was sketched
public record QuantileSketch(String levels) {
  static final QuantileSketch NONE = new QuantileSketch("");
  private static final int TOP_CAPACITY = 320;
  private static final int LEAST_CAPACITY = 8;
  private static final int MOST_BYTES = 1 << 17;

  /// So many values come in before full levels are looked for.
  private static final int ROUND = 512;

  static QuantileSketch of(WeightedValues values) {
    if (values.isEmpty()) {
      return NONE;
    }
    Levels levels = new Levels();
    for (int i = 0; i < values.values().length; i++) {
      levels.add(values.values()[i], values.weights()[i]);
      if (i % ROUND == ROUND - 1) {
        levels.compact();
      }
    }
    levels.compact();
    return levels.packed();
  }

  boolean isPresent() {
    return !levels.isEmpty();
  }

  QuantileSketch merge(QuantileSketch other) {
    if (!isPresent() || !other.isPresent()) {
      return isPresent() ? this : other;
    }
    Levels union = Levels.unpack(levels);
    union.addAll(Levels.unpack(other.levels));
    return union.packed();
  }

  WeightedValues values() {
    return isPresent() ? Levels.unpack(levels).weighted() : WeightedValues.sample(new double[0], 0);
  }

  /// Growing lists of values, one for each power of two. Confined to one thread.
  private static final class Levels {
    private final List<double[]> items = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    void add(double value, long weight) {
      for (long rest = weight; rest != 0; rest &= rest - 1) {
        put(Long.numberOfTrailingZeros(rest), value);
      }
    }

    void addAll(Levels other) {
      for (int level = 0; level < other.items.size(); level++) {
        for (int i = 0; i < other.sizes.get(level); i++) {
          put(level, other.items.get(level)[i]);
        }
      }
      compact();
    }

    private void put(int level, double value) {
      while (items.size() <= level) {
        items.add(new double[LEAST_CAPACITY]);
        sizes.add(0);
      }
      int size = sizes.get(level);
      if (size == items.get(level).length) {
        items.set(level, Arrays.copyOf(items.get(level), size * 2));
      }
      items.get(level)[size] = value;
      sizes.set(level, size + 1);
    }

    private void compact() {
      for (int level = 0; level < items.size(); level++) {
        if (sizes.get(level) > capacity(level)) {
          handUp(level);
        }
      }
    }

    private int capacity(int level) {
      double share = Math.pow(2 / 3.0, items.size() - 1 - level);
      return Math.max(LEAST_CAPACITY, (int) (TOP_CAPACITY * share));
    }

    private void handUp(int level) {
      int size = sizes.get(level);
      double[] values = Arrays.copyOf(items.get(level), size);
      Arrays.sort(values);
      int pairs = size / 2;
      sizes.set(level, 0);
      if (size % 2 == 1) {
        put(level, values[size - 1]);
      }
      int first = coin(values, level);
      for (int i = 0; i < pairs; i++) {
        put(level + 1, values[2 * i + first]);
      }
    }

    private static int coin(double[] values, int level) {
      long mixed = Double.doubleToLongBits(values[values.length / 2]) + level;
      mixed = (mixed ^ (mixed >>> 31)) * 0x9E3779B97F4A7C15L;
      return (int) (mixed >>> 63);
    }

    WeightedValues weighted() {
      DoubleStream values = DoubleStream.empty();
      long[] weights = new long[sizes.stream().mapToInt(Integer::intValue).sum()];
      int at = 0;
      for (int level = 0; level < items.size(); level++) {
        values = DoubleStream.concat(values, Arrays.stream(items.get(level), 0, sizes.get(level)));
        Arrays.fill(weights, at, at + sizes.get(level), 1L << level);
        at += sizes.get(level);
      }
      return WeightedValues.of(values.toArray(), weights);
    }

    QuantileSketch packed() {
      int count = sizes.stream().mapToInt(Integer::intValue).sum();
      ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.size() + 8 * count);
      buffer.putInt(sizes.size());
      sizes.forEach(buffer::putInt);
      for (int level = 0; level < items.size(); level++) {
        double[] sorted = Arrays.copyOf(items.get(level), sizes.get(level));
        Arrays.sort(sorted);
        Arrays.stream(sorted).forEach(buffer::putDouble);
      }
      return new QuantileSketch(Packed.pack(buffer.array()));
    }

    static Levels unpack(String text) {
      ByteBuffer buffer = ByteBuffer.wrap(Packed.unpack(text, MOST_BYTES));
      try {
        int[] counts = new int[Math.min(buffer.getInt(), 64)];
        Arrays.setAll(counts, _ -> buffer.getInt());
        Levels levels = new Levels();
        for (int level = 0; level < counts.length; level++) {
          for (int i = 0; i < counts[level]; i++) {
            levels.put(level, buffer.getDouble());
          }
        }
        return levels;
      } catch (BufferUnderflowException e) {
        throw Problem.wrap(ProblemCode.INVALID_REQUEST, "A sketch of the profile is cut off.", e);
      }
    }
  }
}
