package dev.rondo.quality.custom;

import org.jspecify.annotations.Nullable;

/// One row.
@FunctionalInterface
public interface CustomRow {

  /// A value: a text, a number, a Boolean, a time of `java.time`, or null where it is missing.
  ///
  /// @throws IllegalArgumentException when there is no such column
  @Nullable Object value(String column);
}
