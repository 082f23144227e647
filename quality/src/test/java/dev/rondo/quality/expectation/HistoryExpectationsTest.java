package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Measured;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HistoryExpectationsTest {
  private static final String ROWS = "expect_table_row_count_to_be_usual";

  @TempDir static Path folder;
  private static SqlSession session;

  @BeforeAll
  static void open() {
    session = Suites.session(folder);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<Measured> daily(double... values) {
    List<Measured> history = new ArrayList<>();
    for (double value : values) {
      history.add(
          new Measured(Suites.NOW.minus(Duration.ofDays(values.length - history.size())), value));
    }
    return history;
  }

  private static ExpectationResult rows(long rows, String arguments, List<Measured> history) {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT * FROM range(" + rows + ") r(a)");
    return judge(ROWS, arguments, Surroundings.at(Suites.NOW).withHistory(of(history)));
  }

  private static History of(List<Measured> history) {
    return (_, before, most) -> History.of(Map.of("", history)).values("", before, most);
  }

  private static ExpectationResult judge(String type, String arguments, Surroundings around) {
    return SuiteRun.of(
            Batch.of(session, "t"),
            List.of(Suites.config(type, arguments.replace('\'', '"'))),
            ResultFormat.of(Level.BASIC),
            around)
        .results()
        .getFirst();
  }

  private static JsonNode details(ExpectationResult result) {
    return result.result().path("details");
  }

  @Test
  void ofTooFewEarlierValuesNothingIsSaid() {
    ExpectationResult result = rows(9_000, "{}", daily(10, 11, 9, 10));
    assertThat(result.success()).isTrue();
    assertThat(result.found()).isEqualTo("found 9000 (not judged: not enough history, 4 of 8)");
  }

  @Test
  void whatWouldBeUsualIsTold() {
    ExpectationResult result = rows(20, "{}", daily(10, 11, 9, 10, 12, 8, 10, 11, 9));
    assertThat(result.success()).isFalse();
    assertThat(result.measured()).hasValue(20);
    assertThat(result.found())
        .isEqualTo("found 20 (usual is from 4.810971 up to 15.18903 after 9 values)");
    assertThat(details(result).path("median").doubleValue()).isEqualTo(10);
    assertThat(details(result).path("score").doubleValue()).isCloseTo(6.745, within(1e-9));
  }

  @Test
  void onlyTheGivenDirectionIsBad() {
    List<Measured> history = daily(10, 11, 9, 10, 12, 8, 10, 11, 9);
    assertThat(rows(20, "{'direction': 'down'}", history).success()).isTrue();
    assertThat(rows(0, "{'direction': 'down'}", history).success()).isFalse();
    assertThat(rows(20, "{'direction': 'up'}", history).success()).isFalse();
    assertThat(rows(0, "{'direction': 'up'}", history).success()).isTrue();
  }

  @Test
  void whereMostValuesAreTheSameTheMeanDeviationCounts() {
    List<Measured> mostly = daily(7, 7, 7, 7, 7, 7, 7, 9);
    assertThat(rows(8, "{}", mostly).success()).isTrue();
    assertThat(rows(9, "{}", mostly).success()).isFalse();
    List<Measured> all = daily(7, 7, 7, 7, 7, 7, 7, 7);
    assertThat(rows(7, "{}", all).success()).isTrue();
    assertThat(rows(8, "{}", all).success()).isFalse();
    assertThat(details(rows(8, "{}", all)).path("score").asString()).isEqualTo("Infinity");
  }

  @Test
  void valuesOfThisMomentOrLaterDoNotCount() {
    List<Measured> history = new ArrayList<>(daily(10, 11, 9, 10, 12, 8, 10, 11));
    history.add(new Measured(Suites.NOW, 1000));
    history.add(new Measured(Suites.NOW.plus(Duration.ofDays(1)), 1000));
    assertThat(details(rows(10, "{}", history)).path("history").intValue()).isEqualTo(8);
  }

  @Test
  void earlierOutliersDoNotHideNewOnes() {
    Random random = new Random(20);
    for (int i = 0; i < 300; i++) {
      double[] values =
          IntStream.range(0, 50)
              .mapToDouble(at ->
                  at % 5 == 0
                      ? 1_000 + random.nextInt(1_000_000)
                      : 500 + random.nextGaussian() * 10)
              .toArray();
      Usual usual = Usual.of(values);
      assertThat(usual.median()).isBetween(490.0, 515.0);
      assertThat(Math.abs(usual.score(500))).isLessThan(3.5);
      assertThat(usual.score(600)).isGreaterThan(3.5);
      assertThat(usual.score(400)).isLessThan(-3.5);
    }
  }

  // ---- Laws

  private static double[] sample(Random random) {
    int n = 3 + random.nextInt(60);
    return IntStream.range(0, n)
        .mapToDouble(_ -> random.nextInt(4) == 0 ? random.nextInt(5) : random.nextGaussian() * 20)
        .toArray();
  }

  private static double score(double[] values, double value, DoubleUnaryOperator change) {
    return Usual.of(Arrays.stream(values).map(change).toArray()).score(change.applyAsDouble(value));
  }

  @Test
  void scoresDoNotDependOnPlaceAndScaleAndTurnWithTheSign() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      double[] values = sample(random);
      double value = random.nextGaussian() * 50;
      double plain = score(values, value, x -> x);
      double shift = random.nextGaussian() * 100;
      double scale = 0.01 + random.nextDouble() * 100;
      if (Double.isFinite(plain)) {
        var close = within(1e-6 * Math.max(1, Math.abs(plain)));
        assertThat(score(values, value, x -> x + shift)).isCloseTo(plain, close);
        assertThat(score(values, value, x -> x * scale)).isCloseTo(plain, close);
        assertThat(score(values, value, x -> -x)).isCloseTo(-plain, close);
      }
    }
  }

  @Test
  void theOrderOfHistoryIsIrrelevantWithoutSeasons() {
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      List<Double> values = new ArrayList<>(Arrays.stream(sample(random)).boxed().toList());
      Usual before = Usual.of(values.stream().mapToDouble(Double::doubleValue).toArray());
      Collections.shuffle(values, random);
      Usual after = Usual.of(values.stream().mapToDouble(Double::doubleValue).toArray());
      assertThat(after.median()).isEqualTo(before.median());
      assertThat(after.deviation())
          .isCloseTo(before.deviation(), within(1e-12 * before.deviation() + 1e-300));
    }
  }

  // ---- Seasons

  /// Quiet at weekends, and slowly growing.
  private static double week(EventTime at, int day, Random random) {
    DayOfWeek weekday = at.day().getDayOfWeek();
    return (weekday.getValue() > 5 ? 200 : 1_000) + 2 * day + random.nextGaussian() * 10;
  }

  @Test
  void aWeekdayIsComparedWithItsLike() {
    Random random = new Random(3);
    List<Measured> history = new ArrayList<>();
    for (int day = 84; day > 0; day--) {
      EventTime at = Suites.NOW.minus(Duration.ofDays(day));
      history.add(new Measured(at, week(at, 84 - day, random)));
    }
    assertThat(Suites.NOW.day().getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
    for (String season : List.of("7", "'day_of_week'")) {
      assertThat(rows(1_170, "{'season': " + season + "}", history).success()).isTrue();
      assertThat(rows(370, "{'season': " + season + "}", history).success()).isFalse();
    }
    assertThat(rows(1_170 + 100, "{}", history).success()).isTrue();
    assertThat(rows(1_170 + 100, "{'season': 7}", history).success()).isFalse();
  }

  @Test
  void anHourIsComparedWithItsLike() {
    Random random = new Random(4);
    List<Measured> history = new ArrayList<>();
    for (int hours = 24 * 12; hours > 0; hours--) {
      EventTime at = Suites.NOW.minus(Duration.ofHours(hours));
      history.add(new Measured(at, (hours % 24 == 0 ? 5 : 100) + random.nextInt(3)));
    }
    assertThat(rows(6, "{'season': 'hour_of_day'}", history).success()).isTrue();
    assertThat(rows(100, "{'season': 'hour_of_day'}", history).success()).isFalse();
    assertThat(rows(100, "{}", history).success()).isTrue();
  }

  @Test
  void withoutAWholeSeasonNothingIsSaid() {
    ExpectationResult result = rows(1_000, "{'season': 7}", daily(1, 2, 3, 4, 5, 6));
    assertThat(result.success()).isTrue();
    assertThat(details(result).path("note").asString())
        .isEqualTo("not judged: not enough history, 0 of 8");
  }

  // ---- What is measured

  @Test
  void eachFigureIsWatchedUnderANameOfItsOwn() {
    String type = "expect_column_figure_to_be_usual";
    assertThat(
            List.of(
                Suites.config(type, "{\"column\": \"a\", \"figure\": \"mean\"}").name(),
                Suites.config(type, "{\"column\": \"a\", \"figure\": \"sum\", \"threshold\": 9}")
                    .name(),
                Suites.config(
                        type, "{\"column\": \"a\", \"figure\": \"quantile\", \"quantile\": 0.95}")
                    .name(),
                Suites.config(ROWS, "{}").name(),
                Suites.config("expect_column_values_to_be_unique", "{\"column\": \"a\"}").name()))
        .containsExactly(
            type + ":a:mean",
            type + ":a:sum",
            type + ":a:quantile:0.95",
            ROWS,
            "expect_column_values_to_be_unique:a");
    assertThat(Suites.config(ROWS, "{}", "a > 1").name())
        .startsWith(ROWS + ":")
        .isNotEqualTo(Suites.config(ROWS, "{}", "a > 2").name());
    assertThat(Suites.config(ROWS, "{}").named("mine").name()).isEqualTo("mine");
  }

  @Test
  void anyFigureAndAnyExpectationIsWatched() {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT a, a % 2 = 0 AS b FROM range(101) r(a)");
    Surroundings around = Surroundings.at(Suites.NOW);
    String figure = "{'column': 'a', 'figure': '%s'%s}";
    String type = "expect_column_figure_to_be_usual";
    assertThat(judge(type, figure.formatted("max", ""), around).measured()).hasValue(100);
    assertThat(judge(type, figure.formatted("median", ""), around).measured()).hasValue(50);
    assertThat(judge(type, figure.formatted("unique_value_count", ""), around).measured())
        .hasValue(101);
    assertThat(judge(type, figure.formatted("quantile", ", 'quantile': 0.9"), around).measured())
        .hasValue(90);
    assertThat(
            judge(
                    "expect_result_to_be_usual",
                    "{'expectation': {'type': 'expect_column_values_to_be_in_set', 'kwargs':"
                        + " {'column': 'b', 'value_set': [true]}}}",
                    around)
                .measured()
                .orElseThrow())
        .isCloseTo(100 * 50 / 101.0, within(1e-9));
  }

  @Test
  void whatHasNoNumberIsAnException() {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT 'x' AS a, DATE '2020-01-01' AS d");
    Surroundings around = Surroundings.at(Suites.NOW);
    assertThat(
            judge("expect_column_figure_to_be_usual", "{'column': 'd', 'figure': 'max'}", around)
                .exception()
                .orElseThrow())
        .contains("which is no number");
    assertThat(
            judge("expect_query_result_to_be_usual", "{'query': 'SELECT 1, 2'}", around)
                .exception()
                .orElseThrow())
        .contains("must answer one row of one number");
  }

  // ---- The one before

  @Test
  void thePreviousTableComesBeforeHistory() {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT 1 AS a FROM range(10)");
    session.execute("CREATE OR REPLACE TABLE yesterday AS SELECT 1 AS a FROM range(20)");
    String type = "expect_table_row_count_to_be_close_to_previous";
    Surroundings alone = Surroundings.at(Suites.NOW);
    Surroundings later = alone.withHistory(of(daily(500, 11)));

    ExpectationResult first = judge(type, "{'max_change': 0.1}", alone);
    assertThat(first.success()).isTrue();
    assertThat(first.found())
        .isEqualTo("found 10 (not judged: nothing is known of a table before)");
    assertThat(judge(type, "{'max_change': 0.1}", later).success()).isTrue();
    ExpectationResult beside =
        judge(
            type,
            "{'max_change': 0.1}",
            later.withTables(Map.of(Surroundings.PREVIOUS, "yesterday")));
    assertThat(beside.success()).isFalse();
    assertThat(beside.found()).isEqualTo("found 10 (after 20)");
    assertThat(
            judge(
                    "expect_column_sum_to_be_close_to_previous",
                    "{'column': 'a', 'max_change': 0.5}",
                    alone.withTables(Map.of(Surroundings.PREVIOUS, "yesterday")))
                .success())
        .isTrue();
  }

  @Test
  void anotherTableMayGoByAnotherName() {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT 1 AS a");
    session.execute("CREATE OR REPLACE TABLE zones_of_2020 AS SELECT 1 AS a");
    Surroundings around = Surroundings.at(Suites.NOW).withTables(Map.of("zones", "zones_of_2020"));
    assertThat(
            judge(
                    "expect_column_values_to_be_in_other_table",
                    "{'column': 'a', 'other_table_name': 'zones'}",
                    around)
                .success())
        .isTrue();
    assertThat(
            judge(
                    "expect_table_row_count_to_equal_other_table",
                    "{'other_table_name': 'zones'}",
                    around)
                .success())
        .isTrue();
  }
}
