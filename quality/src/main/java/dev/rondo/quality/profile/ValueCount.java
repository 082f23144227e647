package dev.rondo.quality.profile;

import java.util.Comparator;

/// How many rows have a value.
public record ValueCount(String value, long count) {
  static final Comparator<ValueCount> MOST_FIRST =
      Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);
}
