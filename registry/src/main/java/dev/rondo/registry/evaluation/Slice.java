package dev.rondo.registry.evaluation;

import java.util.Arrays;

/// Some of the rows.
///
/// @param column that cuts it; empty for all rows
/// @param rows their places, ascending
record Slice(String column, String label, int[] rows) {

  static Slice all(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    return new Slice("", "", rows);
  }
}
