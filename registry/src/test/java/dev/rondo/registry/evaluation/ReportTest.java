package dev.rondo.registry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Subject CANDIDATE = new Subject("duration", 2, "aa", "");
  private static final Subject CHAMPION = new Subject("duration", 1, "bb", "");

  /// Rows of which the first column is one of three zones and the second a distance; the candidate
  /// errs by 1, in zone 3 by 4, and the champion by 2.
  private static final class Rows {
    final float[] zone;
    final float[] distance;
    final float[] labels;
    final float[] candidate;
    final float[] champion;

    Rows(int count) {
      Random random = new Random(5);
      zone = new float[count];
      distance = new float[count];
      labels = new float[count];
      candidate = new float[count];
      champion = new float[count];
      for (int i = 0; i < count; i++) {
        zone[i] = 1 + i % 3;
        distance[i] = i % 50 == 7 ? Float.NaN : random.nextFloat() * 10;
        labels[i] = 5 + random.nextFloat() * 20;
        double noise = random.nextGaussian();
        candidate[i] = (float) (labels[i] + noise * (zone[i] == 3 ? 4 : 1));
        champion[i] = (float) (labels[i] + 2 * random.nextGaussian());
      }
    }

    Report report(List<Slicing> slicings, List<Gate> gates) {
      Question question =
          new Question(
              Task.REGRESSION,
              CANDIDATE,
              new Grounds("training-set", "trips", "v", "cc", "dd", 10, 10 + labels.length),
              Optional.of(CHAMPION),
              slicings,
              gates,
              Method.STANDARD);
      return Report.of(
          question,
          new Features(List.of("zone", "distance"), new float[][] {zone, distance}),
          Answers.of(Task.REGRESSION, labels, candidate),
          Optional.of(Answers.of(Task.REGRESSION, labels, champion)));
    }
  }

  private static Gate gate(String rule, double bound, String... slices) {
    return new Gate("g", "mae", rule, bound, List.of(slices));
  }

  @Test
  void theSameQuestionGivesTheSameBytesAndReadsBack() {
    Report report = new Rows(300).report(List.of(), List.of());
    Report again = new Rows(300).report(List.of(), List.of());
    assertThat(again.digest()).isEqualTo(report.digest());
    assertThat(Report.parse(report.bytes())).isEqualTo(report);
  }

  @Test
  void anIntervalHoldsTheValueAndNarrowsWithTheRootOfTheRows() {
    Interval few = mae(new Rows(400)).interval().orElseThrow();
    Interval many = mae(new Rows(6_400)).interval().orElseThrow();
    assertThat(mae(new Rows(400)).value()).isBetween(few.low(), few.high());
    assertThat((few.high() - few.low()) / (many.high() - many.low())).isBetween(2.8, 5.6);
  }

  private static Figure mae(Rows rows) {
    return rows.report(List.of(), List.of()).whole().figure(Measure.MAE).orElseThrow();
  }

  /// The standard error of a mean is known without any resampling.
  @Test
  void theIntervalOfAMeanIsTheOneThatTheoryGives() {
    Rows rows = new Rows(900);
    Figure bias = rows.report(List.of(), List.of()).whole().figure(Measure.BIAS).orElseThrow();
    double squares = 0;
    for (int i = 0; i < 900; i++) {
      squares += Math.pow(rows.candidate[i] - rows.labels[i] - bias.value(), 2);
    }
    double error = Math.sqrt(squares / 900 / 900);
    Interval interval = bias.interval().orElseThrow();
    assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * error, within(0.6 * error));
  }

  @Test
  void slicesTellWhereItIsWorse() {
    Report report = new Rows(600).report(List.of(), List.of());
    assertThat(report.sliceColumns()).containsExactly("zone", "distance");
    assertThat(report.slices())
        .extracting(Part::label)
        .startsWith("1", "2", "3")
        .hasSize(8)
        .contains("missing");
    assertThat(sense(report, "1")).isEqualTo("better");
    assertThat(sense(report, "3")).isEqualTo("worse");
    assertThat(report.slices().stream().filter(p -> p.column().equals("distance")))
        .allMatch(part -> part.label().equals("missing") == part.small())
        .extracting(Part::rows)
        .satisfies(rows -> assertThat(rows.stream().mapToInt(n -> n).sum()).isEqualTo(600));
  }

  private static String sense(Report report, String label) {
    return report.slices().stream()
        .filter(part -> part.label().equals(label))
        .findFirst()
        .flatMap(part -> part.difference(Measure.MAE))
        .orElseThrow()
        .sense();
  }

  @Test
  void theMostFrequentCategoriesAreKeptAndTheOthersTogether() {
    float[] column = {7, 7, 7, -0f, 0f, 3, 9};
    Features features = new Features(List.of("c"), new float[][] {column});
    assertThat(features.cut(new Slicing("c", Slicing.CATEGORIES, 2)))
        .extracting(Slice::label)
        .containsExactly("0", "7", "other");
    assertThat(features.cut(new Slicing("c", Slicing.BINS, 2)))
        .extracting(slice -> slice.label() + ":" + slice.rows().length)
        .containsExactly("0 to 7:6", "7 to 9:1");
    assertThatThrownBy(() -> features.cut(new Slicing("d", Slicing.BINS, 2)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("cut by 'd': their columns are [c]");
    assertThatThrownBy(() -> new Slicing("c", Slicing.BINS, 1)).isInstanceOf(Problem.class);
  }

  @Test
  void withoutDeclaredGatesItMustBeBetterThanTheRunningModel() {
    Report report = new Rows(600).report(List.of(), List.of());
    assertThat(report.gates()).hasSize(1);
    assertThat(report.gates().getFirst().text()).contains("the running model has");
  }

  @Test
  void aGateHoldsOnTheWholeAndOnTheSlicesThatItNames() {
    Rows rows = new Rows(600);
    Report good = rows.report(List.of(), List.of(gate(Gate.AT_MOST, 2.5)));
    assertThat(good.hasPassed()).isTrue();
    Report sliced = rows.report(List.of(), List.of(gate(Gate.AT_MOST, 2.5, "zone")));
    assertThat(sliced.hasPassed()).isFalse();
    assertThat(sliced.reason()).startsWith("g: The mae on zone 3 is ").contains("at most 2.500");
    Report near = rows.report(List.of(), List.of(gate(Gate.WORSE_BY, 2, "zone")));
    assertThat(near.gates().getFirst().text())
        .contains("200.0 % worse is allowed")
        .endsWith("3 slices keep it too.");
    Report high =
        rows.report(List.of(), List.of(new Gate("fit", "r2", Gate.AT_LEAST, 0.99, List.of())));
    assertThat(high.reason()).contains("at least 0.990 is needed");
  }

  @Test
  void aSmallSliceFailsNoGate() {
    Report report = new Rows(60).report(List.of(), List.of(gate(Gate.AT_MOST, 3, "zone")));
    assertThat(report.slices()).filteredOn(p -> p.column().equals("zone")).allMatch(Part::small);
    assertThat(report.hasPassed()).isTrue();
  }

  @Test
  void aComparisonNeedsARunningModelAndAMeasureWithAGoodDirection() {
    Rows rows = new Rows(60);
    Question question = rows.report(List.of(), List.of()).question();
    Question alone =
        new Question(
            question.task(),
            CANDIDATE,
            question.grounds(),
            Optional.empty(),
            List.of(),
            List.of(),
            Method.STANDARD);
    Report report =
        Report.of(
            alone,
            Features.none(),
            Answers.of(Task.REGRESSION, rows.labels, rows.candidate),
            Optional.empty());
    assertThat(report.gates().getFirst().verdict()).isEqualTo(GateResult.SKIPPED);
    assertThat(report.hasPassed()).isTrue();
    assertThatThrownBy(() -> new Gate("b", "bias", Gate.BETTER, 0, List.of()))
        .hasMessageContaining("neither more nor less is better");
    assertThatThrownBy(() -> new Gate("b", "speed", Gate.AT_MOST, 0, List.of()))
        .hasMessageContaining("'speed' is not a metric; it is one of [mae,");
  }

  @Test
  void plotsAreBounded() {
    Random random = new Random(3);
    for (Task task : Task.values()) {
      for (Plot plot : Plots.of(FormulasTest.random(random, task, 5_000))) {
        assertThat(plot.rows()).hasSizeBetween(1, 200);
        assertThat(plot.rows()).allMatch(row -> row.size() == plot.columns().size());
      }
    }
  }

  @Test
  void residualsAndCalibrationCountEveryRow() {
    Random random = new Random(4);
    for (Task task : List.of(Task.REGRESSION, Task.BINARY)) {
      Plots.of(FormulasTest.random(random, task, 777)).stream()
          .filter(plot -> List.of("residual_histogram", "calibration").contains(plot.name()))
          .forEach(plot ->
              assertThat(plot.rows().stream().mapToDouble(List::getLast).sum()).isEqualTo(777));
    }
  }
}
