package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;
import java.util.List;

/// How a column cuts the rows into slices.
///
/// @param by [#CATEGORIES] or [#BINS]
/// @param count how many categories at the most, the most frequent ones, the others together in one
///   more; or how many bins of about as many rows each
public record Slicing(String column, String by, int count) {
  /// A slice for each value.
  public static final String CATEGORIES = "categories";

  /// Slices by quantiles.
  public static final String BINS = "bins";

  /// No column has more slices.
  public static final int MOST = 20;

  public Slicing {
    if (!List.of(CATEGORIES, BINS).contains(by) || count < 2 || count > MOST) {
      throw Problem.invalid(
          "The column '%s' cannot be cut into %d %s: 2 to %d categories or bins are needed.",
          column, count, by, MOST);
    }
  }
}
