package dev.rondo.ledger;

import static dev.rondo.kernel.testing.Callers.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricSamplerTest {
  private static final String KEY = "loss";

  @TempDir Path folder;
  private TestLedger home;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private RunId run(LongStream steps) {
    RunId run = home.ledger.start(ALL, RunStart.of("mlflow", "a")).id();
    List<Metric> points =
        steps.mapToObj(step -> new Metric(KEY, step / 2.0, Instant.EPOCH, step)).toList();
    for (int i = 0; i < points.size(); i += 25_000) {
      home.ledger.logMetrics(ALL, run, points.subList(i, Math.min(points.size(), i + 25_000)));
    }
    return run;
  }

  private List<RunMetric> sample(long first, long last, int steps, RunId... runs) {
    return home.ledger.runs().sample(ALL, new MetricSample(List.of(runs), KEY, first, last, steps));
  }

  private static List<Long> steps(List<RunMetric> points, RunId run) {
    return points.stream()
        .filter(point -> point.run().equals(run))
        .map(point -> point.metric().step())
        .toList();
  }

  @Test
  void aShortCurveIsTakenWhole() {
    RunId run = run(LongStream.range(0, 50));
    assertThat(steps(sample(0, Long.MAX_VALUE, 100, run), run)).hasSize(50);
    assertThat(steps(sample(10, 19, 100, run), run))
        .containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
    assertThat(sample(50, 99, 100, run)).isEmpty();
    assertThat(sample(0, 99, 100, new RunId("0".repeat(32)))).isEmpty();
  }

  @Test
  void ofFewPointsEveryNthStepAndTheEndsAreTaken() {
    RunId run = run(LongStream.range(0, 1_000));
    SortedSet<Long> expected = new TreeSet<>(List.of(999L));
    LongStream.iterate(0, step -> step < 1_000, step -> step + 10).forEach(expected::add);
    assertThat(steps(sample(0, Long.MAX_VALUE, 100, run), run)).containsExactlyElementsOf(expected);
  }

  @Test
  void runsShareTheirStepsAndKeepTheirEnds() {
    RunId one = run(LongStream.range(0, 1_000));
    RunId other = run(LongStream.range(333, 777));
    List<RunMetric> points = sample(0, Long.MAX_VALUE, 50, one, other);
    assertThat(steps(points, one)).contains(0L, 333L, 776L, 999L);
    assertThat(steps(points, other)).startsWith(333L).endsWith(776L);
    assertThat(steps(points, one)).containsAll(steps(points, other));
    assertThat(points).extracting(RunMetric::run).startsWith(one).endsWith(other);
  }

  @Test
  void ofManyPointsThoseNextToEvenStepsAreTaken() {
    RunId run = run(LongStream.range(0, 30_000).map(step -> step * 7));
    List<Long> steps = steps(sample(0, Long.MAX_VALUE, 320, run), run);
    assertThat(steps).hasSizeBetween(320, 322).isSorted().doesNotHaveDuplicates();
    assertThat(steps).startsWith(0L).endsWith(29_999L * 7);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i) - steps.get(i - 1)).isBetween(1L, 2 * 30_000L * 7 / 320);
    }
  }

  @Test
  void manyPointsAtOneStepAreThinnedOut() {
    RunId run = home.ledger.start(ALL, RunStart.of("mlflow", "a")).id();
    List<Metric> points =
        LongStream.range(0, 5_000)
            .mapToObj(i -> new Metric(KEY, i, Instant.ofEpochMilli(i), 0))
            .toList();
    home.ledger.logMetrics(ALL, run, points);
    List<RunMetric> chosen = sample(0, 0, 100, run);
    assertThat(chosen).hasSizeBetween(50, 102);
    assertThat(chosen.getFirst().metric().value()).isZero();
    assertThat(chosen.getLast().metric().value()).isEqualTo(4_999);
  }

  @Test
  void stepsMayBeNegativeAndFarApart() {
    RunId run = run(LongStream.of(Long.MIN_VALUE + 1, -5, 0, Long.MAX_VALUE));
    assertThat(steps(sample(Long.MIN_VALUE, Long.MAX_VALUE, 10, run), run))
        .containsExactly(Long.MIN_VALUE + 1, -5L, 0L, Long.MAX_VALUE);
  }

  @Test
  void aChartHasItsLimits() {
    RunId run = run(LongStream.of(1));
    for (int steps : List.of(0, -1, 2_501)) {
      assertThatThrownBy(() -> sample(0, 1, steps, run)).isInstanceOf(Problem.class);
    }
  }
}
