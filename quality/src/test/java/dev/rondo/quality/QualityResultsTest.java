package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.quality.docs.DayDocs;
import dev.rondo.quality.docs.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityResultsTest {
  @TempDir Path folder;
  private Database database;
  private Events events;
  private QualityResults results;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    results = new QualityResults(database, events, clock, new IdSource(clock, new Random(1)));
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static QualityResult result(long breaches, boolean rowsPassed) {
    return new QualityResult(
        "taxi-trips",
        "1.0.0",
        "x.csv",
        10,
        10 - breaches,
        breaches,
        0,
        List.of(
            new RuleResult(
                "distance",
                "d.",
                Severity.ERROR,
                false,
                breaches,
                breaches == 0,
                "",
                List.of("-1")),
            new RuleResult(
                "rows",
                "r.",
                Severity.ERROR,
                true,
                rowsPassed ? 0 : 1,
                rowsPassed,
                "o.",
                List.of())));
  }

  private static EventTime day(int day) {
    return EventTime.parse("2018-01-%02dT00:00:00Z".formatted(day));
  }

  private void record(int day, QualityResult result) {
    results.record(Callers.ALL, HandOver.INGEST, "trips", "2018-01-" + day, day(day), result);
  }

  @Test
  void resultsComeBackNewestFirst() {
    record(11, result(1, true));
    record(12, result(2, true));
    List<QualityRecord> found = results.results(Callers.ALL, "trips", 10);
    assertThat(found).extracting(QualityRecord::batch).containsExactly("2018-01-12", "2018-01-11");
    assertThat(found.getFirst().result()).isEqualTo(result(2, true));
    assertThat(results.datasets(Callers.ALL)).containsExactly("trips");
  }

  @Test
  void aRepeatedBatchCountsOnce() {
    record(11, result(1, true));
    record(12, result(4, true));
    record(12, result(2, true));
    assertThat(results.totals(Callers.ALL, "trips"))
        .isEqualTo(new QualityTotals(2, 20, 17, 3, Map.of("distance", 3L)));
  }

  @Test
  void contractsAndSuitesOfOneBatchAreKeptSideBySide() {
    record(11, result(1, true));
    QualityResult ofSuite = new QualityResult("orders", "", "x.csv", 10, 10, 0, 0, List.of());
    results.record(Callers.ALL, HandOver.INGEST, "trips", "2018-01-11", day(11), ofSuite);
    results.record(Callers.ALL, HandOver.TRAINING, "trips", "2018-01-11", day(11), ofSuite);
    assertThat(results.results(Callers.ALL, "trips", 10))
        .extracting(QualityRecord::handOver)
        .containsExactly(HandOver.TRAINING, HandOver.INGEST, HandOver.INGEST);
  }

  @Test
  void whatARuleMeasuredIsItsHistory() {
    record(12, result(4, true));
    record(11, result(1, true));
    record(13, result(9, true));
    assertThat(
            results.history(
                Callers.ALL, HandOver.INGEST, "trips", "taxi-trips", "distance", day(13), 10))
        .containsExactly(new Measured(day(11), 1), new Measured(day(12), 4));
    assertThat(
            results.history(
                Callers.ALL, HandOver.INGEST, "trips", "taxi-trips", "distance", day(20), 1))
        .containsExactly(new Measured(day(13), 9));
    assertThat(
            results.history(Callers.ALL, HandOver.INGEST, "trips", "other", "distance", day(20), 9))
        .isEmpty();
  }

  @Test
  void whatIsKnownOfSingleRowsOrJudgedAgainIsNotLookedBackOn() {
    record(11, result(1, true));
    QualityRecord again =
        results.prepare(HandOver.INGEST, "trips", "again", day(12), result(4, true));
    database.write(tx -> {
      results.recordAgain(tx, Callers.ALL, List.of(again));
      return true;
    });
    QualityRecord rows =
        results.prepare(HandOver.INGEST, "trips", "rows", day(13), result(0, true));
    results.grow(Callers.ALL, rows, day(13), result(3, true), false);
    assertThat(results.results(Callers.ALL, "trips", 10)).hasSize(3);
    assertThat(results.previousRows(Callers.ALL, HandOver.INGEST, "trips", "taxi-trips", day(20)))
        .hasValue(10);
    assertThat(
            results.history(
                Callers.ALL, HandOver.INGEST, "trips", "taxi-trips", "distance", day(20), 9))
        .containsExactly(new Measured(day(11), 1));
    assertThat(results.totals(Callers.ALL, "trips"))
        .as("rows that were judged again were counted before")
        .isEqualTo(new QualityTotals(2, 20, 16, 4, Map.of("distance", 4L)));
  }

  @Test
  void aBlockingRuleIsTold() {
    record(11, result(1, true));
    record(12, result(0, false));
    results.refused(
        Callers.ALL, HandOver.INGEST, "trips", "2018-01-13", day(13), "Column 'x' is missing.");
    assertThat(events.latest(Callers.ALL, 10))
        .extracting(Event::type)
        .containsExactly(
            "quality.breached", "quality.breached", "quality.checked", "quality.checked");
    assertThat(events.latest(Callers.ALL, 10).get(1).data().get("rule").stringValue())
        .isEqualTo("rows");
  }

  @Test
  void warningsAreToldApart() {
    RuleResult late =
        new RuleResult("late", "It is new.", Severity.WARNING, true, 1, false, "Old.", List.of());
    record(11, new QualityResult("taxi-trips", "1.0.0", "x.csv", 10, 10, 0, 0, List.of(late)));
    Event told = events.latest(Callers.ALL, 1).getFirst();
    assertThat(told.type()).isEqualTo(QualityResults.WARNED);
    assertThat(told.data().at("/broken/0/sentence").stringValue()).isEqualTo("It is new. Old.");
    assertThat(results.totals(Callers.ALL, "trips").read()).isEqualTo(10);
  }

  @Test
  void whatWasRefusedAndWhatSuitesJudgedCountNoRows() {
    record(11, result(1, true));
    record(12, result(2, false));
    QualityResult ofSuite = new QualityResult("orders", "", "x.csv", 9, 9, 0, 0, List.of());
    results.record(Callers.ALL, HandOver.INGEST, "trips", "2018-01-11", day(11), ofSuite);
    QualityTotals totals = results.totals(Callers.ALL, "trips");
    assertThat(totals.read()).isEqualTo(10);
    assertThat(totals.accepted()).isEqualTo(9);
    assertThat(totals.quarantined()).isEqualTo(1);
    assertThat(results.results(Callers.ALL, "trips", 10)).hasSize(3);
  }

  @Test
  void rowsOfWhichNoneMayBeMissingBlockAll() {
    assertThat(result(3, true).blocking()).isEmpty();
    QualityResult whole = result(3, true).ofWholeTable();
    assertThat(whole.blocking()).extracting(RuleResult::rule).containsExactly("distance");
    assertThatThrownBy(whole::requireTable).hasMessageContaining("d. 3 rows break it.");
  }

  @Test
  void otherProjectsAndCallersSeeNothing() {
    record(11, result(1, true));
    Caller other = Caller.platform("test", new ProjectName("other"));
    assertThat(results.results(other, "trips", 10)).isEmpty();
    assertThat(results.totals(other, "trips").checks()).isZero();
    assertThatThrownBy(() -> results.results(Callers.NONE, "trips", 10))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() ->
            results.record(Callers.NONE, HandOver.INGEST, "trips", "b", day(1), result(1, true)))
        .isInstanceOf(Problem.class);
  }

  @Test
  void countsThatDoNotAddUpAreRefused() {
    assertThatThrownBy(() -> new QualityResult("c", "1", "s", 10, 5, 4, 0, List.of()))
        .hasMessageContaining("read 10 rows, but accepted 5 and quarantined 4");
  }

  @Test
  void daysSumUpTheirChecks() {
    record(11, result(1, true));
    record(12, result(0, false));
    results.record(Callers.ALL, HandOver.TRAINING, "trips", "b", day(11), result(0, true));
    assertThat(results.days(Callers.ALL, "trips"))
        .isEqualTo(
            Map.of(
                "2018-01-11", new DayDocs(20, 19, 1, Map.of(State.SET_ASIDE, 1L, State.KEPT, 1L)),
                "2018-01-12", new DayDocs(10, 10, 0, Map.of(State.FAILED, 1L))));
  }

  @Test
  void rowsThatSeveralJudgedAreCountedOnce() {
    QualityResult ofSuite = new QualityResult("orders", "", "x.csv", 10, 7, 3, 0, List.of());
    QualityResult ofOther = new QualityResult("other", "", "x.csv", 10, 6, 4, 0, List.of());
    record(11, ofSuite);
    record(11, ofOther);
    assertThat(results.days(Callers.ALL, "trips"))
        .as("the first of the suites counts them")
        .isEqualTo(Map.of("2018-01-11", new DayDocs(10, 7, 3, Map.of(State.UNKNOWN, 2L))));
    record(11, result(1, true));
    QualityRecord again =
        results.prepare(HandOver.INGEST, "trips", "again", day(11), result(1, true));
    database.write(tx -> {
      results.recordAgain(tx, Callers.ALL, List.of(again));
      return true;
    });
    assertThat(results.days(Callers.ALL, "trips"))
        .as("the contract counts them, and those that came back were counted before")
        .isEqualTo(
            Map.of(
                "2018-01-11",
                new DayDocs(10, 9, 1, Map.of(State.UNKNOWN, 2L, State.SET_ASIDE, 2L))));
    assertThat(results.totals(Callers.ALL, "trips").read()).isEqualTo(10);
    assertThat(results.results(Callers.ALL, "trips", 10))
        .filteredOn(kept -> !kept.countedElsewhere())
        .extracting(kept -> kept.result().contract())
        .containsExactly("taxi-trips");
    record(11, result(0, true));
    assertThat(results.totals(Callers.ALL, "trips").quarantined())
        .as("what takes a result's place is counted in its place")
        .isZero();
  }

  @Test
  void allResultsComeInPagesOldestFirst() {
    for (int day = 11; day <= 15; day++) {
      record(day, result(1, true));
    }
    List<List<String>> pages = new ArrayList<>();
    results.pages(
        Callers.ALL,
        "trips",
        2,
        page -> pages.add(page.stream().map(one -> one.eventTime().day().toString()).toList()));
    assertThat(pages)
        .containsExactly(
            List.of("2018-01-11", "2018-01-12"),
            List.of("2018-01-13", "2018-01-14"),
            List.of("2018-01-15"));
  }

  @Test
  void olderResultsFollowOneThatIsNamed() {
    record(11, result(1, true));
    record(12, result(2, true));
    record(13, result(0, true));
    List<QualityRecord> newest = results.results(Callers.ALL, "trips", 1);
    assertThat(results.results(Callers.ALL, "trips", newest.getFirst(), 9))
        .extracting(QualityRecord::batch)
        .containsExactly("2018-01-12", "2018-01-11");
    assertThat(results.find(Callers.ALL, "trips", newest.getFirst().id())).isPresent();
    assertThat(results.find(Callers.ALL, "zones", newest.getFirst().id())).isEmpty();
  }
}
