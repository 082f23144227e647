package dev.rondo.quality.expectation;

import dev.rondo.quality.Measured;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.custom.CustomExpectation;
import dev.rondo.quality.custom.CustomRows;
import dev.rondo.quality.custom.CustomTest;
import dev.rondo.quality.custom.CustomVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// For every expectation one table that fulfils it and one that does not, of the columns a, b and
/// c.
final class ExpectationCases {
  private final List<Case> cases = new ArrayList<>();

  /// @param good rows that fulfil it, as after VALUES
  /// @param bad rows that do not
  record Case(String type, String arguments, String good, String bad) {
    @Override
    public String toString() {
      return type;
    }
  }

  static List<Case> all() {
    ExpectationCases all = new ExpectationCases();
    all.tables();
    all.queries();
    all.aggregates();
    all.distributions();
    all.values();
    all.texts();
    all.pairs();
    all.several();
    all.references();
    all.history();
    all.custom();
    return List.copyOf(all.cases);
  }

  private void add(String type, String arguments, String good, String bad) {
    cases.add(new Case(type, arguments.replace('\'', '"'), good, bad));
  }

  private void tables() {
    String one = "(1, 2, 3)";
    String text = "('x', 2, 3)";
    add("expect_column_to_exist", "{'column': 'a', 'column_index': 0}", one, "");
    add("expect_column_type_to_be", "{'column': 'a', 'type_': 'int32'}", one, text);
    add("expect_table_column_count_to_be_between", "{'min_value': 4, 'max_value': 4}", one, "");
    add("expect_table_column_count_to_equal", "{'value': 4}", one, "");
    add(
        "expect_table_columns_to_match_ordered_list",
        "{'column_list': ['a', 'b', 'c', 'keep']}",
        one,
        "");
    add("expect_table_columns_to_match_set", "{'column_set': ['b', 'a', 'c', 'keep']}", one, "");
    String two = one + ", " + one;
    add("expect_table_row_count_to_be_between", "{'min_value': 2}", two, one);
    add("expect_table_row_count_to_equal", "{'value': 2}", two, one);
    add(
        "expect_table_row_count_to_equal_other_table",
        "{'other_table_name': 'other'}",
        two + ", " + one,
        one);
  }

  private void queries() {
    add(
        "unexpected_rows_expectation",
        "{'unexpected_rows_query': 'SELECT * FROM {batch} WHERE a > b;'}",
        "(1, 2, 3)",
        "(3, 2, 1)");
    add(
        "expect_query_results_to_match_comparison",
        "{'base_query': 'SELECT a FROM {batch}', 'comparison_data_source_name': 'here',"
            + " 'comparison_query': 'SELECT a FROM other'}",
        "(3, 0, 0), (1, 0, 0), (2, 0, 0)",
        "(1, 0, 0), (2, 0, 0), (4, 0, 0)");
  }

  private void aggregates() {
    String range = "{'column': 'a', 'min_value': 2, 'max_value': 4}";
    String good = "(2, 0, 0), (3, 0, 0), (4, 0, 0)";
    String bad = "(10, 0, 0), (30, 0, 0), (80, 0, 0)";
    for (String figure : List.of("max", "min", "mean", "median")) {
      add("expect_column_" + figure + "_to_be_between", range, good, bad);
    }
    add("expect_column_stdev_to_be_between", "{'column': 'a', 'max_value': 1}", good, bad);
    add("expect_column_sum_to_be_between", "{'column': 'a', 'max_value': 9}", good, bad);
    add(
        "expect_column_unique_value_count_to_be_between",
        "{'column': 'a', 'min_value': 2}",
        good,
        "(1, 0, 0), (1, 0, 0)");
    add(
        "expect_column_proportion_of_unique_values_to_be_between",
        "{'column': 'a', 'min_value': 0.9}",
        good,
        "(1, 0, 0), (1, 0, 0)");
    add(
        "expect_column_proportion_of_non_null_values_to_be_between",
        "{'column': 'a', 'min_value': 0.6}",
        good,
        "(1, 0, 0), (NULL, 0, 0)");
    add(
        "expect_column_quantile_values_to_be_between",
        "{'column': 'a', 'quantile_ranges': {'quantiles': [0.5], 'value_ranges': [[2, 4]]}}",
        good,
        bad);
    String set = "{'column': 'a', 'value_set': ['x', 'y']}";
    String both = "('x', 0, 0), ('y', 0, 0), ('x', 0, 0)";
    add("expect_column_distinct_values_to_be_in_set", set, both, "('z', 0, 0)");
    add("expect_column_distinct_values_to_contain_set", set, both, "('x', 0, 0)");
    add("expect_column_distinct_values_to_equal_set", set, both, "('x', 0, 0), ('z', 0, 0)");
    add("expect_column_most_common_value_to_be_in_set", set, both, "('x', 0, 0), ('y', 0, 0)");
  }

