package dev.rondo.quality.expectation;

import dev.rondo.data.SqlRow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Some values of one row, in order; null where missing. Its owner does not change it.
final class Cells {
  private static final int LONGEST_EXAMPLE = 10_000;

  private final @Nullable Object[] values;

  private Cells(@Nullable Object[] values) {
    this.values = values;
  }

  /// Takes the array as it is.
  static Cells of(@Nullable Object... values) {
    return new Cells(values);
  }

  static Cells of(SqlRow row) {
    @Nullable Object[] values = new @Nullable Object[row.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(i + 1);
    }
    return new Cells(values);
  }

  /// To be shown: of a very long text only the beginning.
  static Cells example(SqlRow row) {
    Cells cells = of(row);
    for (int i = 0; i < cells.values.length; i++) {
      if (cells.values[i] instanceof String text && text.length() > LONGEST_EXAMPLE) {
        cells.values[i] = text.substring(0, LONGEST_EXAMPLE) + "…";
      }
    }
    return cells;
  }

  @Nullable Object get(int index) {
    return values[index];
  }

  /// A value that is there.
  Object value(int index) {
    Object value = values[index];
    if (value == null) {
      throw new IllegalStateException("Value " + index + " is missing.");
    }
    return value;
  }

  long number(int index) {
    return ((Number) value(index)).longValue();
  }

  boolean isMissing(int index) {
    return Scalars.isMissing(values[index]);
  }

  /// How many are missing.
  int missing() {
    int missing = 0;
    for (Object value : values) {
      missing += Scalars.isMissing(value) ? 1 : 0;
    }
    return missing;
  }

  int size() {
    return values.length;
  }

  Cells part(int from, int to) {
    return new Cells(Arrays.copyOfRange(values, from, to));
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
