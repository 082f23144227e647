package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/// Edges of ranges that are made from data.
final class Edges {
  /// More ranges than these are never made.
  private static final int MOST_RANGES = 1_000;

  private Edges() {}

  /// Edges at equal distances: as many ranges as the greater of Sturges' and Freedman and Diaconis'
  /// rules ask for.
  static List<Double> of(long n, double least, double most, double middleHalf) {
    if (!Double.isFinite(most - least)) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "There are infinite values, between which no ranges can be made; give a"
              + " partition_object.");
    }
    if (least == most) {
      return List.of(least - Math.max(0.5, Math.ulp(least)), most + Math.max(0.5, Math.ulp(most)));
    }
    double ranges = Math.ceil(Math.log(n + 1.0) / Math.log(2));
    if (middleHalf >= 1e-10) {
      ranges = Math.max(ranges, Math.ceil((most - least) / (2 * middleHalf / Math.cbrt(n))));
    }
    return evenly(least, most, (int) Math.min(ranges, MOST_RANGES));
  }

  /// Edges at equal distances from the least to the most.
  static List<Double> evenly(double least, double most, int ranges) {
    List<Double> edges = new ArrayList<>();
    double step = (most - least) / ranges;
    for (int i = 0; i < ranges; i++) {
      edges.add(i * step + least);
    }
    edges.add(most);
    return edges;
  }
}