  private void distributions() {
    String halves = "('x', 0, 0), ('y', 0, 0), ('x', 0, 0), ('y', 0, 0)";
    String others = "('x', 0, 0), ('x', 0, 0), ('x', 0, 0), ('z', 0, 0)";
    add(
        "expect_column_kl_divergence_to_be_less_than",
        "{'column': 'a', 'partition_object': {'values': ['x', 'y'], 'weights': [0.5, 0.5]},"
            + " 'threshold': 0.1}",
        halves,
        others);
    add(
        "expect_column_chisquare_test_p_value_to_be_greater_than",
        "{'column': 'a', 'partition_object': {'values': ['x', 'y', 'z'],"
            + " 'weights': [0.49, 0.49, 0.02]}}",
        halves + ", " + halves,
        others + ", " + others);
    String even = rows(40, "(%d.5, 0, 0)");
    String high = rows(40, "(39.%d, 0, 0)");
    add(
        "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than",
        "{'column': 'a', 'partition_object': {'bins': [0, 10, 20, 30, 40],"
            + " 'weights': [0.25, 0.25, 0.25, 0.25]}, 'bootstrap_samples': 50}",
        even,
        high);
    add(
        "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than",
        "{'column': 'a', 'distribution': 'uniform', 'params': [0, 40]}",
        even,
        high);
    add(
        "expect_column_pair_cramers_phi_value_to_be_less_than",
        "{'column_A': 'a', 'column_B': 'b'}",
        rows(2, "('x', 'u', %d), ('x', 'v', 0), ('y', 'u', 0), ('y', 'v', 0)"),
        rows(20, "('x', 'u', %d), ('y', 'v', 0)"));
  }

