package dev.rondo.bench;

import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import java.util.List;

/// The profile of a million rows of 21 columns in Parquet.
final class ProfileBenchmark implements Benchmark {
  private static final String NAME = "quality.profile_ms";
  private static final long ROWS = 1_000_000;
  private static final int RUNS = 5;
  private static final double MOST_MILLIS = 3_000;

  @Override
  public String title() {
    return "a profile of %,d rows by 21 columns".formatted(ROWS);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (SuiteTable table = SuiteTable.open(ROWS)) {
      Samples samples =
          Samples.of(
              RUNS,
              () -> {
                long start = System.nanoTime();
                Profiler.profile(table.session(), SuiteTable.NAME, ProfileOptions.standard());
                return (System.nanoTime() - start) / 1e6;
              });
      return List.of(new Figure(NAME, "ms", samples).withLimit(MOST_MILLIS));
    }
  }
}
