package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How many rows there are of each kind of both columns; no row or column of it is all zeros.
record Crosstab(List<String> rows, List<String> columns, double[][] counts) {
  static final int MOST_CELLS = 1_000_000;

  static Crosstab of(List<Cells> cells, Axis a, Axis b) {
    Map<Object, Integer> rows = places(cells, 0);
    Map<Object, Integer> columns = places(cells, 1);
    if ((long) rows.size() * columns.size() > MOST_CELLS || cells.size() > MOST_CELLS) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The columns have too many kinds of values together; bins make them fewer.");
    }
    double[][] counts = new double[rows.size()][columns.size()];
    for (Cells cell : cells) {
      counts[place(rows, cell.value(0))][place(columns, cell.value(1))] = cell.number(2);
    }
    return new Crosstab(
        rows.keySet().stream().map(a::label).toList(),
        columns.keySet().stream().map(b::label).toList(),
        counts);
  }

  private static Map<Object, Integer> places(List<Cells> cells, int index) {
    Map<Object, Integer> places = new TreeMap<>(Scalars::compareAny);
    cells.forEach(cell -> places.put(cell.value(index), 0));
    int place = 0;
    for (Map.Entry<Object, Integer> entry : places.entrySet()) {
      entry.setValue(place++);
    }
    return places;
  }

  private static int place(Map<Object, Integer> places, Object key) {
    return Objects.requireNonNull(places.get(key));
  }

  /// Cramér's V; NaN when either column has only one kind.
  double association() {
    int smaller = Math.min(rows.size(), columns.size());
    if (smaller < 2) {
      return Double.NaN;
    }
    double[] ofRow = new double[rows.size()];
    double[] ofColumn = new double[columns.size()];
    for (int i = 0; i < ofRow.length; i++) {
      for (int j = 0; j < ofColumn.length; j++) {
        ofRow[i] += counts[i][j];
        ofColumn[j] += counts[i][j];
      }
    }
    double all = Arrays.stream(ofRow).sum();
    return Math.min(Math.sqrt(chiSquare(ofRow, ofColumn, all) / all / (smaller - 1)), 1);
  }

  private double chiSquare(double[] ofRow, double[] ofColumn, double all) {
    boolean isSmall = rows.size() == 2 && columns.size() == 2;
    double statistic = 0;
    for (int i = 0; i < ofRow.length; i++) {
      for (int j = 0; j < ofColumn.length; j++) {
        statistic += square(counts[i][j], ofRow[i] * ofColumn[j] / all, isSmall);
      }
    }
    return statistic;
  }

  /// In a table of two by two, half a row less, as Yates corrects it.
  private static double square(double observed, double expected, boolean isSmall) {
    double difference = Math.abs(observed - expected);
    double corrected = isSmall ? difference - Math.min(0.5, difference) : difference;
    return corrected * corrected / expected;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("rows", Wire.list(rows));
    json.set("columns", Wire.list(columns));
    ArrayNode lines = json.putArray("counts");
    for (double[] line : counts) {
      ArrayNode numbers = lines.addArray();
      for (double count : line) {
        numbers.add((long) count);
      }
    }
    return json;
  }
}
