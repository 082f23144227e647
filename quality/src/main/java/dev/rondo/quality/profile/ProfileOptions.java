package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;

/// What a profile is made with.
///
/// @param target the column that a model shall predict, to look for leaks; empty for none
/// @param sampleRows about how many rows are looked at one by one
/// @param seed which rows those are
public record ProfileOptions(String target, int sampleRows, long seed) {

  public ProfileOptions {
    if (sampleRows < 1) {
      throw Problem.invalid("A profile needs a sample of at least one row, not '%d'.", sampleRows);
    }
  }

  public static ProfileOptions standard() {
    return new ProfileOptions("", 20_000, 42);
  }

  public ProfileOptions withTarget(String column) {
    return new ProfileOptions(column, sampleRows, seed);
  }

  public ProfileOptions withSampleRows(int rows) {
    return new ProfileOptions(target, rows, seed);
  }

  public ProfileOptions withSeed(long value) {
    return new ProfileOptions(target, sampleRows, value);
  }
}
