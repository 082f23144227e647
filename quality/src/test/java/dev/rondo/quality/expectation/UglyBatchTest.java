package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables that nobody wants, under every expectation there is: each has a verdict, or says why not,
/// and none spoils another's.
class UglyBatchTest {
  private static final String NAME = "it's \"q\"; DROP TABLE t; --";

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = Suites.session(folder);
    session.execute("CREATE TABLE other AS SELECT * FROM (VALUES (1), (2), (3)) v(a)");
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<ExpectationResult> judge(List<ExpectationConfig> suite, Level level) {
    return SuiteRun.of(Batch.of(session, "t"), suite, ResultFormat.of(level), Suites.NOW).results();
  }

  /// All expectations that there are, with the arguments of their cases.
  private static List<ExpectationConfig> everything() {
    return ExpectationCases.all().stream()
        .map(one -> Suites.config(one.type(), one.arguments()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 AS a, 'x' AS b, 2.5 AS c, true AS keep WHERE false",
        "SELECT 1 AS a, 'x' AS b, 2.5 AS c, true AS keep",
        "SELECT NULL AS a, NULL::DOUBLE AS b, NULL::DATE AS c, NULL::BOOLEAN AS keep FROM range(9)",
        "SELECT 'nan'::DOUBLE AS a, 'nan'::FLOAT AS b, 'nan'::DOUBLE AS c FROM range(9)",
        "SELECT 'infinity'::DOUBLE AS a, '-infinity'::FLOAT AS b, 1e308 AS c FROM range(9)",
        "SELECT CASE i % 3 WHEN 0 THEN 'nan' WHEN 1 THEN '-infinity' ELSE '7' END::DOUBLE AS a, i AS b, -i AS c FROM range(9) r(i)",
        "SELECT CASE i % 3 WHEN 0 THEN '1' WHEN 1 THEN 'x' ELSE '2020-01-01' END AS a, '{' AS b, '' AS c FROM range(9) r(i)",
        "SELECT 170141183460469231731687303715884105727::HUGEINT AS a, 18446744073709551615::UBIGINT AS b, (-128)::TINYINT AS c FROM range(9)",
        "SELECT [i, 1] AS a, {'x': i} AS b, MAP{'k': i} AS c FROM range(9) r(i)",
        "SELECT 'a'::BLOB AS a, INTERVAL 1 DAY AS b, '101'::BIT AS c FROM range(9)",
        "SELECT 'infinity'::DATE AS a, '-infinity'::TIMESTAMP AS b, TIME '10:00:00' AS c FROM range(3)",
        "SELECT 'a'::ENUM('a', 'b') AS a, uuid() AS b, '2020-01-01 00:00:00+02'::TIMESTAMPTZ AS c FROM range(4)",
        "SELECT repeat('x', 300000) AS a, chr(0) || 'a' AS b, '日本語 🎉' AS c FROM range(3)",
        "SELECT (i + 0.25)::DECIMAL(38, 10) AS a, i % 2 = 0 AS b, i::UTINYINT AS c FROM range(9) r(i)"
      })
  void everyExpectationHasAVerdictOrSaysWhyNot(String query) {
    session.execute("CREATE TABLE t AS " + query);
    for (Level level : List.of(Level.BOOLEAN_ONLY, Level.COMPLETE)) {
      List<ExpectationResult> results = judge(everything(), level);
      assertThat(results).hasSize(everything().size());
      for (ExpectationResult result : results) {
        String json = Json.write(result.result());
        assertThat(Json.write(Json.parse(json))).isEqualTo(json);
        result.exception().ifPresent(why -> assertThat(why).isNotBlank());
        assertThat(result.exception().orElse(""))
            .as(result.config().type().name())
            .doesNotContain("was not measured", "INTERNAL", "java.", "null pointer");
      }
    }
  }

  @Test
  void namesMayHoldQuotesAndSql() {
    String name = SqlSession.name(NAME);
    session.execute(
        "CREATE TABLE t AS SELECT i AS %s, i + 1 AS \"a\"\"b\", 1 AS c FROM range(3) r(i)"
            .formatted(name));
    String column = Json.object().put("column", NAME).toString();
    String pair = Json.object().put("column_A", "a\"b").put("column_B", NAME).toString();
    List<ExpectationConfig> suite = new ArrayList<>();
    for (String type :
        List.of(
            "expect_column_to_exist",
            "expect_column_values_to_not_be_null",
            "expect_column_values_to_be_unique",
            "expect_column_values_to_be_increasing",
            "expect_column_median_to_be_between",
            "expect_column_unique_value_count_to_be_between")) {
      suite.add(Suites.config(type, column));
    }
    suite.add(Suites.config("expect_column_pair_values_a_to_be_greater_than_b", pair));
    assertThat(judge(suite, Level.COMPLETE)).allMatch(ExpectationResult::success);

    session.execute("INSERT INTO t VALUES (2, 0, 0)");
    List<ExpectationResult> failed = judge(suite, Level.COMPLETE);
    assertThat(failed).allMatch(one -> one.exception().isEmpty());
    assertThat(failed.get(2).result().path("unexpected_count").asInt()).isEqualTo(2);
    assertThat(failed.getLast().result().path("unexpected_count").asInt()).isEqualTo(1);
    assertThat(session.query("SELECT count(*) FROM t", row -> row.number(1))).containsExactly(4L);
  }

  @Test
  void tenThousandColumns() {
    session.execute(
        IntStream.range(0, 10_000)
            .mapToObj(i -> (i % 2 == 0 ? "i" : "i / 2.0") + " AS c" + i)
            .collect(Collectors.joining(", ", "CREATE TABLE t AS SELECT ", " FROM range(9) r(i)")));
    List<ExpectationConfig> suite =
        IntStream.range(0, 10_000)
            .mapToObj(i ->
                Suites.config(
                    "expect_column_values_to_not_be_null", "{\"column\": \"c" + i + "\"}"))
            .toList();
    assertThat(judge(suite, Level.BASIC)).hasSize(10_000).allMatch(ExpectationResult::success);
  }

  @Test
  void aTableThatGoesWhileItIsJudgedEndsTheCheckOrIsSaid() {
    session.execute("CREATE TABLE t AS SELECT 1 AS a, 2.5::DOUBLE AS b, 'x' AS c");
    Batch batch = Batch.of(session, "t");
    session.execute("DROP TABLE t");
    String said;
    try {
      said =
          SuiteRun.of(batch, everything(), ResultFormat.of(Level.BASIC), Suites.NOW)
              .results()
              .stream()
              .map(one -> one.exception().orElse(""))
              .collect(Collectors.joining("\n"));
    } catch (Problem e) {
      said = e.text();
    }
    assertThat(said).contains("t does not exist");
  }
}