  private static String rows(int count, String form) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(form.formatted(i));
    }
    return String.join(", ", rows);
  }

  private void values() {
    String good = "(1, 0, 0), (2, 0, 0), (3, 0, 0)";
    add("expect_column_values_to_not_be_null", "{'column': 'a'}", good, "(1, 0, 0), (NULL, 0, 0)");
    add("expect_column_values_to_be_null", "{'column': 'a'}", "(NULL::INT, 0, 0)", good);
    add("expect_column_values_to_be_unique", "{'column': 'a'}", good, "(1, 0, 0), (1, 0, 0)");
    add(
        "expect_column_values_to_be_between",
        "{'column': 'a', 'min_value': 0, 'max_value': 3}",
        good,
        "(1, 0, 0), (4, 0, 0)");
    String set = "{'column': 'a', 'value_set': [1, 2, 3]}";
    add("expect_column_values_to_be_in_set", set, good, "(1, 0, 0), (4, 0, 0)");
    add("expect_column_values_to_not_be_in_set", set, "(4, 0, 0), (5, 0, 0)", good);
    add("expect_column_values_to_be_increasing", "{'column': 'a'}", good, "(2, 0, 0), (1, 0, 0)");
    add("expect_column_values_to_be_decreasing", "{'column': 'a'}", "(2, 0, 0), (1, 0, 0)", good);
    add(
        "expect_column_value_z_scores_to_be_less_than",
        "{'column': 'a', 'threshold': 1.3, 'double_sided': true}",
        good,
        "(1, 0, 0), (1, 0, 0), (1, 0, 0), (9, 0, 0)");
    add(
        "expect_column_values_to_not_be_outliers",
        "{'column': 'a'}",
        good,
        "(1, 0, 0), (2, 0, 0), (2, 0, 0), (3, 0, 0), (99, 0, 0)");
    add(
        "expect_column_values_to_be_of_type",
        "{'column': 'a', 'type_': 'str'}",
        "('x', 0, 0)",
        "(1, 0, 0)");
    add(
        "expect_column_values_to_be_in_type_list",
        "{'column': 'a', 'type_list': ['str', 'float64']}",
        "('x', 0, 0)",
        "(1, 0, 0)");
  }

  private void texts() {
    text("value_lengths_to_be_between", "'min_value': 2, 'max_value': 3", "abc", "abcd");
    text("value_lengths_to_equal", "'value': 2", "ab", "a");
    text("values_to_match_regex", "'regex': '^a'", "ab", "ba");
    text("values_to_not_match_regex", "'regex': '^a'", "ba", "ab");
    text("values_to_match_regex_list", "'regex_list': ['^a', 'z'], 'match_on': 'all'", "az", "a");
    text("values_to_not_match_regex_list", "'regex_list': ['^a', 'z']", "b", "bz");
    text("values_to_match_like_pattern", "'like_pattern': 'a_c%'", "abcd", "acb");
    text("values_to_not_match_like_pattern", "'like_pattern': 'a_c%'", "acb", "abcd");
    text("values_to_match_like_pattern_list", "'like_pattern_list': ['a%', 'b%']", "b", "c");
    text("values_to_not_match_like_pattern_list", "'like_pattern_list': ['a%', 'b%']", "c", "b");
    text(
        "values_to_match_strftime_format",
        "'strftime_format': '%Y-%m-%d'",
        "2020-02-29",
        "2021-02-29");
    text("values_to_be_dateutil_parseable", "", "10 Sep 2020", "today");
    text("values_to_be_json_parseable", "", "[1]", "[1,]");
    text("values_to_match_json_schema", "'json_schema': {'required': ['id']}", "{\"id\": 1}", "{}");
    text("values_to_be_valid_email", "", "a@example.org", "a@");
    text("values_to_be_valid_url", "", "https://example.org/x", "example");
    text("values_to_be_valid_ipv4", "", "10.0.0.1", "10.0.0.256");
    text("values_to_be_valid_ipv6", "", "fe80::1", "10.0.0.1");
    text("values_to_be_valid_ip", "", "10.0.0.1", "10.0");
    text("values_to_be_valid_uuid", "", "123e4567-e89b-12d3-a456-426614174000", "123e4567");
    text("values_to_be_valid_isbn_10", "", "0-306-40615-2", "0-306-40615-3");
    text("values_to_be_valid_isbn_13", "", "978-0-306-40615-7", "978-0-306-40615-8");
    text("values_to_be_valid_isbn", "", "0306406152", "0306406153");
    text("values_to_be_valid_credit_card", "", "4111 1111 1111 1111", "4111 1111 1111 1112");
  }

  private void text(String what, String arguments, String good, String bad) {
    add(
        "expect_column_" + what,
        "{'column': 'a'" + (arguments.isEmpty() ? "" : ", " + arguments) + "}",
        "('" + good + "', 0, 0)",
        "('" + good + "', 0, 0), ('" + bad + "', 0, 0)");
  }

  private void pairs() {
    String columns = "'column_A': 'a', 'column_B': 'b'";
    add(
        "expect_column_pair_values_a_to_be_greater_than_b",
        "{" + columns + "}",
        "(2, 1, 0)",
        "(2, 1, 0), (1, 1, 0)");
    add("expect_column_pair_values_to_be_equal", "{" + columns + "}", "(1, 1, 0)", "(1, 2, 0)");
    add(
        "expect_column_pair_values_to_be_in_set",
        "{" + columns + ", 'value_pairs_set': [[1, 2], [2, 3]]}",
        "(1, 2, 0), (2, 3, 0)",
        "(1, 3, 0)");
  }

  private void several() {
    String columns = "'column_list': ['a', 'b', 'c']";
    add(
        "expect_compound_columns_to_be_unique",
        "{" + columns + "}",
        "(1, 1, 1), (1, 1, 2)",
        "(1, 1, 1), (1, 1, 1)");
    add(
        "expect_multicolumn_sum_to_equal",
        "{" + columns + ", 'sum_total': 6}",
        "(1, 2, 3)",
        "(1, 2, 4)");
    add("expect_multicolumn_values_to_be_equal", "{" + columns + "}", "(1, 1, 1)", "(1, 1, 2)");
    add(
        "expect_select_column_values_to_be_unique_within_record",
        "{" + columns + "}",
        "(1, 2, 3)",
        "(1, 2, 1)");
  }

  private void references() {
    add(
        "expect_column_values_to_be_in_other_table",
        "{'column': 'a', 'other_table_name': 'other'}",
        "(1, 0, 0), (2, 0, 0)",
        "(1, 0, 0), (9, 0, 0)");
    add(
        "expect_column_max_to_be_recent",
        "{'column': 'a', 'max_age': '2d'}",
        "(TIMESTAMP '2020-12-31 12:00:00', 0, 0)",
        "(TIMESTAMP '2020-12-29 12:00:00', 0, 0)");
    add(
        "expect_table_row_count_to_be_close_to_other_table",
        "{'other_table_name': 'other', 'max_change': 0.4}",
        "(1, 0, 0), (2, 0, 0)",
        "(1, 0, 0)");
    add(
        "expect_column_sum_to_be_close_to_other_table",
        "{'column': 'a', 'other_table_name': 'other', 'max_change': 0.2}",
        "(5, 0, 0)",
        "(1, 0, 0)");
  }

  /// As [#BESIDE] has it, earlier figures were 2, 3 and 4, and `a` of the reference is 1 to 10.
  private void history() {
    String three = "(1, 0, 0), (1, 0, 0), (1, 0, 0)";
    String twelve = String.join(", ", List.of(three, three, three, three));
    add("expect_table_row_count_to_be_usual", "{}", three, twelve);
    add(
        "expect_column_figure_to_be_usual",
        "{'column': 'a', 'figure': 'mean'}",
        "(2, 0, 0), (3, 0, 0)",
        "(2, 0, 0), (90, 0, 0)");
    add(
        "expect_query_result_to_be_usual",
        "{'query': 'SELECT sum(a) FROM {batch};'}",
        three,
        twelve);
    add(
        "expect_result_to_be_usual",
        "{'expectation': {'type': 'expect_column_values_to_be_in_set', 'kwargs': {'column': 'a',"
            + " 'value_set': [1]}}}",
        "(1, 0, 0)",
        "(1, 0, 0), (2, 0, 0)");
    add(
        "expect_table_row_count_to_be_close_to_previous",
        "{'max_change': 0.5}",
        three,
        "(1, 0, 0)");
    add(
        "expect_column_sum_to_be_close_to_previous",
        "{'column': 'a', 'max_change': 0.5}",
        three,
        twelve);
    add(
        "expect_column_distribution_to_be_close_to_reference",
        "{'column': 'a'}",
        "(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0), (8, 0, 0),"
            + " (9, 0, 0), (10, 0, 0)",
        twelve);
  }

  private void custom() {
    add(
        "expect_table_to_pass_custom_java",
        "{'class': 'one row'}",
        "(1, 0, 0)",
        "(1, 0, 0), (2, 0, 0)");
    add(
        "expect_column_values_to_pass_custom_java",
        "{'column': 'a', 'class': 'at least', 'arguments': {'least': 5}}",
        "(5, 0, 0), (7, 0, 0)",
        "(5, 0, 0), (4, 0, 0)");
  }

  /// What the cases find beside their tables.
  static final Surroundings BESIDE =
      Surroundings.at(Suites.NOW)
          .withHistory((_, before, most) ->
              IntStream.range(21 - Math.min(most, 21), 21)
                  .mapToObj(i -> new Measured(before.minus(Duration.ofDays(21 - i)), 2 + i % 3))
                  .toList())
          .withCode(CustomCode.of(List.of(new OneRow()), List.of(new AtLeast())));

  private static final class OneRow implements CustomExpectation {
    @Override
    public String name() {
      return "one row";
    }

    @Override
    public CustomVerdict judge(CustomRows rows) {
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(String.valueOf(row.value("a"))));
      return CustomVerdict.of(values.size() == 1, values.size());
    }
  }

  private static final class AtLeast implements CustomTest {
    @Override
    public String name() {
      return "at least";
    }

    @Override
    public Predicate<Object> test(Map<String, Object> arguments) {
      int least = ((Number) Objects.requireNonNull(arguments.get("least"))).intValue();
      return value -> ((Number) value).intValue() >= least;
    }
  }
}
