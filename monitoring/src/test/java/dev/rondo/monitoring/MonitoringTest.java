package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoringTest {
  private static final EventTime START = EventTime.parse("2020-03-02");
  private static final MonitorDefinition DEFINITION =
      MonitorParser.parse(
          Yaml.parse(
              "m.yaml",
              "monitor: trip\nendpoint: trip-duration\nwindow: 7d\ncool-down: 14d\n"
                  + "error: {ratio: 1.2, minimum-labels: 100}\n"));

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Monitoring monitoring;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    monitoring = new Monitoring(database, events, new IdSource(clock, new Random(1)), clock);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static Window week(int number) {
    EventTime start = START.plus(Duration.ofDays(7L * number));
    return new Window(start, start.plus(Duration.ofDays(7)), 4);
  }

  private static float[] column(double shift, long seed) {
    Random random = new Random(seed);
    float[] values = new float[2_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return values;
  }

  private static final Expectation EXPECTATION =
      new Expectation(
          ReferenceProfile.of(
              List.of("speed", "hour"), new float[][] {column(0, 1), column(0, 2)}, column(0, 3)),
          1.0);

  private WindowResult evaluate(int number, double shift, float error) {
    float[] labels = new float[500];
    float[] predicted = new float[500];
    java.util.Arrays.fill(predicted, error);
    WindowData data =
        new WindowData(
            List.of("hour", "speed"),
            new float[][] {column(0, 4), column(shift, 5)},
            column(0, 6),
            predicted,
            labels);
    return monitoring.evaluate(Callers.ALL, DEFINITION, week(number), data, EXPECTATION);
  }

  private List<String> published() {
    return events.latest(Callers.ALL, 100).reversed().stream().map(Event::type).toList();
  }

  @Test
  void aQuietWindowIsKeptAndClosed() {
    WindowResult result = evaluate(0, 0, 1.1f);
    assertThat(result.outcome()).isEqualTo(WindowResult.Outcome.QUIET);
    assertThat(result.error().mean().orElseThrow()).isEqualTo(1.1);
    assertThat(result.drift()).extracting(Drift::column).containsExactly("speed", "hour");
    assertThat(monitoring.results(Callers.ALL, "trip", 10)).containsExactly(result);
    assertThat(published()).containsExactly(Monitoring.WINDOW_CLOSED);
    assertThat(monitoring.openNotices(Callers.ALL, 10)).isEmpty();
  }

  @Test
  void aCrossedThresholdIsToldWithItsReasonsToEveryRoute() {
    WindowResult result = evaluate(0, 1.0, 1.5f);
    assertThat(result.outcome()).isEqualTo(WindowResult.Outcome.CROSSED);
    assertThat(result.drifted()).containsExactly("speed");
    assertThat(result.alerts())
        .extracting(Alert::kind)
        .containsExactly(Alert.Kind.FEATURE_DRIFT, Alert.Kind.FEATURE_DRIFT, Alert.Kind.ERROR);
    Event event = events.latest(Callers.ALL, 1).getFirst();
    assertThat(event.type()).isEqualTo(Monitoring.THRESHOLD_CROSSED);
    assertThat(event.data().path("drifted").get(0).asString()).isEqualTo("speed");
    assertThat(event.data().path("endpoint").asString()).isEqualTo("trip-duration");
    assertThat(event.data().path("reasons").get(2).asString())
        .isEqualTo(
            "The mean absolute error over 500 labels is 1.500: 50 % above the expected 1.000, and"
                + " 20 % is the limit.");
    assertThat(monitoring.openNotices(Callers.ALL, 10))
        .extracting(notice -> notice.role().text())
        .containsExactlyInAnyOrder("data-engineer", "data-scientist");
    assertThat(monitoring.results(Callers.ALL, "trip", 10)).containsExactly(result);
  }

  @Test
  void whileItCoolsDownNothingMoreIsTold() {
    assertThat(evaluate(0, 1, 1).outcome()).isEqualTo(WindowResult.Outcome.CROSSED);
    assertThat(evaluate(1, 1, 1).outcome()).isEqualTo(WindowResult.Outcome.COOLING_DOWN);
    assertThat(evaluate(2, 1, 1).outcome()).isEqualTo(WindowResult.Outcome.CROSSED);
    assertThat(published()).filteredOn(Monitoring.THRESHOLD_CROSSED::equals).hasSize(2);
    assertThat(published()).filteredOn(Monitoring.WINDOW_CLOSED::equals).hasSize(3);
    assertThat(monitoring.openNotices(Callers.ALL, 10)).hasSize(4);
  }

  @Test
  void aWindowIsJudgedOnce() {
    WindowResult first = evaluate(0, 1, 1);
    assertThat(evaluate(0, 0, 9)).isEqualTo(first);
    assertThat(published()).hasSize(2);
  }

  @Test
  void fewLabelsAreNotJudged() {
    WindowData data =
        new WindowData(
            List.of("speed"),
            new float[][] {column(0, 5)},
            column(0, 6),
            new float[99],
            java.util.Arrays.copyOf(column(9, 7), 99));
    WindowResult result = monitoring.evaluate(Callers.ALL, DEFINITION, week(0), data, EXPECTATION);
    assertThat(result.outcome()).isEqualTo(WindowResult.Outcome.QUIET);
    assertThat(result.drift()).hasSize(1);
  }

  @Test
  void resultsComeInPagesNewestFirst() {
    for (int week = 0; week < 5; week++) {
      evaluate(week, 0, 1);
    }
    List<WindowResult> page = monitoring.results(Callers.ALL, "trip", 2);
    assertThat(page).extracting(WindowResult::window).containsExactly(week(4), week(3));
    assertThat(monitoring.results(Callers.ALL, "trip", week(3).start(), 10))
        .extracting(WindowResult::window)
        .containsExactly(week(2), week(1), week(0));
  }

  @Test
  void aNoticeIsAcknowledgedByItsRoleAndTheFirstStays() {
    evaluate(0, 1, 1);
    Notice forData =
        monitoring.openNotices(Callers.ALL, 10).stream()
            .filter(notice -> notice.role() == NoticeRole.DATA_ENGINEER)
            .findFirst()
            .orElseThrow();
    Caller engineer = new Caller("eve", new ProjectName("test"), EnumSet.of(Permission.WRITE_DATA));
    Caller scientist =
        new Caller("ann", new ProjectName("test"), EnumSet.of(Permission.WRITE_RUNS));
    assertThatThrownBy(() -> monitoring.acknowledge(scientist, forData.id()))
        .satisfies(e -> assertThat(((Problem) e).code()).isEqualTo(ProblemCode.FORBIDDEN));
    assertThat(monitoring.acknowledge(engineer, forData.id()).acknowledgedBy()).contains("eve");
    assertThat(monitoring.acknowledge(Callers.ALL, forData.id()).acknowledgedBy()).contains("eve");
    assertThat(monitoring.openNotices(Callers.ALL, 10)).hasSize(1);
    assertThat(monitoring.notices(Callers.ALL, "", 10)).hasSize(2);
    assertThatThrownBy(() -> monitoring.acknowledge(Callers.ALL, "nothing"))
        .hasMessageContaining("no notice 'nothing'");
  }

  @Test
  void anyPartCanTellARoleSomething() {
    Notice notice =
        monitoring.tell(
            Callers.ALL,
            NoticeRole.DATA_ENGINEER,
            "trips",
            "The contract was broken",
            "812 rows were quarantined.");
    assertThat(monitoring.openNotices(Callers.ALL, 10)).containsExactly(notice);
  }

  @Test
  void whatStillWaitsIsNotToldAgain() {
    for (int i = 0; i < 3; i++) {
      monitoring.tellOnce(Callers.ALL, NoticeRole.DATA_ENGINEER, "trips", "It broke", "Day " + i);
    }
    monitoring.tellOnce(Callers.ALL, NoticeRole.DATA_ENGINEER, "orders", "It broke", "Day 1");
    List<Notice> open = monitoring.openNotices(Callers.ALL, 10);
    assertThat(open).hasSize(2);
    open.forEach(notice -> monitoring.acknowledge(Callers.ALL, notice.id()));
    monitoring.tellOnce(Callers.ALL, NoticeRole.DATA_ENGINEER, "trips", "It broke", "Day 4");
    assertThat(monitoring.openNotices(Callers.ALL, 10)).hasSize(1);
  }

  @Test
  void dataThatDoNotFitTogetherAreRefused() {
    float[] two = new float[2];
    assertThatThrownBy(
            () -> new WindowData(List.of("a"), new float[][] {new float[1]}, two, two, two))
        .hasMessageContaining("The column 'a' has 1 rows");
    assertThatThrownBy(() -> new WindowData(List.of(), new float[][] {}, two, two, new float[1]))
        .hasMessageContaining("1 labels for 2 predictions");
    assertThatThrownBy(() ->
            monitoring.evaluate(
                Callers.ALL,
                DEFINITION,
                new Window(START, START, 1),
                new WindowData(List.of(), new float[][] {}, two, two, two),
                EXPECTATION))
        .hasMessageContaining("lies before its end");
  }

  @Test
  void anotherProjectSeesNothing() {
    evaluate(0, 1, 1);
    Caller elsewhere = Caller.platform("test", new ProjectName("elsewhere"));
    assertThat(monitoring.results(elsewhere, "trip", 10)).isEmpty();
    assertThat(monitoring.openNotices(elsewhere, 10)).isEmpty();
    assertThatThrownBy(() -> monitoring.results(Callers.NONE, "trip", 10))
        .isInstanceOf(Problem.class);
  }

  @Test
  void theGainIsTheSumOfTheComparedWindows() {
    assertThat(monitoring.gain(Callers.ALL, "trip")).isEmpty();
    compare(0, 100, 300, 320);
    compare(1, 100, 999, 1);
    compare(1, 150, 400, 480);
    Gain gain = monitoring.gain(Callers.ALL, "trip").orElseThrow();
    assertThat(gain.windows()).as("a window counts once").isEqualTo(2);
    assertThat(gain.from()).isEqualTo(week(0).start());
    assertThat(gain.to()).isEqualTo(week(1).end());
    assertThat(gain.answered()).isEqualTo(new AbsoluteError(250, 700_000_000));
    assertThat(gain.avoided()).isEqualTo(100);
    assertThat(gain.avoidedPerRequest()).isEqualTo(0.4);
    assertThat(gain.isMeasured()).isTrue();
    assertThat(monitoring.comparisons(Callers.ALL, "trip", 10))
        .extracting(Comparison::start)
        .containsExactly(week(1).start(), week(0).start());
    assertThat(monitoring.gain(Callers.ALL, "another")).isEmpty();
    assertThatThrownBy(() -> compare(2, 1, 1, 1, Callers.NONE)).hasMessageContaining("may not");
    assertThatThrownBy(() -> monitoring.gain(Callers.NONE, "trip")).hasMessageContaining("may not");
  }

  @Test
  void onlyTheSameLabelsAreCompared() {
    assertThatThrownBy(() ->
            new Comparison(
                START,
                week(0).end(),
                1,
                new AbsoluteError(10, 1_000_000),
                new AbsoluteError(11, 1_000_000)))
        .hasMessageContaining("10 answers are compared with 11");
  }

  private void compare(int week, long labels, long answered, long first) {
    compare(week, labels, answered, first, Callers.ALL);
  }

  private void compare(int week, long labels, long answered, long first, Caller caller) {
    monitoring.compare(
        caller,
        "trip",
        new Comparison(
            week(week).start(),
            week(week).end(),
            1,
            new AbsoluteError(labels, answered * 1_000_000),
            new AbsoluteError(labels, first * 1_000_000)));
  }
}
