package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.data.SqlSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's contract on the real files, read as text.
class TaxiContractTest {
  static final String LOAD =
      """
      CREATE OR REPLACE TABLE trips AS
      SELECT * EXCLUDE (filename, month), month AS file_month,
          month || '-' || row_number() OVER (PARTITION BY month) AS trip_id,
          date_diff('second', TRY_CAST(pickup_datetime AS TIMESTAMP),
              TRY_CAST(dropoff_datetime AS TIMESTAMP)) AS duration_seconds
      FROM (SELECT *, regexp_extract(filename, '(\\d{4}-\\d{2})\\.csv$', 1) AS month
          FROM read_csv(%s, all_varchar = true, header = true, filename = true, strict_mode = false,
              delim = ',', quote = '"'))
      """;

  @TempDir Path folder;

  private static Optional<Path> trips() {
    Optional<Path> trips = Sessions.data().map(data -> data.resolve("nyc-taxi"));
    if (trips.isEmpty()) {
      System.err.println("Skipped: the real files are not here; point RONDO_DATA at their folder.");
    }
    assumeTrue(trips.isPresent(), "the real files are not here");
    return trips;
  }

  @Test
  void theRealFilesBreakTheFourRulesAsOftenAsIsKnown() {
    Path files = trips().orElseThrow();
    try (SqlSession session = Sessions.open(folder, files)) {
      session.execute(LOAD.formatted(SqlSession.text(files + "/*.csv")));
      QualityResult result =
          ContractCheck.check(session, "trips", Sessions.example("trips.yaml"), Sessions.NOW);
      assertThat(List.of(result.read(), result.accepted(), result.quarantined()))
          .containsExactly(360_000L, 352_753L, 7_247L);
      assertThat(result.brokenMoreThanOnce()).isEqualTo(2_394);
      assertThat(
              result.rules().stream()
                  .filter(rule -> rule.breaches() > 0)
                  .collect(Collectors.toMap(RuleResult::rule, RuleResult::breaches)))
          .containsOnlyKeys("month", "duration", "distance", "total")
          .containsEntry("month", 10L)
          .containsEntry("duration", 4_681L)
          .containsEntry("distance", 4_207L)
          .containsEntry("total", 832L);
      assertThat(
              session.query(
                  "SELECT sum(len(broken_rules)) FROM trips_quarantined", row -> row.number(1)))
          .containsExactly(9_730L);
    }
  }

  @Test
  void aCheckOfADayAndOfAMonthAreFast() {
    Path files = trips().orElseThrow();
    try (SqlSession session = Sessions.open(folder, files)) {
      session.execute(LOAD.formatted(SqlSession.text(files + "/*2018-01.csv")));
      session.execute("CREATE TABLE day AS SELECT * FROM trips LIMIT 330");
      Contract contract = Sessions.example("trips.yaml");
      for (String relation : List.of("day", "trips")) {
        System.err.printf(
            "a check of '%s': %.1f ms beside %.1f ms for a plain copy%n",
            relation,
            median(() -> ContractCheck.check(session, relation, contract, Sessions.NOW)),
            median(() -> session.execute("CREATE OR REPLACE TEMP TABLE c AS FROM " + relation)));
      }
    }
  }

  private static double median(Runnable work) {
    double[] millis = new double[60];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }
}
