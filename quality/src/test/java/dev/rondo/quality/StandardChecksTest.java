package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the standard asks for, judged on small tables.
class StandardChecksTest {
  @TempDir Path folder;

  private QualityResult check(String rows, String object) {
    return check(rows, object, Map.of());
  }

  private QualityResult check(String rows, String object, Map<String, String> tables) {
    try (SqlSession session = Sessions.open(folder)) {
      session.execute(
          "CREATE TABLE customers AS SELECT * FROM (VALUES ('x', 1), ('y', 2)) c(k, n)");
      session.execute("CREATE TABLE t AS " + rows);
      return ContractCheck.check(
          session, "t", Sessions.contract(object), Sessions.NOW.withTables(tables));
    }
  }

  private static RuleResult rule(QualityResult result, String id) {
    return result.rule(id).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "mustBe: 2, true",
    "mustBe: 3, false",
    "mustNotBe: 2, false",
    "mustBeGreaterThan: 1, true",
    "mustBeGreaterThan: 2, false",
    "mustBeGreaterOrEqualTo: 2, true",
    "mustBeLessThan: 2, false",
    "mustBeLessThan: 3, true",
    "mustBeLessOrEqualTo: 2, true",
    "mustBeBetween: [1; 3], true",
    "mustBeBetween: [2; 3], false",
    "mustNotBeBetween: [2; 3], true",
    "mustNotBeBetween: [1; 3], false",
    "unit: percent; mustBe: 40, true",
    "unit: percent; mustBeGreaterThan: 40, false",
    "unit: percent; mustBeBetween: [39; 41], true",
    "unit: percent; mustBeLessThan: 40, false"
  })
  void countsOfNullsAreHeldAgainstEveryOperator(String operator, boolean passes) {
    QualityResult result =
        check(
            "SELECT unnest([1, NULL, 3, NULL, 5]) AS a",
            """
            properties:
              - name: a
                logicalType: integer
                quality: [{id: r, metric: nullValues, %s}]
            """
                .formatted(operator.replace(';', ',')));
    assertThat(rule(result, "r").passed()).isEqualTo(passes);
  }

  @Test
  void everyMetricCounts() {
    QualityResult result =
        check(
            "SELECT unnest(['a', 'a', 'b', '', NULL, 'zz']) AS a, unnest([1, 1, 2, 3, 3, 4]) AS b",
            """
            quality:
              - {id: both, metric: duplicateValues, arguments: {properties: [a, b]}, mustBe: 2}
              - {id: count, metric: rowCount, mustBeBetween: [5, 7]}
            properties:
              - name: a
                logicalType: string
                quality:
                  - {id: missing, metric: missingValues, arguments: {missingValues: [null, ""]}, mustBe: 2}
                  - {id: invalid, metric: invalidValues, arguments: {validValues: [a, b, ""]}, mustBeGreaterThan: 0}
                  - {id: pattern, metric: invalidValues, arguments: {pattern: "^.?$"}, mustBe: 1}
                  - {id: twice, metric: duplicateValues, mustBe: 2}
              - {name: b, logicalType: integer}
            """);
    assertThat(result.failed()).isEmpty();
    assertThat(rule(result, "twice").observed()).isEqualTo("2 of 5 rows do.");
    assertThat(rule(result, "twice").sentence())
        .isEqualTo("The number of rows that break \"No two rows have the same 'a'\" is 2.");
    assertThat(result.accepted()).isEqualTo(6);
  }

  @Test
  void aKeyOfTwoColumnsIsUniqueAsAWhole() {
    QualityResult result =
        check(
            "SELECT unnest([1, 1, 2, 2]) AS a, unnest([1, 2, 2, 2]) AS b",
            """
            properties:
              - {name: b, logicalType: integer, primaryKey: true, primaryKeyPosition: 2}
              - {name: a, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}
            """);
    assertThat(rule(result, "unique:a,b").breaches()).isEqualTo(2);
    assertThat(result.rule("unique:a")).isEmpty();
    assertThat(result.quarantined()).isEqualTo(2);
  }

  @Test
  void multiplesFormatsAndPhysicalTypesAreHeld() {
    QualityResult result =
        check(
            """
            SELECT unnest([0.3, 0.35, -0.1]) AS price, unnest([10, 15, 17]) AS five,
              unnest(['a@b.de', 'no', 'x@y']) AS mail, unnest([255, 256, -1]) AS small,
              unnest(['abc', 'abcd', NULL]) AS brief, unnest([999.99, 1000.0, -1000.0]) AS digits
            """,
            """
            properties:
              - {name: price, logicalType: number, logicalTypeOptions: {multipleOf: 0.1}}
              - {name: five, logicalType: integer, logicalTypeOptions: {multipleOf: 5}}
              - {name: mail, logicalType: string, logicalTypeOptions: {format: email}}
              - {name: small, logicalType: integer, logicalTypeOptions: {format: u8}}
              - {name: brief, logicalType: string, physicalType: varchar(3)}
              - {name: digits, physicalType: "NUMERIC(5, 2)"}
            """);
    assertThat(rule(result, "multiple:price").sample()).containsExactly("0.35");
    assertThat(rule(result, "multiple:five").sample()).containsExactly("17");
    assertThat(rule(result, "format:mail").sample()).containsExactly("no", "x@y");
    assertThat(rule(result, "format:small").breaches()).isEqualTo(2);
    assertThat(rule(result, "physical:brief").sample()).containsExactly("abcd");
    assertThat(rule(result, "physical:digits").breaches()).isEqualTo(2);
  }

  @Test
  void datesAreReadAsTheyAreWritten() {
    String object =
        """
        properties:
          - {name: day, logicalType: date, logicalTypeOptions: {format: dd.MM.yyyy, minimum: "2018-01-02"}}
          - {name: at, logicalType: timestamp, logicalTypeOptions: {format: "yyyyMMdd'T'HHmmss"}}
        """;
    QualityResult result =
        check(
            """
            SELECT unnest(['01.01.2018', '31.12.2018', '31.02.2018', '1.2.2018', NULL]) AS day,
              unnest(['20180101T101112', '20180101T251112', '2018-01-01 10:11:12', NULL, '']) AS at
            """,
            object);
    assertThat(rule(result, "type:day").sample()).containsExactly("31.02.2018", "1.2.2018");
    assertThat(rule(result, "range:day").sample()).containsExactly("01.01.2018");
    assertThat(rule(result, "type:at").breaches()).isEqualTo(3);
    RowCheck check = RowCheck.compile(Sessions.contract(object));
    assertThat(check.brokenRules(Json.parseObject("{\"day\": \"31.02.2018\"}")))
        .containsExactly("type:day");
    assertThat(check.brokenRules(Json.parseObject("{\"day\": \"1.2.2018\"}")))
        .containsExactly("type:day");
    assertThat(
            check.brokenRules(
                Json.parseObject("{\"day\": \"31.12.2018\", \"at\": \"20180101T101112\"}")))
        .isEmpty();
  }

  @Test
  void valuesStandInTheOtherTable() {
    String object =
        """
        relationships: [{from: [t.a, t.b], to: [customers.k, customers.n]}]
        properties:
          - name: a
            logicalType: string
            relationships: [{to: customers.k}, {to: t.c, type: foreignKey}]
          - {name: b, logicalType: integer}
          - {name: c, logicalType: string}
        """;
    String rows =
        "SELECT * FROM (VALUES ('x', 1, 'x'), ('y', 1, 'y'), ('q', NULL, 'x'), (NULL, 1, NULL)) v(a, b, c)";
    QualityResult result = check(rows, object, Map.of("customers", "customers"));
    assertThat(rule(result, "references:a:customers").sample()).containsExactly("q");
    assertThat(rule(result, "references:a:t").sample()).containsExactly("q");
    assertThat(rule(result, "references:a,b:customers").breaches()).isEqualTo(1);
    QualityResult alone = check(rows, object);
    assertThat(rule(alone, "references:a:customers").passed()).isTrue();
    assertThat(rule(alone, "references:a:customers").observed())
        .isEqualTo("The table 'customers' is not known here, so nothing was checked.");
  }

  @Test
  void serviceLevelsAreCheckedOnTimes() {
    String yaml =
        """
        slaProperties:
          - {property: freshness, value: 2, unit: d, element: t.at}
          - {property: latency, value: 1, unit: h, element: at}
          - {property: retention, value: 1, unit: y, element: t.at}
          - {property: frequency, value: 1, unit: w, element: t.at}
          - {property: frequency, value: 90, unit: d, element: t.day}
          - {property: availability, value: 99.9}
        """
            + Sessions.yaml(
                """
                properties:
                  - {name: at, logicalType: timestamp}
                  - {name: day, logicalType: date}
                """);
    try (SqlSession session = Sessions.open(folder)) {
      session.execute(
          """
          CREATE TABLE t AS SELECT unnest([TIMESTAMP '2017-01-15 00:00:00',
            TIMESTAMP '2018-01-30 12:00:00', TIMESTAMP '2018-01-31 12:00:00']) AS at,
            unnest([DATE '2018-01-01', DATE '2018-03-01', NULL]) AS day
          """);
      QualityResult result =
          ContractCheck.check(session, "t", ContractParser.parse("c", yaml), Sessions.NOW);
      assertThat(result.failed())
          .extracting(RuleResult::rule)
          .containsExactly("latency", "retention", "frequency");
      assertThat(rule(result, "frequency").observed()).isEqualTo("The longest gap is 9132 hours.");
      assertThat(rule(result, "retention").sentence())
          .isEqualTo("The oldest 'at' is at most 1 year old.");
      assertThat(rule(result, "frequency:day").passed()).isTrue();
      assertThat(result.blocking()).isEmpty();
    }
  }

  @Test
  void expectationsOfTheCatalogAreRules() {
    QualityResult result =
        check(
            "SELECT unnest([1, 2, 3, 40]) AS a",
            """
            quality:
              - type: custom
                engine: greatExpectations
                implementation: |
                  type: expect_table_row_count_to_be_between
                  kwargs:
                    minValue: 3
                    max_value: 5
              - id: mean
                type: custom
                engine: great-expectations
                severity: warning
                implementation: {type: expect_column_mean_to_be_between, kwargs: {column: a, max_value: 3}}
            properties:
              - name: a
                logicalType: integer
                quality:
                  - engine: greatExpectations
                    implementation:
                      expectation_type: expect_column_values_to_be_between
                      kwargs: {min_value: 1, max_value: 10, mostly: 0.75}
            """);
    assertThat(rule(result, "expect_table_row_count_to_be_between").passed()).isTrue();
    assertThat(rule(result, "expect_column_values_to_be_between:a").passed()).isTrue();
    assertThat(rule(result, "expect_column_values_to_be_between:a").observed())
        .isEqualTo("Not so in 1 of 4 rows (25.00 %).");
    assertThat(rule(result, "mean").passed()).isFalse();
    assertThat(rule(result, "mean").observed()).isEqualTo("Found 11.5.");
    assertThat(result.blocking()).isEmpty();
  }

  @Test
  void checksOfSodaAreRules() {
    QualityResult result =
        check(
            "SELECT unnest([1, 2, 2, 40]) AS a, unnest(['x', NULL, '', 'y']) AS b",
            """
            quality:
              - {type: custom, engine: soda, implementation: row_count between 1 and 4}
              - type: custom
                engine: soda
                severity: warning
                implementation: |
                  type: duplicate_percent
                  columns:
                    - a
                    - b
                  must_be_less_than: 1.0
              - type: custom
                engine: soda
                implementation:
                  - avg(a) < 20
                  - missing_count(b) = 1
                  - invalid_count(a) <= 1:
                      valid max: 10
            properties:
              - name: a
                logicalType: integer
                quality: [{id: top, type: custom, engine: soda, implementation: max < 40}]
              - {name: b, logicalType: string}
            """);
    assertThat(result.rules())
        .extracting(RuleResult::rule)
        .contains(
            "row_count-between-1-and-4",
            "row_count-between-1-and-4-most",
            "duplicate_percent",
            "avg-a-below-20",
            "missing_count-b-1",
            "invalid_count-a-at-most-1",
            "top");
    assertThat(result.failed()).extracting(RuleResult::rule).containsExactly("top");
    assertThat(rule(result, "duplicate_percent").severity()).isEqualTo(Severity.WARNING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          greatExpectations | {type: expect_colum_values_to_be_unique} | Did you mean
          greatExpectations | {type: expect_column_values_to_be_unique, kwargs: {column: b}} | There is no column 'b'
          greatExpectations | {type: expect_column_values_to_be_unique, kwargs: {columm: a}} | no parameter 'columm'
          greatExpectations | {type: expect_column_values_to_be_unique, kwargs: {row_condition: "b > 1"}} | There is no column 'b'
          greatExpectations | {type: expect_column_values_to_be_unique, kwargs: {row_condition: "a >"}} | a >
          greatExpectations | {type: expect_column_to_exist, kwargs: {row_condition: "a > 1"}} | takes no row condition
          greatExpectations | "[" | not YAML
          greatExpectations | "5" | An object with keys
          soda | change for row_count < 50 | not carried over
          soda | max(q) < 3 | There is no column 'q'
          soda | invalid_count(a) = 0 | not carried over
          soda | "" | is empty
          """)
  void rulesForOtherEnginesThatCannotBeAreRefused(String engine, String how, String message) {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                Sessions.contract(
                    """
                    properties: [{name: a, logicalType: integer}]
                    quality: [{type: custom, engine: %s, implementation: %s}]
                    """
                        .formatted(engine, how)));
    assertThat(List.of(problem.text())).anySatisfy(m -> assertThat(m).contains(message));
  }

  @Test
  void queriesMayNameTheTableInOtherWaysAndAnswerYesOrNo() {
    QualityResult result =
        check(
            "SELECT unnest([1, 2]) AS a",
            """
            quality:
              - {id: all, type: sql, query: "SELECT count(*) FROM ${table}", mustBe: 2}
              - {id: yes, type: sql, query: "SELECT bool_and(a > 0) FROM ${object}", mustBe: true}
            properties:
              - name: a
                logicalType: integer
                quality: [{id: one, type: sql, query: "SELECT max({property}) FROM {object}", mustBe: 2}]
            """);
    assertThat(result.failed()).isEmpty();
  }
}
