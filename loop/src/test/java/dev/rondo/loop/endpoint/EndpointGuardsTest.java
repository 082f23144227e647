package dev.rondo.loop.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
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

  @TempDir Path folder;
  private Database database;
  private Events events;
  private QualityResults quality;
  private EndpointGuards guards;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
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
    guards.keepRequests(Callers.ALL, "trip", END);
    guards.keepRequests(Callers.ALL, "trip", END);
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
    guards.keep(Callers.ALL, END);
    assertThat(only(HandOver.REQUEST).result().read()).isEqualTo(2);
  }

  @Test
  void withoutAContractNothingIsAskedOfAnswers() {
    assertThat(guards.answers(Callers.ALL, "trip", Optional.empty(), "minutes"))
        .isSameAs(AnswerCheck.NONE);
  }

  @Test
  void answersAreRefusedOneByOneAndJudgedAsAWindow() {
    String levels =
        "slaProperties: [{property: freshness, value: 1, unit: d, element: trip.event_time}]";
    AnswerCheck check =
        guards.answers(Callers.ALL, "trip", Optional.of(contract("minutes", levels)), "minutes");
    long noon = START.value().toEpochMilli() + 43_200_000;
    assertThat(check.check("a", noon, 3, 20)).isEmpty();
    assertThat(check.check("b", noon, 3, 130)).as("warns").isEmpty();
    assertThat(check.check("c", noon, 3, -1)).hasSize(1);
    assertThat(check.check("d", noon, 3, Float.NaN)).hasSize(1);
    PredictionBlock logged =
        new PredictionBlock(
            List.of(),
            new String[] {"old", "a", "b"},
            new long[] {noon - 86_400_000L, noon, noon},
            new int[] {2, 3, 3},
            new float[0][],
            new float[] {500, 20, 130});
    try (SqlSession session = new SqlEngine(256, 1, folder).open(List.of(folder))) {
      guards.keepAnswers(Callers.ALL, session, "trip", "minutes", logged, START, END);
    }
    QualityResult result = only(HandOver.PREDICTION).result();
    assertThat(result.read()).isEqualTo(4);
    assertThat(result.quarantined()).isEqualTo(2);
    assertThat(breaches(result, "possible")).isEqualTo(1);
    assertThat(breaches(result, "usual")).isEqualTo(1);
    assertThat(result.failed())
        .extracting(RuleResult::rule)
        .as("the newest answer is days old")
        .contains("freshness");
  }

  @Test
  void refusedAnswersAreKeptWhereNoWindowTellsOfThem() {
    AnswerCheck check =
        guards.answers(Callers.ALL, "trip", Optional.of(contract("minutes", "")), "minutes");
    long noon = START.value().toEpochMilli() + 43_200_000;
    assertThat(check.check("a", noon, 3, 20)).isEmpty();
    assertThat(check.check("b", noon, 3, -1)).hasSize(1);
    guards.keepRefused(Callers.ALL, "trip", END);
    guards.keepRefused(Callers.ALL, "trip", END);
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
    guards.keep(Callers.ALL, END);
    assertThat(quality.results(Callers.ALL, "trip", 10))
        .extracting(QualityRecord::handOver)
        .containsExactlyInAnyOrder(HandOver.REQUEST, HandOver.PREDICTION);
  }
}
