package dev.rondo.registry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.ForAll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class FormulasTest {
  private static final double CLOSE = 1e-12;

  static List<JsonNode> golden() throws IOException {
    try (InputStream in = FormulasTest.class.getResourceAsStream("golden.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.parseObject(text).path("cases").valueStream().toList();
    }
  }

  private static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  private static Answers answers(JsonNode golden) {
    return new Answers(
        Task.parse(golden.path("task").asString()),
        numbers(golden.path("labels")),
        golden.path("scores").valueStream().map(FormulasTest::numbers).toArray(double[][]::new));
  }

  private static List<Plot> plots(JsonNode golden, String name) {
    return Plots.of(answers(golden)).stream().filter(plot -> plot.name().equals(name)).toList();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyMeasureIsWhatScikitLearnFinds(JsonNode golden) {
    Answers answers = answers(golden);
    double[] values = Formulas.of(answers).of(Formulas.once(answers.rows()));
    List<Measure> measures = answers.task().measures();
    assertThat(measures.stream().map(Measure::text))
        .containsExactlyInAnyOrderElementsOf(golden.path("metrics").propertyNames());
    for (int i = 0; i < values.length; i++) {
      double expected = golden.path("metrics").path(measures.get(i).text()).asDouble();
      assertThat(values[i]).as(measures.get(i).text()).isCloseTo(expected, within(CLOSE));
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void confusionAndRocAreWhatScikitLearnFinds(JsonNode golden) {
    for (Plot plot : plots(golden, "confusion")) {
      JsonNode expected = golden.path("plots").path("confusion");
      for (List<Double> row : plot.rows()) {
        assertThat(row.get(2))
            .isEqualTo(expected.path(row.get(0).intValue()).path(row.get(1).intValue()).asDouble());
      }
      assertThat(plot.rows().stream().mapToDouble(row -> row.get(2)).sum())
          .isEqualTo(golden.path("labels").size());
    }
    for (Plot plot : plots(golden, "roc")) {
      JsonNode expected = golden.path("plots").path("roc");
      assertThat(plot.rows()).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(plot.rows().get(i).get(0))
            .isCloseTo(expected.path(i).path(0).asDouble(), within(CLOSE));
        assertThat(plot.rows().get(i).get(1))
            .isCloseTo(expected.path(i).path(1).asDouble(), within(CLOSE));
      }
    }
  }

  @Test
  void aRowThatCountsTwiceIsARowThatStandsThereTwice() {
    ForAll.forAll(
        300,
        random -> random(random, Task.values()[random.nextInt(3)], 1 + random.nextInt(30)),
        answers -> {
          Random random = new Random(answers.rows());
          int[] weights = new int[answers.rows()];
          int[] drawn = new int[answers.rows()];
          for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(drawn.length);
            weights[drawn[i]]++;
          }
          double[] weighted = Formulas.of(answers).of(weights);
          double[] repeated = Formulas.of(answers.rows(drawn)).of(Formulas.once(drawn.length));
          boolean isAlike = Arrays.stream(weights).filter(weight -> weight > 0).count() > 1;
          for (int i = 0; i < weighted.length; i++) {
            String name = answers.task().measures().get(i).text();
            if (isAlike || !name.equals("r2")) {
              assertThat(weighted[i]).as(name).isCloseTo(repeated[i], within(1e-8));
            }
          }
        });
  }

  @Test
  void theOrderOfRowsChangesNoDigit() {
    ForAll.forAll(
        300,
        random -> random(random, Task.values()[random.nextInt(3)], 1 + random.nextInt(200)),
        answers -> {
          List<Integer> order = new ArrayList<>();
          for (int i = 0; i < answers.rows(); i++) {
            order.add(i);
          }
          Collections.shuffle(order, new Random(1));
          int[] shuffled = order.stream().mapToInt(i -> i).toArray();
          int[] once = Formulas.once(answers.rows());
          assertThat(Formulas.of(answers.rows(shuffled)).of(once))
              .isEqualTo(Formulas.of(answers).of(once));
        });
  }

  static Answers random(Random random, Task task, int rows) {
    int columns = task == Task.MULTICLASS ? 3 : 1;
    double[] labels = new double[rows];
    double[][] scores = new double[columns][rows];
    for (int row = 0; row < rows; row++) {
      labels[row] =
          switch (task) {
            case REGRESSION -> 10 * random.nextGaussian();
            case BINARY -> random.nextInt(2);
            case MULTICLASS -> random.nextInt(3);
          };
      for (double[] column : scores) {
        column[row] =
            task == Task.REGRESSION
                ? labels[row] + random.nextGaussian()
                : random.nextInt(11) / 10.0;
      }
    }
    return new Answers(task, labels, scores);
  }

  @Test
  void whatRowsDoNotDefineIsLeftOut() {
    Part ones = whole(Answers.of(Task.BINARY, new float[] {1, 1}, new float[] {.2f, .8f}));
    assertThat(ones.figure(Measure.ROC_AUC)).isEmpty();
    assertThat(ones.figure(Measure.PR_AUC)).isPresent();
    Part flat = whole(Answers.of(Task.REGRESSION, new float[] {0, 0}, new float[] {1, 2}));
    assertThat(flat.figure(Measure.R2)).isEmpty();
    assertThat(flat.figure(Measure.MAPE)).isEmpty();
    assertThat(flat.figure(Measure.MAE).orElseThrow().value()).isEqualTo(1.5);
  }

  private static Part whole(Answers answers) {
    return new Bootstrap(Method.STANDARD)
        .part(Slice.all(answers.rows()), answers, java.util.Optional.empty());
  }

  static Stream<Answers> hard() {
    return Stream.of(
        Answers.of(Task.REGRESSION, new float[] {Float.MAX_VALUE}, new float[] {-Float.MAX_VALUE}),
        Answers.of(Task.REGRESSION, new float[] {1e-44f}, new float[] {1e38f}),
        Answers.of(Task.BINARY, new float[] {1, 0}, new float[] {0, 1}),
        new Answers(Task.MULTICLASS, new double[] {1}, new double[][] {{0}, {0}}));
  }

  @ParameterizedTest
  @MethodSource("hard")
  void extremeRowsGiveFiniteFigures(Answers answers) {
    assertThat(whole(answers).figures()).allMatch(figure -> Double.isFinite(figure.value()));
  }

  @Test
  void whatIsNoAnswerIsRefusedWithItsRow() {
    assertThatThrownBy(() -> Answers.of(Task.BINARY, new float[] {1}, new float[] {1.5f}))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("row 0 is 1.5")
        .hasMessageContaining("a probability from 0 to 1");
    assertThatThrownBy(() -> Answers.of(Task.REGRESSION, new float[] {Float.NaN}, new float[] {1}))
        .hasMessageContaining("The label of row 0 is NaN");
    assertThatThrownBy(
            () -> new Answers(Task.MULTICLASS, new double[] {2}, new double[][] {{1}, {0}}))
        .hasMessageContaining("a class from 0 to 1");
    assertThatThrownBy(() -> Answers.of(Task.REGRESSION, new float[0], new float[0]))
        .hasMessageContaining("no labelled row");
    assertThatThrownBy(() -> Answers.of(Task.REGRESSION, new float[1], new float[2]))
        .hasMessageContaining("2 predictions cannot be compared with 1 labels");
  }
}
