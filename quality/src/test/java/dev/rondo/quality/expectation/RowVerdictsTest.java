package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowVerdictsTest {
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

  private List<RowVerdicts.Verdict> verdicts(
      Optional<String> beside, List<ExpectationConfig> suite) {
    return RowVerdicts.of(
        Batch.of(session, "keyed"), "key", beside, suite, Surroundings.at(Suites.NOW));
  }

  private Optional<SortedSet<Long>> broken(Optional<String> beside, String type, String arguments) {
    return verdicts(beside, List.of(Suites.config(type, arguments))).getFirst().broken();
  }

  /// Three rows come, with the values 1, 2 and 2; 1 and 9 are there.
  private void rows() {
    session.execute(
        "CREATE TABLE keyed AS FROM (VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 2, 'c')) AS r(key, i, t)");
    session.execute("CREATE TABLE there AS FROM (VALUES (1, 'z'), (9, 'b')) AS r(i, t)");
  }

  @Test
  void theRowsThatABatchCallsBadAreBroken() {
    Random random = new Random(13);
    for (int round = 0; round < 20; round++) {
      RowJudgeTest.table(session, random);
      session.execute(
          "CREATE OR REPLACE TABLE keyed AS SELECT row_number() OVER () - 1 AS key, * FROM t");
      List<ExpectationResult> results =
          SuiteRun.of(
                  Batch.of(session, "t"),
                  RowJudgeTest.SUITE,
                  ResultFormat.of(Level.COMPLETE),
                  Suites.NOW)
              .results();
      List<RowVerdicts.Verdict> verdicts = verdicts(Optional.empty(), RowJudgeTest.SUITE);
      for (int i = 0; i < results.size(); i++) {
        SortedSet<Long> bad = new TreeSet<>();
        results.get(i).result().path("unexpected_index_list").forEach(at -> bad.add(at.asLong()));
        assertThat(verdicts.get(i).broken().orElseThrow())
            .as(results.get(i).config().arguments().toString())
            .isEqualTo(bad);
      }
    }
  }

  @Test
  void valuesRepeatAmongTheRowsAndThoseBesideThem() {
    rows();
    String unique = "expect_column_values_to_be_unique";
    String together = "expect_compound_columns_to_be_unique";
    assertThat(broken(Optional.empty(), unique, "{\"column\": \"i\"}").orElseThrow())
        .containsExactly(2L, 3L);
    assertThat(broken(Optional.of("there"), unique, "{\"column\": \"i\"}").orElseThrow())
        .containsExactly(1L, 2L, 3L);
    assertThat(broken(Optional.of("there"), unique, "{\"column\": \"t\"}").orElseThrow())
        .containsExactly(2L);
    assertThat(
            broken(Optional.of("there"), together, "{\"column_list\": [\"i\", \"t\"]}")
                .orElseThrow())
        .isEmpty();
  }

  @Test
  void rowsMustBeInAnotherTable() {
    rows();
    assertThat(
            broken(
                    Optional.empty(),
                    "expect_column_values_to_be_in_other_table",
                    "{\"column\": \"i\", \"other_table_name\": \"there\"}")
                .orElseThrow())
        .containsExactly(2L, 3L);
  }

  @Test
  void whatJudgesTablesSaysNothingOfRows() {
    rows();
    assertThat(broken(Optional.empty(), "expect_table_row_count_to_equal", "{\"value\": 9}"))
        .isEmpty();
    assertThat(
            broken(
                Optional.empty(), "expect_column_values_to_be_decreasing", "{\"column\": \"i\"}"))
        .isEmpty();
    assertThat(
            broken(
                Optional.empty(),
                "expect_column_mean_to_be_between",
                "{\"column\": \"i\", \"max_value\": 0}"))
        .isEmpty();
    assertThat(
            broken(
                Optional.empty(),
                "expect_column_values_to_be_between",
                "{\"column\": \"i\", \"max_value\": 1, \"mostly\": 0.1}"))
        .as("which share may be bad")
        .isEmpty();
  }

  @Test
  void whatCannotBeJudgedIsBroken() {
    rows();
    assertThat(
            broken(Optional.empty(), "expect_column_values_to_be_unique", "{\"column\": \"x\"}")
                .orElseThrow())
        .containsExactly(1L, 2L, 3L);
    session.execute("UPDATE keyed SET t = '{}' WHERE key = 2");
    assertThat(
            broken(
                    Optional.empty(),
                    "expect_column_values_to_match_json_schema",
                    "{\"column\": \"t\", \"json_schema\": {\"type\": \"object\"}}")
                .orElseThrow())
        .as("the others are no JSON")
        .containsExactly(1L, 3L);
  }
}
