package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionExpectationsTest {
  private static final String DIVERGENCE = "expect_column_kl_divergence_to_be_less_than";
  private static final String CHI_SQUARE =
      "expect_column_chisquare_test_p_value_to_be_greater_than";
  private static final String BOOTSTRAPPED =
      "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than";
  private static final String THEORY =
      "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than";
  private static final String ASSOCIATION = "expect_column_pair_cramers_phi_value_to_be_less_than";

  /// A coin of 60 heads and 40 tails, with 20 that rolled away.
  private static final String COINS =
      """
      CREATE OR REPLACE TABLE t AS SELECT i,
        CASE WHEN i < 60 THEN 'heads' WHEN i < 100 THEN 'tails' END AS coin,
        CASE WHEN i < 100 THEN (i + 0.5) / 100 END AS share,
        i % 2 AS parity, i % 3 AS rest, timestamp '2026-01-01' + interval (i) hour AS at
      FROM range(120) r(i)
      """;

  private static final String FAIR =
      "\"partition_object\": {\"values\": [\"heads\", \"tails\"], \"weights\": [0.5, 0.5]}";
  private static final String HALVES =
      "\"partition_object\": {\"bins\": [0, 0.5, 1], \"weights\": [0.5, 0.5]}";

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = Suites.session(folder);
    session.execute(COINS);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private ExpectationResult judge(String type, String arguments) {
    return Suites.judge(session, Level.COMPLETE, type, arguments);
  }

  private ExpectationResult judgeWhere(String where, String type, String arguments) {
    return SuiteRun.of(
            Batch.of(session, "t"),
            List.of(Suites.config(type, arguments, where)),
            ResultFormat.of(Level.COMPLETE),
            Suites.NOW)
        .results()
        .getFirst();
  }

  private static double value(ExpectationResult result) {
    return result.result().path("observed_value").doubleValue();
  }

  private static String column(String name, String more) {
    return "{\"column\": \"%s\", %s}".formatted(name, more);
  }

  // ---- Passing and failing; missing values do not count

  @Test
  void divergenceOfSharesIsHeldAgainstAThreshold() {
    double divergence = 0.6 * Math.log(1.2) + 0.4 * Math.log(0.8);

    ExpectationResult close = judge(DIVERGENCE, column("coin", FAIR + ", \"threshold\": 0.03"));
    ExpectationResult far = judge(DIVERGENCE, column("coin", FAIR + ", \"threshold\": 0.02"));

    assertThat(value(close)).isCloseTo(divergence, within(1e-15));
    assertThat(close.success()).isTrue();
    assertThat(far.success()).isFalse();
    assertThat(close.result().path("details").toString())
        .isEqualTo(
            """
            {"observed_partition":{"values":["heads","tails"],"weights":[0.6,0.4]},\
            "expected_partition":{"values":["heads","tails"],"weights":[0.5,0.5]}}\
            """);
  }

  @Test
  void rangesTellWhatIsBelowAndAbove() {
    ExpectationResult result =
        judge(
            DIVERGENCE,
            column(
                "share",
                """
                "threshold": 0.5, "tail_weight_holdout": 0.2,
                "partition_object": {"bins": [0.1, 0.5, 0.9], "weights": [0.5, 0.5]}\
                """));

    assertThat(result.success()).isTrue();
    assertThat(value(result)).isZero();
    assertThat(result.result().path("details").path("observed_partition").toString())
        .isEqualTo("{\"bins\":[0.1,0.5,0.9],\"weights\":[0.4,0.4],\"tail_weights\":[0.1,0.1]}");
  }

  @Test
  void infiniteBinsAreTails() {
    ExpectationResult result =
        judge(
            DIVERGENCE,
            column(
                "share",
                """
                "threshold": 0, "partition_object":
                  {"bins": ["-inf", 0.25, 0.75, "inf"], "weights": [0.25, 0.5, 0.25]}\
                """));

    assertThat(result.success()).isTrue();
    assertThat(result.result().path("details").path("expected_partition").toString())
        .isEqualTo("{\"bins\":[0.25,0.75],\"weights\":[0.5],\"tail_weights\":[0.25,0.25]}");
  }

  @Test
  void timesHaveRangesToo() {
    assertThat(
            judge(
                    DIVERGENCE,
                    column(
                        "at",
                        """
                        "threshold": 0, "partition_object":
                          {"bins": ["2026-01-01", "2026-01-03", "2026-01-06"], "weights": [0.4, 0.6]}\
                        """))
                .success())
        .isTrue();
    assertThat(
            judge(DIVERGENCE, "{\"column\": \"at\"}")
                .result()
                .path("details")
                .path("observed_partition")
                .path("bins")
                .get(0)
                .stringValue())
        .isEqualTo("2026-01-01T00:00:00");
  }

  @Test
  void whatMustNotOccurHasNoDivergenceAndFails() {
    String heads = "\"partition_object\": {\"values\": [\"heads\"], \"weights\": [1]}";

    ExpectationResult result = judge(DIVERGENCE, column("coin", heads + ", \"threshold\": 9"));

    assertThat(result.success()).isFalse();
    assertThat(result.result().path("observed_value").isNull()).isTrue();
    assertThat(judge(DIVERGENCE, column("coin", heads)).success()).isTrue();
  }

  @Test
  void withoutAPartitionTheSharesAreToldAndGood() {
    ExpectationResult ranges = judge(DIVERGENCE, "{\"column\": \"share\", \"threshold\": 0}");
    ExpectationResult values =
        judge(DIVERGENCE, "{\"column\": \"coin\", \"threshold\": 0, \"bucketize_data\": false}");

    assertThat(ranges.success()).isTrue();
    assertThat(value(ranges)).isZero();
    assertThat(ranges.result().path("details").path("observed_partition").path("weights"))
        .hasSize(7);
    assertThat(values.success()).isTrue();
    assertThat(
            values.result().path("details").path("expected_partition").path("weights").toString())
        .isEqualTo("[0.6,0.4]");
  }

  @Test
  void manyUnexpectedValuesAreCountedAllAndShownInPart() {
    session.execute("CREATE OR REPLACE TABLE t AS SELECT 'v' || i AS v FROM range(5000) r(i)");
    String some = "\"partition_object\": {\"values\": [\"v0\"], \"weights\": [1]}";

    ExpectationResult result =
        judge(DIVERGENCE, column("v", some + ", \"tail_weight_holdout\": 0.9998"));

    assertThat(value(result)).isCloseTo(0, within(1e-12));
    assertThat(result.result().path("details").path("observed_partition").path("values"))
        .hasSize(1001);
    assertThat(
            result
                .result()
                .path("details")
                .path("observed_partition")
                .path("values_left_out")
                .intValue())
        .isEqualTo(3999);
  }

  @Test
  void chiSquareTestsCounts() {
    ExpectationResult fair = judge(CHI_SQUARE, column("coin", FAIR + ", \"p\": 0.04"));

    assertThat(value(fair)).isCloseTo(0.04550026389635842, within(1e-12));
    assertThat(fair.success()).isTrue();
    assertThat(judge(CHI_SQUARE, column("coin", FAIR)).success()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0.99, 0.010495, 0.9998579483037032",
    "1000, 0.97, 0.030485, 0.3044110416421919",
    "20000, 0.99, 0.01002475, 0.03567120708803906",
    "300000, 0.99, 0.01000165, 1.70335555475047e-26",
  })
  void largeColumnsAreTestedExactly(int rows, double factor, double distance, double probability) {
    session.execute(
        "CREATE OR REPLACE TABLE t AS SELECT (i + 0.5) / %d * %s::DOUBLE AS u FROM range(%d) r(i)"
            .formatted(rows, factor, rows));

    ExpectationResult result =
        judge(THEORY, column("u", "\"distribution\": \"uniform\", \"params\": [0, 1]"));

    assertThat(result.result().path("details").path("observed_ks_result").get(0).doubleValue())
        .isCloseTo(distance, within(1e-9));
    assertThat(value(result)).isCloseTo(probability, within(1e-7 * probability));
  }

  @Test
  void parametersComeByNameOrInOrder() {
    String uniform = "\"distribution\": \"uniform\", \"params\": ";

    ExpectationResult named = judge(THEORY, column("share", uniform + "{\"min\": 0, \"max\": 1}"));
    ExpectationResult ordered = judge(THEORY, column("share", uniform + "[0]"));
    ExpectationResult moved = judge(THEORY, column("share", uniform + "[0.5, 1]"));

    assertThat(named.success()).isTrue();
    assertThat(ordered.result()).isEqualTo(named.result());
    assertThat(moved.success()).isFalse();
  }

  @Test
  void aBootstrappedTestSaysTheSameEachTime() {
    ExpectationResult halves = judge(BOOTSTRAPPED, column("share", HALVES));
    ExpectationResult skewed =
        judge(
            BOOTSTRAPPED,
            column(
                "share",
                """
                "partition_object": {"bins": [0, 0.05, 1], "weights": [0.999, 0.001]},
                "bootstrap_sample_size": 40\
                """));

    assertThat(halves.success()).isTrue();
    assertThat(judge(BOOTSTRAPPED, column("share", HALVES)).result()).isEqualTo(halves.result());
    assertThat(skewed.success()).isFalse();
    assertThat(halves.result().path("details").toString())
        .isEqualTo(
            """
            {"bootstrap_samples":1000,"bootstrap_sample_size":4,\
            "observed_partition":{"bins":[0.0,0.5,1.0],"weights":[0.5,0.5]},\
            "observed_cdf":{"x":[0.0,0.5,1.0],"cdf_values":[0.0,0.5,1.0]},\
            "expected_partition":{"bins":[0,0.5,1],"weights":[0.5,0.5]},\
            "expected_cdf":{"x":[0,0.5,1],"cdf_values":[0.0,0.5,1.0]}}\
            """);
  }

  @Test
  void aBootstrappedTestTellsWhatLiesOutside() {
    assertThat(
            judge(
                    BOOTSTRAPPED,
                    column(
                        "share", "\"partition_object\": {\"bins\": [0.1, 0.9], \"weights\": [1]}"))
                .result()
                .path("details")
                .path("observed_partition")
                .toString())
        .isEqualTo("{\"bins\":[0.005,0.1,0.9,0.995],\"weights\":[0.1,0.8,0.1]}");
  }

  @Test
  void associationIsNoneBetweenIndependentColumns() {
    ExpectationResult independent =
        judge(ASSOCIATION, "{\"column_A\": \"parity\", \"column_B\": \"rest\"}");
    ExpectationResult same = judge(ASSOCIATION, "{\"column_A\": \"i\", \"column_B\": \"coin\"}");

    assertThat(independent.success()).isTrue();
    assertThat(value(independent)).isZero();
    assertThat(same.success()).isFalse();
    assertThat(value(same)).isCloseTo(0.93, within(0.05));
    assertThat(same.result().path("details").path("crosstab").path("columns").toString())
        .isEqualTo("[\"(missing)\",\"heads\",\"tails\"]");
  }

  @Test
  void binsOfAnAssociationMayBeGiven() {
    ExpectationResult result =
        judge(
            ASSOCIATION,
            """
            {"column_A": "i", "column_B": "coin", "bins_A": [60, 100],
              "bins_B": [["heads", "tails"]], "threshold": 1}\
            """);

    assertThat(result.success()).isTrue();
    assertThat(result.result().path("details").path("crosstab").toString())
        .isEqualTo(
            """
            {"rows":["[0, 60)","[60, 100)","[100, 119]"],"columns":["(missing)","heads, tails"],\
            "counts":[[0,60],[0,40],[20,0]]}\
            """);
  }

  // ---- Row conditions, empty tables, formats

  @Test
  void onlyRowsOfTheConditionCount() {
    String fewer = "i >= 20";

    assertThat(judgeWhere(fewer, DIVERGENCE, column("coin", FAIR + ", \"threshold\": 0")).success())
        .isTrue();
    assertThat(value(judgeWhere(fewer, CHI_SQUARE, column("coin", FAIR)))).isEqualTo(1);
    assertThat(
            judgeWhere("share < 0.5", DIVERGENCE, column("share", HALVES + ", \"threshold\": 0.1"))
                .success())
        .isFalse();
    assertThat(
            judgeWhere(
                    "share < 0.5",
                    THEORY,
                    column("share", "\"distribution\": \"uniform\", \"params\": [0, 0.5]"))
                .success())
        .isTrue();
    assertThat(judgeWhere("share < 0.5", BOOTSTRAPPED, column("share", HALVES)).result().toString())
        .contains("\"weights\":[1.0,0.0]");
    assertThat(
            judgeWhere("i < 6", ASSOCIATION, "{\"column_A\": \"parity\", \"column_B\": \"rest\"}")
                .result()
                .path("details")
                .path("crosstab")
                .path("counts")
                .toString())
        .isEqualTo("[[1,1,1],[1,1,1]]");
  }

  static List<List<String>> all() {
    return List.of(
        List.of(DIVERGENCE, column("coin", FAIR + ", \"threshold\": 1")),
        List.of(DIVERGENCE, column("share", HALVES + ", \"threshold\": 1")),
        List.of(DIVERGENCE, "{\"column\": \"share\", \"threshold\": 1}"),
        List.of(CHI_SQUARE, column("coin", FAIR)),
        List.of(BOOTSTRAPPED, column("share", HALVES)),
        List.of(THEORY, column("share", "\"distribution\": \"norm\", \"params\": [0, 1]")),
        List.of(ASSOCIATION, "{\"column_A\": \"i\", \"column_B\": \"coin\"}"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void anEmptyTableFulfilsNothing(List<String> expectation) {
    session.execute("DELETE FROM t");

    ExpectationResult result = judge(expectation.getFirst(), expectation.getLast());

    assertThat(result.success()).isFalse();
    assertThat(result.exception()).isEmpty();
    assertThat(result.result().path("observed_value").isNull()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aColumnWithoutValuesFulfilsNothing(List<String> expectation) {
    session.execute("UPDATE t SET coin = NULL, share = NULL");

    ExpectationResult result = judge(expectation.getFirst(), expectation.getLast());

    assertThat(result.success()).isFalse();
    assertThat(result.exception()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void aResultHasAValueAndDetailsButForABooleanOne(Level level) {
    assertThat(all())
        .allSatisfy(expectation -> {
          ExpectationResult result =
              Suites.judge(session, level, expectation.getFirst(), expectation.getLast());

          assertThat(result.exception()).isEmpty();
          if (level == Level.BOOLEAN_ONLY) {
            assertThat(result.result()).isEmpty();
          } else {
            assertThat(result.result().propertyNames())
                .containsExactly("observed_value", "details");
          }
        });
  }

  @Test
  void aWordHasNoHistogram() {
    assertThat(judge(DIVERGENCE, column("coin", HALVES)).exception().orElse(""))
        .contains("\"coin\"", "VARCHAR");
    assertThat(
            judge(THEORY, column("coin", "\"distribution\": \"norm\", \"params\": [0, 1]"))
                .exception()
                .orElse(""))
        .contains("needs numbers");
  }

  // ---- Mistakes

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'values': ['a', 'b'], 'weights': [0.5, 0.4]}              | sum to 0.9
          {'values': ['a', 'b'], 'weights': [1]}                     | 2 values but 1 weights
          {'values': ['a', 'a'], 'weights': [0.5, 0.5]}              | twice
          {'values': ['a', 'b'], 'weights': [1.5, -0.5]}             | numbers from 0 on
          {'weights': [1]}                                           | 'values' or 'bins'
          {'bins': [0, 1], 'weights': [0.5, 0.5]}                    | one more bin
          {'bins': [0, 2, 1], 'weights': [0.5, 0.5]}                 | must increase
          {'bins': [0, 1, 1], 'weights': [0.5, 0.5]}                 | must increase
          {'bins': [0, 'x'], 'weights': [1]}                         | neither a number
          {'bins': [0, 1], 'weights': [1], 'tail_weights': [0.1]}    | two numbers
          {'bins': [0, 1], 'weights': [1], 'tail_weights': [0.1, 0]} | sum to 1.1
          {'bins': ['-inf', 1], 'weights': [1], 'tail_weights': [0, 0]} | no tail_weights
          """)
  void aBadPartitionIsAMistake(String partition, String words) {
    assertThat(mistakes(DIVERGENCE, column("c", "'partition_object': " + partition)))
        .contains(words.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'threshold': -1                                            | below 0
          'internal_weight_holdout': 0.1, 'partition_object': {'values': [1], 'weights': [1]} | ranges
          'internal_weight_holdout': 0.1, 'bucketize_data': false    | ranges
          'bucketize_data': false, 'partition_object': {'bins': [0, 1], 'weights': [1]} | bucketize_data
          'tail_weight_holdout': 0.1, 'partition_object': {'bins': ['-inf', 'inf'], 'weights': [1]} | no tails
          'tail_weight_holdout': 2                                   | from 0 to 1
          """)
  void aBadDivergenceIsAMistake(String arguments, String words) {
    assertThat(mistakes(DIVERGENCE, column("c", arguments))).contains(words.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'distribution': 'cauchy', 'params': []                 | one of
          'distribution': 'norm'                                 | missing
          'distribution': 'norm', 'params': [1, 2, 3]            | from 0 to 2
          'distribution': 'norm', 'params': [1, 0]               | above 0
          'distribution': 'norm', 'params': {'men': 1}           | 'men'
          'distribution': 'beta', 'params': {'alpha': 1}         | beta
          'distribution': 'gamma', 'params': []                  | from 1 to 3
          'distribution': 'chi2', 'params': ['a']                | numbers alone
          'distribution': 'expon', 'params': [], 'p_value': 1    | between 0 and 1
          """)
  void aBadTheoryIsAMistake(String arguments, String words) {
    assertThat(mistakes(THEORY, column("c", arguments))).contains(words.strip());
  }

  @Test
  void otherMistakesAreFoundToo() {
    String open = "'partition_object': {'bins': [0, 'inf'], 'weights': [1]}";
    String values = "'partition_object': {'values': [1], 'weights': [1]}";

    assertThat(mistakes(BOOTSTRAPPED, column("c", open))).contains("finite ends");
    assertThat(mistakes(BOOTSTRAPPED, column("c", values))).contains("'bins'");
    assertThat(mistakes(CHI_SQUARE, column("c", open))).contains("'values'");
    assertThat(mistakes(CHI_SQUARE, column("c", values + ", 'p': 0"))).contains("between 0 and 1");
    assertThat(mistakes(ASSOCIATION, "{'column_A': 'a', 'column_B': 'b', 'n_bins_A': 0}"))
        .contains("n_bins_A");
    assertThat(mistakes(ASSOCIATION, "{'column_A': 'a', 'column_B': 'b', 'bins_B': [1, []]}"))
        .contains("bins_B");
  }

  private static String mistakes(String type, String arguments) {
    return Catalog.find(type)
        .orElseThrow()
        .mistakes(Json.parseObject(arguments.replace('\'', '"')))
        .stream()
        .map(Mistake::message)
        .toList()
        .toString();
  }
}
