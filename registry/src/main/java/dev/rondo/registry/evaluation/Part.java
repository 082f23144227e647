package dev.rondo.registry.evaluation;

import java.util.List;
import java.util.Optional;

/// All rows, or a slice of them.
///
/// @param column that cuts the slice; empty for all rows
/// @param label which slice, such as `2.1 to 4`; empty for all rows
/// @param small whether there are too few rows to rely on
/// @param differences from the baseline; empty without one
public record Part(
    String column,
    String label,
    int rows,
    boolean small,
    List<Figure> figures,
    List<Difference> differences) {
  /// With fewer rows a slice is small.
  public static final int FEW = 30;

  public Part {
    figures = List.copyOf(figures);
    differences = List.copyOf(differences);
  }

  public Optional<Figure> figure(Measure measure) {
    return figures.stream().filter(one -> one.metric().equals(measure.text())).findFirst();
  }

  public Optional<Difference> difference(Measure measure) {
    return differences.stream().filter(one -> one.metric().equals(measure.text())).findFirst();
  }

  /// For sentences: `on trip_distance 2.1 to 4`; empty for all rows.
  String place() {
    return column.isEmpty() ? "" : " on %s %s".formatted(column, label);
  }
}
