package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.quality.expectation.Surroundings;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Suites and contracts are held against what the kept results of earlier checks measured.
class LookingBackTest {
  private static final EventTime FIRST = EventTime.parse("2026-01-01");
  private static final Suite SUITE =
      Suite.parse(
          "suite.yaml",
          """
          suite: daily
          expect:
            - table_row_count_to_be_usual
            - table_row_count_to_be_close_to_previous: 0.5
          columns:
            a:
              - figure_to_be_usual: mean
              - figure_to_be_usual: {figure: max, direction: up}
          """);

  @TempDir Path folder;
  private Database database;
  private Events events;
  private QualityResults results;
  private SqlSession session;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    results = new QualityResults(database, events, clock, new IdSource(clock, new Random(1)));
    session = Sessions.open(folder);
  }

  @AfterEach
  void close() {
    session.close();
    events.close();
    database.close();
  }

  private Surroundings around(int day, String judge) {
    return Surroundings.at(FIRST.plus(Duration.ofDays(day)))
        .withHistory(results.history(Callers.ALL, HandOver.INGEST, "t", judge));
  }

  private void keep(int day, QualityResult result) {
    results.record(
        Callers.ALL, HandOver.INGEST, "t", "day-" + day, FIRST.plus(Duration.ofDays(day)), result);
  }

  private void table(int day, int factor) {
    session.execute(
        "CREATE OR REPLACE TABLE t AS SELECT i * %d AS a FROM range(%d) r(i)"
            .formatted(factor, 100 + day % 4));
  }

  @Test
  void aSuiteRemembers() {
    for (int day = 0; day < 12; day++) {
      table(day, 1);
      SuiteResult result =
          new SuiteCheck(around(day, "daily")).check(session, "t", SUITE, Map.of());
      assertThat(result.failed()).isEmpty();
      keep(day, result.asQuality("t.csv", 100));
    }
    table(12, 3);
    SuiteCheck check = new SuiteCheck(around(12, "daily"));

    SuiteResult result = check.check(session, "t", SUITE, Map.of());

    assertThat(result.failed())
        .extracting(judged -> judged.result().config().name())
        .containsExactly(
            "expect_column_figure_to_be_usual:a:mean", "expect_column_figure_to_be_usual:a:max");
    keep(12, result.asQuality("t.csv", 100));
    SuiteResult again = check.check(session, "t", SUITE, Map.of());
    assertThat(again.results()).isEqualTo(result.results());
  }

  @Test
  void aContractRemembers() {
    Contract contract =
        Sessions.contract(
            """
            quality:
              - id: as-ever
                type: custom
                engine: greatExpectations
                implementation: {type: expect_table_row_count_to_be_usual, kwargs: {minHistory: 3}}
            properties:
              - name: a
                logicalType: integer
                quality:
                  - engine: greatExpectations
                    implementation: {type: expect_column_figure_to_be_usual, kwargs: {figure: sum, min_history: 3}}
                  - engine: greatExpectations
                    implementation: {type: expect_column_figure_to_be_usual, kwargs: {figure: mean, min_history: 3}}
            """);
    for (int day = 0; day < 5; day++) {
      table(day, 1);
      keep(day, check(contract, day));
    }
    assertThat(check(contract, 5).blocking()).isEmpty();
    table(5, 2);
    assertThat(check(contract, 5).blocking())
        .extracting(RuleResult::rule)
        .containsExactly(
            "expect_column_figure_to_be_usual:a:sum", "expect_column_figure_to_be_usual:a:mean");
    session.execute("CREATE OR REPLACE TABLE t AS SELECT 50 AS a");
    assertThat(check(contract, 5).blocking()).extracting(RuleResult::rule).contains("as-ever");
  }

  private QualityResult check(Contract contract, int day) {
    return ContractCheck.check(
        session,
        "t",
        contract,
        new CheckContext(around(day, contract.id()), OptionalLong.empty(), "t.csv"));
  }
}
