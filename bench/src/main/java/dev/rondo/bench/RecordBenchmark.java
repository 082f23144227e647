package dev.rondo.bench;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.RowJudge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One record judged by what of the suite of 63 expectations needs no other.
final class RecordBenchmark implements Benchmark {
  private static final String NAME = "quality.row_check_us";
  private static final int ROWS = 1_000;
  private static final int RUNS = 7;
  private static final int RECORDS = 200_000;
  private static final double MOST_MICROS = 20;

  @Override
  public String title() {
    return "one record by the expectations of rows among 63";
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (SuiteTable table = SuiteTable.open(ROWS)) {
      Batch batch = Batch.of(table.session(), SuiteTable.NAME);
      RowJudge judge = SuiteTable.CHECK.compile(SuiteTable.suite(), Map.of(), batch.columns());
      List<Map<String, Object>> records = records(table.session(), batch);
      Samples samples = Samples.of(RUNS, () -> perRecord(judge, records));
      return List.of(new Figure(NAME, "µs", samples).withLimit(MOST_MICROS));
    }
  }

  private static List<Map<String, Object>> records(SqlSession session, Batch batch) {
    return session.query(
        "SELECT * EXCLUDE (bonus) FROM " + SuiteTable.NAME,
        row -> {
          Map<String, Object> record = new HashMap<>();
          for (int i = 1; i <= row.width(); i++) {
            record.put(batch.columns().get(i - 1).name(), Objects.requireNonNull(row.value(i)));
          }
          return record;
        });
  }

  private static double perRecord(RowJudge judge, List<Map<String, Object>> records) {
    long start = System.nanoTime();
    for (int i = 0; i < RECORDS; i++) {
      judge.broken(records.get(i % records.size()));
    }
    return (System.nanoTime() - start) / 1e3 / RECORDS;
  }
}
