package dev.rondo.bench;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.RowJudge;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Data tests on a million rows of 21 columns in Parquet: a suite of 63 expectations, beside it the
/// same verdicts planned by hand in the same session; the profile of the same table; and one record
/// judged by what of the suite needs no other.
final class SuiteBenchmark implements Benchmark {
  private static final String SUITE = "quality.suite63_ms";
  private static final String PROFILE = "quality.profile_ms";
  private static final String RECORD = "quality.row_check_us";
  private static final long ROWS = 1_000_000;
  private static final int RUNS = 7;
  private static final int RECORDS = 200_000;
  private static final int MEMORY_MEGABYTES = 400;
  private static final SuiteCheck CHECK = new SuiteCheck(EventTime.parse("2021-01-01T00:00:00Z"));

  @Override
  public String title() {
    return "63 expectations and a profile of %,d rows by 21 columns".formatted(ROWS);
  }

  @Override
  public List<String> figures() {
    return List.of(SUITE, PROFILE, RECORD);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch home = Scratch.open()) {
      Path data = home.folder("data");
      int cores = Runtime.getRuntime().availableProcessors();
      SqlEngine engine = new SqlEngine(MEMORY_MEGABYTES, cores, home.folder("tmp"));
      try (SqlSession session = engine.open(List.of(data))) {
        Path file = data.resolve("rows.parquet");
        SuiteData.write(session, file, ROWS);
        session.execute("CREATE VIEW bench AS SELECT * FROM read_parquet('" + file + "')");
        return List.of(suite(session), profile(session), record(session));
      }
    }
  }

  private static Suite suite() throws IOException {
    try (InputStream text = SuiteBenchmark.class.getResourceAsStream("suite63.yaml")) {
      return Suite.parse(
          "suite63.yaml",
          new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Figure suite(SqlSession session) throws IOException {
    Suite suite = suite();
    List<Double> ours = new ArrayList<>();
    List<Double> byHand = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      double early = i % 2 == 0 ? 0 : byHand(session);
      double mine = timed(suite.expectations().size(), () -> good(session, suite));
      double peer = i % 2 == 0 ? byHand(session) : early;
      if (i > 0) {
        ours.add(mine);
        byHand.add(peer);
      }
    }
    return new Figure(
        SUITE,
        "ms",
        new Samples(ours),
        Optional.of(new Figure.Peer("DuckDB by hand", new Samples(byHand))));
  }

  private static int good(SqlSession session, Suite suite) {
    SuiteResult result =
        CHECK.check(session, "bench", suite, Map.of(), ResultFormat.of(Level.BASIC));
    return (int) result.results().stream().filter(one -> one.result().success()).count();
  }

  private static double byHand(SqlSession session) {
    return timed(63, () -> HandWrittenSuite.goodVerdicts(session, "bench"));
  }

  /// The milliseconds of work that must find so many good verdicts.
  private static double timed(int wanted, IntSupplier work) {
    long start = System.nanoTime();
    int good = work.getAsInt();
    double millis = (System.nanoTime() - start) / 1e6;
    if (good != wanted) {
      throw Problem.conflict("%d of %d expectations are fulfilled, not all.", good, wanted);
    }
    return millis;
  }

  private static Figure profile(SqlSession session) throws Exception {
    return new Figure(
        PROFILE,
        "ms",
        Samples.of(
            5,
            () -> {
              long start = System.nanoTime();
              Profiler.profile(session, "bench", ProfileOptions.standard());
              return (System.nanoTime() - start) / 1e6;
            }));
  }

  private static Figure record(SqlSession session) throws Exception {
    Batch batch = Batch.of(session, "bench");
    RowJudge judge = CHECK.compile(suite(), Map.of(), batch.columns());
    List<Map<String, Object>> records = new ArrayList<>();
    session.forEach(
        "SELECT * EXCLUDE (bonus) FROM bench LIMIT 1000",
        row -> {
          Map<String, Object> record = new HashMap<>();
          for (int i = 1; i <= row.width(); i++) {
            record.put(batch.columns().get(i - 1).name(), Objects.requireNonNull(row.value(i)));
          }
          records.add(record);
        });
    return new Figure(RECORD, "µs", Samples.of(RUNS, () -> perRecord(judge, records)));
  }

  private static double perRecord(RowJudge judge, List<Map<String, Object>> records) {
    long start = System.nanoTime();
    for (int i = 0; i < RECORDS; i++) {
      judge.broken(records.get(i % records.size()));
    }
    return (System.nanoTime() - start) / 1e3 / RECORDS;
  }
}
