package dev.rondo.web;

import dev.rondo.quality.profile.Correlation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Correlations of columns with one another, as a square of cells.
record Matrix(List<String> names, int size, List<Cell> cells) {
  static final int STEP = 34;
  static final int LEFT = 150;
  static final int TOP = 96;
  private static final int MOST = 14;

  /// @param value from -1 to 1
  record Cell(int x, int y, String left, String right, double value) {
    String css() {
      return value < 0 ? "minus" : "plus";
    }
  }

  static Matrix of(List<Correlation> strongestFirst) {
    TreeSet<String> chosen = new TreeSet<>();
    for (Correlation one : strongestFirst) {
      if (chosen.size() < MOST - 1) {
        chosen.add(one.left());
        chosen.add(one.right());
      }
    }
    List<String> names = List.copyOf(chosen);
    List<Cell> cells = new ArrayList<>();
    for (Correlation one : strongestFirst) {
      int left = names.indexOf(one.left());
      int right = names.indexOf(one.right());
      if (left >= 0 && right >= 0) {
        cells.add(cell(left, right, one));
        cells.add(cell(right, left, one));
      }
    }
    return new Matrix(names, names.size() * STEP, cells);
  }

  private static Cell cell(int column, int row, Correlation one) {
    return new Cell(LEFT + column * STEP, TOP + row * STEP, one.left(), one.right(), one.value());
  }
}
