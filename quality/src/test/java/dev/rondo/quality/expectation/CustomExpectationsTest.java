package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.custom.CustomExpectation;
import dev.rondo.quality.custom.CustomRows;
import dev.rondo.quality.custom.CustomTest;
import dev.rondo.quality.custom.CustomVerdict;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomExpectationsTest {
  private static final long ROWS = 250_000;

  @TempDir static Path folder;
  private static SqlSession session;

  @BeforeAll
  static void open() {
    session = Suites.session(folder);
    session.execute("CREATE TABLE t AS SELECT i AS a, i % 10 AS b FROM range(" + ROWS + ") r(i)");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private record Judged(String name, Function<CustomRows, CustomVerdict> by)
      implements CustomExpectation {
    @Override
    public CustomVerdict judge(CustomRows rows) {
      return by.apply(rows);
    }
  }

  private static ExpectationResult judge(String arguments, Function<CustomRows, CustomVerdict> by) {
    return run(
        "expect_table_to_pass_custom_java",
        "{'class': 'mine'" + arguments + "}",
        CustomCode.of(List.of(new Judged("mine", by)), List.of()));
  }

  private static ExpectationResult run(String type, String arguments, CustomCode code) {
    return SuiteRun.of(
            Batch.of(session, "t"),
            List.of(
                Suites.config(type, arguments.replace('\'', '"')),
                Suites.config("expect_table_row_count_to_equal", "{\"value\": " + ROWS + "}")),
            ResultFormat.of(Level.BASIC),
            Surroundings.at(Suites.NOW).withCode(code))
        .results()
        .getFirst();
  }

  @Test
  void rowsAreReadAsOftenAsTheyAreAskedFor() {
    ExpectationResult result =
        judge(
            ", 'column_list': ['a'], 'arguments': {'most': 3}",
            rows -> {
              long[] sums = new long[2];
              rows.forEach(row -> sums[0] += ((Number) row.value("a")).longValue());
              rows.forEach(row -> sums[1]++);
              return new CustomVerdict(
                  sums[0] == ROWS * (ROWS - 1) / 2,
                  sums[1],
                  Map.of("columns", rows.columns(), "arguments", rows.arguments()));
            });
    assertThat(result.exception()).isEmpty();
    assertThat(result.success()).isTrue();
    assertThat(result.measured()).hasValue(ROWS);
    assertThat(result.result().path("details").toString())
        .contains("\"columns\":[\"a\"]", "\"arguments\":{\"most\":3}");
  }

  @Test
  void aVerdictMayComeBeforeTheLastRow() {
    ExpectationResult result =
        judge(
            "",
            rows -> {
              try {
                rows.forEach(row -> {
                  if (((Number) row.value("a")).longValue() == 5) {
                    throw new IllegalStateException("enough");
                  }
                });
                return CustomVerdict.of(true, null);
              } catch (IllegalStateException e) {
                return CustomVerdict.of(false, e.getMessage());
              }
            });
    assertThat(result.success()).isFalse();
    assertThat(result.found()).isEqualTo("found enough");
  }

  @Test
  void whatItThrowsIsTold() {
    assertThat(
            judge(
                    "",
                    rows -> {
                      rows.forEach(row -> row.value("c"));
                      return CustomVerdict.of(true, null);
                    })
                .exception())
        .hasValue(
            "mine failed: java.lang.IllegalArgumentException: There is no column 'c' among [a, b].");
    assertThat(judge("", _ -> recurse()).exception().orElseThrow())
        .isEqualTo("mine failed: java.lang.StackOverflowError");
  }

  @SuppressWarnings("InfiniteRecursion") // that is what is tried
  private static CustomVerdict recurse() {
    return recurse();
  }

  @Test
  void whatDoesNotEndIsLeft() {
    CountDownLatch never = new CountDownLatch(1);
    ExpectationResult waiting =
        judge(
            ", 'time_limit': 'PT0.1S'",
            rows -> {
              rows.forEach(row -> hold(never));
              return CustomVerdict.of(true, null);
            });
    assertThat(waiting.exception())
        .hasValue(
            "mine did not end within PT0.1S; make it faster, or give it a longer 'time_limit'.");
    assertThat(waiting.success()).isFalse();
  }

  private static void hold(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aProcessThatRunsNoneSaysSo() {
    assertThat(
            run("expect_table_to_pass_custom_java", "{'class': 'x'}", CustomCode.NONE).exception())
        .hasValue(
            "'x' is Java of a user, and this process runs none: use `rondo check --classpath`, or"
                + " hand it over in Java.");
    ExpectationConfig values =
        Suites.config(
            "expect_column_values_to_pass_custom_java", "{\"column\": \"a\", \"class\": \"x\"}");
    assertThatThrownBy(() -> RowJudge.compile(List.of(values), Batch.of(session, "t").columns()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("this process runs none");
  }

  // ---- Values

  private static CustomCode test(Function<Object, Boolean> good) {
    return CustomCode.of(
        List.of(),
        List.of(
            new CustomTest() {
              @Override
              public String name() {
                return "mine";
              }

              @Override
              public java.util.function.Predicate<Object> test(Map<String, Object> arguments) {
                return good::apply;
              }
            }));
  }

  private static final String VALUES = "expect_column_values_to_pass_custom_java";

  @Test
  void valuesAreJudgedInTablesAndRecordsAlike() {
    CustomCode code = test(value -> ((Number) value).intValue() != 3);
    String arguments = "{'column': 'b', 'class': 'mine', 'mostly': 0.9}";
    ExpectationResult result = run(VALUES, arguments, code);
    assertThat(result.success()).isTrue();
    assertThat(result.result().path("unexpected_count").longValue()).isEqualTo(ROWS / 10);

    RowJudge judge =
        RowJudge.compile(
            List.of(Suites.config(VALUES, arguments.replace('\'', '"'))),
            Batch.of(session, "t").columns(),
            code);
    assertThat(judge.broken(Map.of("b", 3L))).hasSize(1);
    assertThat(judge.broken(Map.of("b", 4L))).isEmpty();
    assertThat(judge.broken(Map.of())).isEmpty();
  }

  @Test
  void aTestThatFailsOrIsSlowIsTold() {
    String arguments = "{'column': 'a', 'class': 'mine', 'time_limit': '%s'}";
    CustomCode failing =
        test(value -> {
          throw new IllegalStateException("no");
        });
    assertThat(run(VALUES, arguments.formatted("1m"), failing).exception().orElseThrow())
        .isEqualTo("mine failed on '0': java.lang.IllegalStateException: no");
    assertThat(
            run(VALUES, arguments.formatted("PT0.000001S"), test(_ -> true))
                .exception()
                .orElseThrow())
        .startsWith("The values took longer than PT0.000001S;");
  }
}
