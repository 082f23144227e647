package dev.rondo.bench;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A suite of 63 expectations on a million rows of 21 columns in Parquet; beside it the same
/// verdicts planned by hand in the same session.
final class SuiteBenchmark implements Benchmark {
  private static final String NAME = "quality.suite63_ms";
  private static final double MOST_OF_PEER = 1.3;
  private static final long ROWS = 1_000_000;
  private static final int RUNS = 15;

  @Override
  public String title() {
    return "63 expectations of %,d rows by 21 columns".formatted(ROWS);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  /// Each round does both, by turns the one and the other first.
  @Override
  public List<Figure> run() throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> byHand = new ArrayList<>();
    Suite suite = SuiteTable.suite();
    try (SuiteTable table = SuiteTable.open(ROWS)) {
      for (int i = 0; i <= RUNS; i++) {
        double early = i % 2 == 0 ? 0 : byHand(table.session());
        double mine = Verdicts.timed(63, () -> SuiteTable.good(table.session(), suite));
        double peer = i % 2 == 0 ? byHand(table.session()) : early;
        if (i > 0) {
          ours.add(mine);
          byHand.add(peer);
        }
      }
    }
    Figure.Peer peer = new Figure.Peer("DuckDB by hand", new Samples(byHand));
    return List.of(
        new Figure(NAME, "ms", new Samples(ours), Optional.of(peer)).withLimit(MOST_OF_PEER));
  }

  private static double byHand(SqlSession session) {
    return Verdicts.timed(63, () -> HandWrittenSuite.goodVerdicts(session, SuiteTable.NAME));
  }
}
