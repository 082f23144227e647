package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowJudgeTest {
  static final List<ExpectationConfig> SUITE =
      List.of(
          Suites.config("expect_column_values_to_not_be_null", "{\"column\": \"i\"}"),
          Suites.config("expect_column_values_to_be_null", "{\"column\": \"r\"}"),
          Suites.config(
              "expect_column_values_to_be_between",
              "{\"column\": \"i\", \"min_value\": -2, \"max_value\": 2.5, \"strict_min\": true}"),
          Suites.config(
              "expect_column_values_to_be_between",
              "{\"column\": \"d\", \"min_value\": \"2020-01-02\", \"max_value\": \"2020-06-01\"}"),
          Suites.config(
              "expect_column_values_to_be_between", "{\"column\": \"b\", \"min_value\": 0.5}"),
          Suites.config(
              "expect_column_values_to_be_in_set",
              "{\"column\": \"i\", \"value_set\": [1, 2.0, true]}"),
          Suites.config(
              "expect_column_values_to_not_be_in_set",
              "{\"column\": \"t\", \"value_set\": [\"a\", \"\", 1]}"),
          Suites.config(
              "expect_column_values_to_be_in_set", "{\"column\": \"r\", \"value_set\": []}"),
          Suites.config(
              "expect_column_values_to_match_regex",
              "{\"column\": \"t\", \"regex\": \"^[a-c]+$\"}"),
          Suites.config(
              "expect_column_values_to_match_regex", "{\"column\": \"r\", \"regex\": \"5\"}"),
          Suites.config(
              "expect_column_values_to_match_like_pattern",
              "{\"column\": \"t\", \"like_pattern\": \"a_%\"}"),
          Suites.config(
              "expect_column_value_lengths_to_be_between",
              "{\"column\": \"t\", \"min_value\": 1, \"max_value\": 2}"),
          Suites.config(
              "expect_column_value_lengths_to_equal", "{\"column\": \"r\", \"value\": 3}"),
          Suites.config("expect_column_values_to_be_valid_email", "{\"column\": \"t\"}"),
          Suites.config(
              "expect_column_pair_values_a_to_be_greater_than_b",
              "{\"column_A\": \"i\", \"column_B\": \"r\", \"ignore_row_if\": \"neither\"}"),
          Suites.config(
              "expect_column_pair_values_to_be_equal",
              "{\"column_A\": \"i\", \"column_B\": \"r\", \"ignore_row_if\": \"either_value_is_missing\"}"),
          Suites.config(
              "expect_column_pair_values_to_be_in_set",
              "{\"column_A\": \"i\", \"column_B\": \"t\", \"value_pairs_set\": [[1, \"a\"], [null, \"b\"]]}"),
          Suites.config(
              "expect_multicolumn_sum_to_equal",
              "{\"column_list\": [\"i\", \"r\"], \"sum_total\": 2}"),
          Suites.config(
              "expect_multicolumn_values_to_be_equal", "{\"column_list\": [\"i\", \"r\", \"b\"]}"),
          Suites.config(
              "expect_select_column_values_to_be_unique_within_record",
              "{\"column_list\": [\"i\", \"r\", \"b\"], \"ignore_row_if\": \"never\"}"));

  @TempDir Path folder;

  /// The rows that a batch calls bad are those that the record judge does, on random tables.
  @Test
  void judgesARecordAsTheBatchOfItDoes() {
    Random random = new Random(11);
    try (SqlSession session = Suites.session(folder)) {
      for (int round = 0; round < 40; round++) {
        List<Map<String, @Nullable Object>> rows = table(session, random);
        Batch batch = Batch.of(session, "t");
        RowJudge judge = RowJudge.compile(SUITE, batch.columns());
        assertThat(judge.leftOut()).isEmpty();
        List<ExpectationResult> results =
            SuiteRun.of(batch, SUITE, ResultFormat.of(Level.COMPLETE), Suites.NOW).results();
        for (int i = 0; i < SUITE.size(); i++) {
          ExpectationResult result = results.get(i);
          assertThat(result.exception()).isEmpty();
          Set<Integer> bad = new HashSet<>();
          result.result().path("unexpected_index_list").forEach(at -> bad.add(at.intValue()));
          Set<Integer> broken = new HashSet<>();
          for (int row = 0; row < rows.size(); row++) {
            if (judge.broken(rows.get(row)).contains(SUITE.get(i))) {
              broken.add(row);
            }
          }
          assertThat(broken).as(SUITE.get(i).arguments().toString() + rows).isEqualTo(bad);
        }
      }
    }
  }

  static List<Map<String, @Nullable Object>> table(SqlSession session, Random random) {
    session.execute(
        "CREATE OR REPLACE TABLE t (i BIGINT, r DOUBLE, t VARCHAR, b BOOLEAN, d TIMESTAMP)");
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<String> texts = List.of("a", "b", "ab", "abc", "", "ü", "🚕a", "A", "a%", "x@y.org");
    for (int row = 0; row < 30; row++) {
      session.execute(
          "INSERT INTO t SELECT %s, %s, %s, %s, %s"
              .formatted(
                  orNull(random, Integer.toString(random.nextInt(-3, 4))),
                  orNull(
                      random,
                      random.nextInt(10) == 0
                          ? "'nan'::DOUBLE"
                          : random.nextInt(10) == 0
                              ? "'-inf'::DOUBLE"
                              : Double.toString(random.nextInt(-6, 7) / 2.0)),
                  orNull(random, SqlSession.text(texts.get(random.nextInt(texts.size())))),
                  orNull(random, Boolean.toString(random.nextBoolean())),
                  orNull(
                      random,
                      "TIMESTAMP '2020-0%d-0%d 0%d:00:00'"
                          .formatted(
                              random.nextInt(1, 9), random.nextInt(1, 4), random.nextInt(0, 2)))));
    }
    session.forEach(
        "SELECT * FROM t",
        row -> {
          Map<String, @Nullable Object> record = new HashMap<>();
          List.of("i", "r", "t", "b", "d")
              .forEach(name -> record.put(name, row.value(record.size() + 1)));
          rows.add(record);
        });
    return rows;
  }

  private static String orNull(Random random, String sql) {
    return random.nextInt(6) == 0 ? "NULL" : sql;
  }
}
