package dev.rondo.loop.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.QualityTotals;
import dev.rondo.quality.RuleResult;
import dev.rondo.serving.AnswerCheck;
import dev.rondo.serving.PredictionBlock;
import dev.rondo.serving.RequestCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointGuardsTest {
  private static final EventTime START = EventTime.parse("2020-01-01");
  private static final EventTime END = START.plus(Duration.ofDays(7));

  private static final long NOON = START.value().toEpochMilli() + 43_200_000;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private Events events;
  private QualityResults quality;
  private EndpointGuards guards;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    quality = new QualityResults(database, events, clock, new IdSource(clock, new Random(1)));
    guards = new EndpointGuards(quality, clock);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  /// Whole minutes of 1 to 180 at the most; more than 120 warns.
  private static Contract contract(String column, String levels) {
    return ContractParser.parse(
        "contracts/x.yaml",
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: trips
        version: 1.0.0
        status: active
        %s
        schema:
          - name: trip
            logicalType: object
            properties:
              - name: event_time
                logicalType: timestamp
              - name: %s
                logicalType: number
                required: true
                quality:
                  - {id: possible, type: custom, engine: rondo, implementation: {minimum: 1, maximum: 180}}
                  - {id: usual, severity: warning, type: custom, engine: rondo, implementation: {maximum: 120}}
        """
            .formatted(levels, column));
  }

  private QualityRecord only(HandOver handOver) {
    List<QualityRecord> kept = quality.results(Callers.ALL, "trip", 10);
    assertThat(kept).extracting(QualityRecord::handOver).containsExactly(handOver);
    return kept.getFirst();
  }

  private static long breaches(QualityResult result, String rule) {
    return result.rule(rule).map(RuleResult::breaches).orElseThrow();
  }

  @Test
  void requestsAreCountedByRuleUntilTheyAreKept() {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    for (double minutes : new double[] {5, 130, 200, 0}) {
      List<Mistake> mistakes = check.check(Json.object().put("minutes", minutes));
      assertThat(mistakes.isEmpty()).isEqualTo(minutes == 5 || minutes == 130);
    }
    assertThat(check.check(Json.object())).hasSize(1);
    guards.close(Callers.ALL, "trip", END);
    guards.close(Callers.ALL, "trip", END);
    QualityResult result = only(HandOver.REQUEST).result();
    assertThat(result.read()).isEqualTo(5);
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.quarantined()).isEqualTo(3);
    assertThat(breaches(result, "possible")).isEqualTo(2);
    assertThat(breaches(result, "usual")).isEqualTo(2);
    assertThat(breaches(result, "required:minutes")).isEqualTo(1);
    assertThat(events.latest(Callers.ALL, 10))
        .extracting(Event::type)
        .as("a warning alerts, a refused request was told")
        .containsExactly("quality.warned", "quality.checked");
  }

  @Test
  void aProjectThatRunsAnewGoesOnCounting() {
    Contract contract = contract("minutes", "");
    guards.requests(Callers.ALL, "trip", contract).check(Json.object());
    guards.requests(Callers.ALL, "trip", contract("minutes", "")).check(Json.object());
    guards.close(Callers.ALL, END);
    assertThat(only(HandOver.REQUEST).result().read()).isEqualTo(2);
  }

  @Test
  void withoutAContractNothingIsAskedOfAnswers() {
    assertThat(guards.answers(Callers.ALL, "trip", Optional.empty(), "minutes"))
        .isSameAs(AnswerCheck.NONE);
  }

  /// Answers of 20 and 130 minutes, and one from before the window.
  private void judgeLogged() {
    PredictionBlock logged =
        new PredictionBlock(
            List.of(),
            new String[] {"old", "a", "b"},
            new long[] {NOON - 86_400_000L, NOON, NOON},
            new int[] {2, 3, 3},
            new float[0][],
            new float[] {500, 20, 130});
    try (SqlSession session = new SqlEngine(256, 1, folder).open(List.of(folder))) {
      guards.judgeAnswers(Callers.ALL, session, "trip", "minutes", logged, START, END);
    }
  }

  private AnswerCheck answers(String levels) {
    return guards.answers(Callers.ALL, "trip", Optional.of(contract("minutes", levels)), "minutes");
  }

  private List<QualityRecord> kept() {
    return quality.results(Callers.ALL, "trip", 100);
  }

  @Test
  void answersAreRefusedOneByOneAndJudgedAsAWindowAsOftenAsItIsAskedFor() {
    AnswerCheck check =
        answers(
            "slaProperties: [{property: freshness, value: 1, unit: d, element: trip.event_time}]");
    assertThat(check.check("a", NOON, 3, 20)).isEmpty();
    assertThat(check.check("b", NOON, 3, 130)).as("warns").isEmpty();
    assertThat(check.check("c", NOON, 3, -1)).hasSize(1);
    assertThat(check.check("d", NOON, 3, Float.NaN)).hasSize(1);
    for (int run = 0; run < 2; run++) {
      guards.close(Callers.ALL, "trip", END);
      judgeLogged();
      assertThat(kept()).hasSize(2);
      QualityResult refused = kept().getLast().result();
      assertThat(refused.read()).isEqualTo(2);
      assertThat(refused.quarantined()).isEqualTo(2);
      assertThat(breaches(refused, "possible")).isEqualTo(1);
      assertThat(breaches(refused, "usual")).isZero();
      QualityResult window = kept().getFirst().result();
      assertThat(window.read()).isEqualTo(2);
      assertThat(window.quarantined()).isZero();
      assertThat(breaches(window, "usual")).isEqualTo(1);
      assertThat(window.failed())
          .extracting(RuleResult::rule)
          .as("the newest answer is days old")
          .contains("freshness");
    }
    assertThat(
            quality.previousRows(
                Callers.ALL, HandOver.PREDICTION, "trip", "trips", END.plus(Duration.ofDays(7))))
        .as("windows are compared with windows")
        .hasValue(2);
  }

  @Test
  void whatCannotBeWrittenIsWrittenLater() {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    check.check(Json.object());
    sql(
        "CREATE TRIGGER full BEFORE INSERT ON quality_result"
            + " BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END");
    assertThatThrownBy(() -> guards.keep(Callers.ALL, END)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> guards.close(Callers.ALL, END)).isInstanceOf(Problem.class);
    check.check(Json.object());
    sql("DROP TRIGGER full");
    guards.close(Callers.ALL, END);
    assertThat(only(HandOver.REQUEST).result().quarantined()).isEqualTo(2);
  }

  private void sql(String statement) {
    database.write(tx -> tx.update(statement));
  }

  @Test
  void whatWasKeptBeforeAKillIsThereAfterIt() {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    check.check(Json.object());
    answers("").check("a", NOON, 3, -1);
    guards.keep(Callers.ALL, END);
    clock.advance(Duration.ofMillis(1));
    guards = new EndpointGuards(quality, clock);
    guards.requests(Callers.ALL, "trip", contract("minutes", "")).check(Json.object());
    answers("").check("b", NOON, 3, -1);
    guards.close(Callers.ALL, END);
    assertThat(kept())
        .hasSize(4)
        .allSatisfy(record -> assertThat(record.result().quarantined()).isEqualTo(1));
  }

  @Test
  void aPeriodIsOneRecordThatGrowsAndTellsOfEachRuleOnce() {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    check.check(Json.object().put("minutes", 130));
    guards.keep(Callers.ALL, START);
    String id = only(HandOver.REQUEST).id();
    check.check(Json.object().put("minutes", 140));
    guards.keep(Callers.ALL, START);
    check.check(Json.object().put("minutes", 5));
    guards.close(Callers.ALL, END);
    QualityRecord period = only(HandOver.REQUEST);
    assertThat(period.id()).isEqualTo(id);
    assertThat(period.eventTime()).isEqualTo(END);
    assertThat(period.result().read()).isEqualTo(3);
    assertThat(breaches(period.result(), "usual")).isEqualTo(2);
    check.check(Json.object().put("minutes", 130));
    guards.close(Callers.ALL, END);
    assertThat(kept()).hasSize(2);
    assertThat(events.latest(Callers.ALL, 10).reversed())
        .extracting(Event::type)
        .as("warned by the first period, and again by the next")
        .containsExactly("quality.warned", "quality.checked", "quality.checked", "quality.warned");
  }

  @Test
  void whereNothingIsBrokenNothingIsWrittenBeforeThePeriodEnds() {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    answers("").check("a", NOON, 3, 20);
    guards.close(Callers.ALL, END);
    check.check(Json.object().put("minutes", 5));
    guards.keep(Callers.ALL, END);
    assertThat(kept()).isEmpty();
    guards.close(Callers.ALL, END);
    assertThat(only(HandOver.REQUEST).result().accepted()).isEqualTo(1);
  }

  @Test
  void nothingIsLostOrCountedTwiceWhilePeriodsEnd() throws InterruptedException {
    RequestCheck check = guards.requests(Callers.ALL, "trip", contract("minutes", ""));
    Runnable ask =
        () -> {
          for (int i = 0; i < 5_000; i++) {
            check.check(i % 2 == 0 ? Json.object() : Json.object().put("minutes", 5));
          }
        };
    List<Thread> threads = List.of(Thread.ofVirtual().start(ask), Thread.ofVirtual().start(ask));
    while (threads.stream().anyMatch(Thread::isAlive)) {
      guards.keep(Callers.ALL, END);
      guards.close(Callers.ALL, END);
    }
    guards.close(Callers.ALL, END);
    QualityTotals totals = quality.totals(Callers.ALL, "trip");
    assertThat(totals.accepted()).isEqualTo(5_000);
    assertThat(totals.quarantined()).isEqualTo(5_000);
    assertThat(totals.breaches()).containsEntry("required:minutes", 5_000L);
  }

  @Test
  void refusedAnswersAreKeptWhereNoWindowTellsOfThem() {
    AnswerCheck check =
        guards.answers(Callers.ALL, "trip", Optional.of(contract("minutes", "")), "minutes");
    assertThat(check.check("a", NOON, 3, 20)).isEmpty();
    assertThat(check.check("b", NOON, 3, -1)).hasSize(1);
    guards.close(Callers.ALL, "trip", END);
    guards.close(Callers.ALL, "trip", END);
    QualityResult result = only(HandOver.PREDICTION).result();
    assertThat(result.read()).isEqualTo(1);
    assertThat(result.quarantined()).isEqualTo(1);
    assertThat(breaches(result, "possible")).isEqualTo(1);
  }

  @Test
  void whatAContractCountedOutlivesIt() {
    guards
        .requests(Callers.ALL, "trip", contract("minutes", ""))
        .check(Json.object().put("minutes", 500));
    guards.requests(Callers.ALL, "trip", contract("hours", ""));
    guards
        .answers(Callers.ALL, "trip", Optional.of(contract("minutes", "")), "minutes")
        .check("a", 0, 3, -1);
    guards.answers(Callers.ALL, "trip", Optional.empty(), "minutes");
    guards.close(Callers.ALL, END);
    assertThat(quality.results(Callers.ALL, "trip", 10))
        .extracting(QualityRecord::handOver)
        .containsExactlyInAnyOrder(HandOver.REQUEST, HandOver.PREDICTION);
  }
}
