package dev.rondo.bench;

import dev.rondo.quality.suite.Suite;
import java.util.List;

/// A thousand expectations of a million rows of 200 columns in Parquet.
final class WideSuiteBenchmark implements Benchmark {
  private static final String NAME = "quality.suite1000_s";
  private static final long ROWS = 1_000_000;
  private static final int RUNS = 3;
  private static final double MOST_SECONDS = 15;
  private static final int MEMORY_MEGABYTES = 1_000;

  @Override
  public String title() {
    return "%,d expectations of %,d rows by %d columns"
        .formatted(WideSuiteData.EXPECTATIONS, ROWS, WideSuiteData.COLUMNS);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public List<Figure> run() throws Exception {
    Suite suite = Suite.parse("suite1000.yaml", WideSuiteData.suite());
    try (SuiteTable table =
        SuiteTable.open(
            MEMORY_MEGABYTES, (session, file) -> WideSuiteData.write(session, file, ROWS))) {
      Samples samples =
          Samples.of(
              RUNS,
              () ->
                  Verdicts.timed(
                          WideSuiteData.EXPECTATIONS, () -> SuiteTable.good(table.session(), suite))
                      / 1e3);
      return List.of(new Figure(NAME, "s", samples).withLimit(MOST_SECONDS));
    }
  }
}
