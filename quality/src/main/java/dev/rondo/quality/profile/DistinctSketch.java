package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;

/// A HyperLogLog of 2048 registers: how many distinct values there are, 2.3 % standard error.
/// Merging is exact: a sketch of two partitions is the sketch of both together.
///
/// @param registers packed; empty when nothing was sketched
public record DistinctSketch(String registers) {
  static final DistinctSketch NONE = new DistinctSketch("");
  static final int BUCKETS = 2048;
  static final int BUCKET_BITS = 11;
  private static final int HASH_BITS = 64 - BUCKET_BITS;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / BUCKETS);

  /// Collects hashes, each split into its bucket and the rest.
  static final class Builder {
    private final byte[] registers = new byte[BUCKETS];

    /// @param rest the smallest of several will do
    void add(int bucket, long rest) {
      int rank = Long.numberOfLeadingZeros(rest) - BUCKET_BITS + 1;
      registers[bucket] = (byte) Math.max(registers[bucket], Math.min(rank, HASH_BITS + 1));
    }

    DistinctSketch build() {
      return new DistinctSketch(Packed.pack(registers));
    }
  }

  boolean isPresent() {
    return !registers.isEmpty();
  }

  /// The estimated number of distinct values; small numbers are nearly exact.
  public long estimate() {
    double sum = 0;
    int empty = 0;
    for (byte register : unpacked()) {
      sum += Math.scalb(1.0, -register);
      empty += register == 0 ? 1 : 0;
    }
    double raw = ALPHA * BUCKETS * BUCKETS / sum;
    boolean isSmall = raw <= 2.5 * BUCKETS && empty > 0;
    return Math.round(isSmall ? BUCKETS * Math.log((double) BUCKETS / empty) : raw);
  }

  /// Absent when either is: then nothing is known of the union.
  DistinctSketch merge(DistinctSketch other) {
    if (!isPresent() || !other.isPresent()) {
      return NONE;
    }
    byte[] union = unpacked();
    byte[] more = other.unpacked();
    for (int i = 0; i < BUCKETS; i++) {
      union[i] = (byte) Math.max(union[i], more[i]);
    }
    return new DistinctSketch(Packed.pack(union));
  }

  private byte[] unpacked() {
    byte[] bytes = Packed.unpack(registers, BUCKETS + 1);
    if (bytes.length != BUCKETS) {
      throw Problem.invalid(
          "A sketch of the profile has %d registers, not %d.", bytes.length, BUCKETS);
    }
    return bytes;
  }
}
