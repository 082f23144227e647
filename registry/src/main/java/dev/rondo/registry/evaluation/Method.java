package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;

/// How intervals are found: the percentile bootstrap of Efron and Tibshirani, "An Introduction to
/// the Bootstrap" (1993), chapter 13.
///
/// @param resamples how many
/// @param level how much of the resamples lies within the interval
/// @param seed of the draws
/// @param mostRows of more rows, as many evenly spread ones are resampled, and the deviations made
///   smaller by the root of their share, since they shrink with the root of the number of rows
/// @param mostSliceRows the same within a slice
public record Method(int resamples, double level, long seed, int mostRows, int mostSliceRows) {
  /// 200 resamples, 95 %.
  public static final Method STANDARD = new Method(200, 0.95, 1, 1_000, 250);

  public Method {
    boolean isSized = resamples > 1 && resamples <= 10_000 && mostRows > 1 && mostSliceRows > 1;
    if (!isSized || !(level > 0 && level < 1)) {
      throw Problem.invalid(
          "A bootstrap of %d resamples of %d rows, %d in a slice, at level %s cannot be made: 2 to"
              + " 10,000 resamples, 2 rows or more, and a level between 0 and 1 are needed.",
          resamples, mostRows, mostSliceRows, level);
    }
  }
}
