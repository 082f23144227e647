package dev.rondo.registry.evaluation;

import java.util.Arrays;
import java.util.List;

/// A plot as the table that it draws.
///
/// @param name `confusion`, `roc`, `calibration`, `residual_histogram`, `residuals`
/// @param columns their names
/// @param rows by row and column; never more than a few hundred
public record Plot(String name, List<String> columns, List<List<Double>> rows) {

  public Plot {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static List<Double> row(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
