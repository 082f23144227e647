package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteRunTest {
  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = Suites.session(folder);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void table(String values) {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES " + values + ") v(a, b)");
  }

  private ExpectationResult judge(Level level, String type, String arguments) {
    return Suites.judge(session, level, type, arguments);
  }

  @Test
  void namesTheFirstBadValuesInTheOrderOfRows() {
    table("(1, 'x'), (99, 'y'), (NULL, 'z'), (-5, 'z'), (99, 'x')");

    ExpectationResult result =
        judge(
            Level.COMPLETE,
            "expect_column_values_to_be_between",
            "{\"column\": \"a\", \"min_value\": 0, \"max_value\": 10}");

    assertThat(result.success()).isFalse();
    assertThat(result.result().toString())
        .isEqualTo(
            """
            {"element_count":5,"unexpected_count":3,"unexpected_percent":75.0,\
            "partial_unexpected_list":[99,-5,99],"missing_count":1,"missing_percent":20.0,\
            "unexpected_percent_total":60.0,"unexpected_percent_nonmissing":75.0,\
            "partial_unexpected_counts":[{"value":99,"count":2},{"value":-5,"count":1}],\
            "partial_unexpected_index_list":[1,3,4],"unexpected_list":[99,-5,99],\
            "unexpected_index_list":[1,3,4],"unexpected_index_query":"SELECT * FROM \\"t\\" WHERE \
            (\\"a\\" IS NOT NULL) AND (\\"a\\" < 0 OR \\"a\\" > 10)"}\
            """);
  }

  @Test
  void everyCopyOfARepeatedValueIsBad() {
    table("(1, 'x'), (2, 'y'), (1, NULL), (3, NULL)");

    assertThat(
            judge(Level.SUMMARY, "expect_column_values_to_be_unique", "{\"column\": \"a\"}")
                .result()
                .path("partial_unexpected_index_list")
                .toString())
        .isEqualTo("[0,2]");
    assertThat(
            judge(Level.BASIC, "expect_column_values_to_be_unique", "{\"column\": \"b\"}")
                .success())
        .isTrue();
  }

  @Test
  void judgesTheOrderOfPresentValues() {
    table("(1, 'x'), (NULL, 'y'), (3, NULL), (2, NULL), (2, NULL)");

    assertThat(
            judge(Level.SUMMARY, "expect_column_values_to_be_increasing", "{\"column\": \"a\"}")
                .result()
                .toString())
        .contains("\"unexpected_count\":1", "\"partial_unexpected_index_list\":[3]");
    assertThat(
            judge(
                    Level.BASIC,
                    "expect_column_values_to_be_increasing",
                    "{\"column\": \"a\", \"strictly\": true}")
                .result()
                .path("unexpected_count")
                .intValue())
        .isEqualTo(2);
  }

  @Test
  void oneScanAnswersAllAggregates() {
    table("(1, 'x'), (2, 'y')");

    var outcome =
        SuiteRun.of(
            Batch.of(session, "t"),
            List.of(
                Suites.config(
                    "expect_column_max_to_be_between", "{\"column\": \"a\", \"max_value\": 2}"),
                Suites.config(
                    "expect_column_mean_to_be_between", "{\"column\": \"a\", \"max_value\": 2}"),
                Suites.config("expect_column_values_to_not_be_null", "{\"column\": \"a\"}"),
                Suites.config("expect_table_row_count_to_equal", "{\"value\": 2}")),
            ResultFormat.of(Level.BASIC),
            Suites.NOW);

    assertThat(outcome.results()).allMatch(ExpectationResult::success);
    assertThat(outcome.passes()).extracting(Pass::kind).containsExactly(Pass.Kind.AGGREGATE);
  }

  @Test
  void aColumnOfWhichOnlyItsValuesAreCountedIsLeftOutOfTheScanOfTheOthers() {
    table("(1, 'x'), (2, NULL)");

    var outcome =
        SuiteRun.of(
            Batch.of(session, "t"),
            List.of(
                Suites.config(
                    "expect_column_mean_to_be_between", "{\"column\": \"a\", \"max_value\": 2}"),
                Suites.config("expect_column_values_to_not_be_null", "{\"column\": \"b\"}")),
            ResultFormat.of(Level.BOOLEAN_ONLY),
            Suites.NOW);

    assertThat(outcome.results())
        .extracting(ExpectationResult::success)
        .containsExactly(true, false);
    assertThat(outcome.passes())
        .extracting(Pass::kind)
        .containsExactly(Pass.Kind.AGGREGATE, Pass.Kind.AGGREGATE);
    assertThat(outcome.passes()).extracting(Pass::answered).startsWith(1);
  }

  @Test
  void hashesAmongTheFiguresProveThatValuesAreUnique() {
    for (String rows :
        List.of("(3, 'x'), (1, 'y')", "(3, 'x'), (1, 'y'), (NULL, 'z')", "(3, 'x'), (NULL, 'y')")) {
      table(rows);
      var outcome =
          SuiteRun.of(
              Batch.of(session, "t"),
              List.of(Suites.config("expect_column_values_to_be_unique", "{\"column\": \"a\"}")),
              ResultFormat.of(Level.BASIC),
              Suites.NOW);
      assertThat(outcome.results()).as(rows).allMatch(ExpectationResult::success);
      assertThat(outcome.passes())
          .as(rows)
          .extracting(Pass::kind)
          .doesNotContain(Pass.Kind.EXAMPLES);
    }
    for (String rows : List.of("(3, 'x'), (3, 'y')", "(3, 'x'), (1, 'y'), (NULL, 'z'), (1, 'v')")) {
      table(rows);
      var outcome =
          SuiteRun.of(
              Batch.of(session, "t"),
              List.of(Suites.config("expect_column_values_to_be_unique", "{\"column\": \"a\"}")),
              ResultFormat.of(Level.BASIC),
              Suites.NOW);
      assertThat(outcome.results().getFirst().result().path("unexpected_count").asInt())
          .as(rows)
          .isEqualTo(2);
    }
  }

  @Test
  void aColumnThatIsGroupedAnswersWhatElseIsAskedOfItsValues() {
    table("(1, 'x'), (2, 'y'), (3, 'x'), (4, NULL), (5, 'z')");

    var outcome =
        SuiteRun.of(
            Batch.of(session, "t"),
            List.of(
                Suites.config(
                    "expect_column_distinct_values_to_be_in_set",
                    "{\"column\": \"b\", \"value_set\": [\"x\", \"y\", \"z\"]}"),
                Suites.config(
                    "expect_column_values_to_be_in_set",
                    "{\"column\": \"b\", \"value_set\": [\"y\", \"z\"]}"),
                Suites.config("expect_column_values_to_be_unique", "{\"column\": \"b\"}"),
                Suites.config(
                    "expect_column_unique_value_count_to_be_between",
                    "{\"column\": \"b\", \"min_value\": 3, \"max_value\": 3}")),
            ResultFormat.of(Level.BASIC),
            Suites.NOW);

    assertThat(outcome.results())
        .extracting(ExpectationResult::success)
        .containsExactly(true, false, false, true);
    assertThat(outcome.results())
        .extracting(one -> one.result().path("unexpected_count").asInt(-1))
        .containsExactly(0, 2, 2, -1);
    assertThat(outcome.passes())
        .extracting(Pass::kind)
        .contains(Pass.Kind.DICTIONARY)
        .doesNotContain(Pass.Kind.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"i", "CAST(i AS VARCHAR) || 'x'", "i / 8.0", "DATE '2020-01-01' + i::INT"})
  void keysThatAscendAreUniqueUnlessOneStandsTwice(String key) {
    String rows = "SELECT %s AS a FROM range(1000, 9000) r(i)".formatted(key);
    session.execute("CREATE TABLE t AS " + rows + " UNION ALL SELECT NULL");
    String column = "{\"column\": \"a\"}";

    assertThat(judge(Level.BASIC, "expect_column_values_to_be_unique", column).result())
        .hasToString(
            """
            {"element_count":8001,"unexpected_count":0,"unexpected_percent":0.0,\
            "partial_unexpected_list":[],"missing_count":1,"missing_percent":%s,\
            "unexpected_percent_total":0.0,"unexpected_percent_nonmissing":0.0}\
            """
                .formatted(100.0 / 8001));
    session.execute("INSERT INTO t SELECT a FROM t WHERE a IS NOT NULL ORDER BY a DESC LIMIT 1");
    assertThat(
            judge(Level.BASIC, "expect_column_values_to_be_unique", column)
                .result()
                .path("unexpected_count")
                .intValue())
        .isEqualTo(2);
  }

  @Test
  void aFaultOfOneExpectationIsItsOwn() {
    table("(1, 'x'), (2, 'y')");

    var outcome =
        SuiteRun.of(
            Batch.of(session, "t"),
            List.of(
                Suites.config(
                    "expect_column_mean_to_be_between", "{\"column\": \"b\", \"max_value\": 2}"),
                Suites.config(
                    "expect_column_max_to_be_between", "{\"column\": \"c\", \"max_value\": 2}"),
                Suites.config(
                    "unexpected_rows_expectation",
                    "{\"unexpected_rows_query\": \"SELECT nothing FROM {batch}\"}"),
                Suites.config(
                    "expect_column_mean_to_be_between", "{\"column\": \"a\", \"max_value\": 2}")),
            ResultFormat.of(Level.BASIC),
            Suites.NOW);

    assertThat(outcome.results())
        .extracting(ExpectationResult::success)
        .containsExactly(false, false, false, true);
    assertThat(outcome.results().get(0).exception().orElse("")).contains("\"b\"", "VARCHAR");
    assertThat(outcome.results().get(1).exception().orElse("")).contains("no column \"c\"");
    assertThat(outcome.results().get(2).exception().orElse("")).contains("nothing");
  }

  @Test
  void aRegexThatExplodesIsNamedWithItsColumn() {
    table("(1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'), (2, 'b')");

    for (Level level : Level.values()) {
      ExpectationResult result =
          judge(
              level,
              "expect_column_values_to_match_regex",
              "{\"column\": \"b\", \"regex\": \"^(?:(a+)+\\\\1?)+$\"}");
      assertThat(result.success()).isFalse();
      assertThat(result.exception().orElseThrow())
          .startsWith(
              "expect_column_values_to_match_regex of the column \"b\" has no verdict. The regular expression '^(?:(a+)+\\1?)+$' takes too long on the text 'aaa");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "lower", "higher", "midpoint", "linear"})
  void quantilesAreTheSameFromCountsAndFromSorting(String way) {
    session.execute(
        """
        CREATE TABLE t AS SELECT CASE WHEN i % 10 > 0 THEN (i * i % 11) / 2.0 END AS a, i AS i
        FROM range(1001) r(i)
        """);
    String arguments =
        """
        {"column": "a", "allow_relative_error": "%s", "quantile_ranges": {
          "quantiles": [0, 0.1, 0.25, 0.5, 0.77, 1],
          "value_ranges": [[0, 9], [0, 9], [0, 9], [0, 9], [0, 9], [0, 9]]}}
        """
            .formatted(way);
    var counted = judge(Level.BASIC, "expect_column_quantile_values_to_be_between", arguments);
    session.execute("CREATE OR REPLACE TABLE t AS SELECT a + i * 1e-12 AS a FROM t");
    var sorted = judge(Level.BASIC, "expect_column_quantile_values_to_be_between", arguments);

    assertThat(counted.success()).isTrue();
    for (int i = 0; i < 6; i++) {
      assertThat(counted.result().at("/observed_value/values/" + i).doubleValue())
          .isCloseTo(sorted.result().at("/observed_value/values/" + i).doubleValue(), within(1e-8));
    }
  }

  @Test
  void aNumberThatIsNoneCountsAsMissing() {
    session.execute("CREATE TABLE t AS SELECT unnest([1.5::DOUBLE, 'nan'::DOUBLE, NULL]) AS a");

    assertThat(
            judge(Level.BASIC, "expect_column_values_to_not_be_null", "{\"column\": \"a\"}")
                .result()
                .path("unexpected_count")
                .intValue())
        .isEqualTo(2);
    assertThat(
            judge(
                    Level.BASIC,
                    "expect_column_max_to_be_between",
                    "{\"column\": \"a\", \"max_value\": 2}")
                .success())
        .isTrue();
  }

  @Test
  void aColumnMayBeCalledAnything() {
    session.execute("CREATE TABLE t AS SELECT unnest([7, 7, 8]) AS n, unnest([1, 2, 3]) AS first");

    assertThat(
            judge(
                    Level.BASIC,
                    "expect_column_most_common_value_to_be_in_set",
                    "{\"column\": \"n\", \"value_set\": [7]}")
                .success())
        .isTrue();
    assertThat(
            judge(
                    Level.SUMMARY,
                    "expect_column_values_to_be_in_set",
                    "{\"column\": \"n\", \"value_set\": [1]}")
                .result()
                .path("partial_unexpected_counts")
                .toString())
        .isEqualTo("[{\"value\":7,\"count\":2},{\"value\":8,\"count\":1}]");
    assertThat(
            judge(
                    Level.SUMMARY,
                    "expect_column_values_to_be_in_set",
                    "{\"column\": \"first\", \"value_set\": [1, 2]}")
                .result()
                .path("partial_unexpected_counts")
                .toString())
        .isEqualTo("[{\"value\":3,\"count\":1}]");
  }

  @Test
  void orderIsThatOfTheJudgedColumnAlone() {
    session.execute("CREATE TABLE t AS SELECT unnest([1, 2, 3]) AS a, unnest([0, 0, 0]) AS value");

    assertThat(
            judge(Level.BASIC, "expect_column_values_to_be_decreasing", "{\"column\": \"a\"}")
                .result()
                .path("unexpected_count")
                .intValue())
        .isEqualTo(2);
  }
}
