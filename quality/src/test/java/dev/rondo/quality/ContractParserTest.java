package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractParserTest {
  private static List<Mistake> mistakes(String yaml) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> ContractParser.parse("contract.yaml", yaml));
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE);
    return problem.mistakes();
  }

  private static List<String> inObject(String object) {
    return mistakes(Sessions.yaml(object)).stream().map(Mistake::toString).toList();
  }

  @Test
  void theExamplesAreContracts() {
    Contract trips = Sessions.example("trips.yaml");
    assertThat(trips.columns()).hasSize(21);
    assertThat(trips.columnsKnownAfter())
        .contains("dropoff_datetime", "fare_amount", "tip_amount", "total_amount")
        .doesNotContain("trip_distance", "pickup_datetime", "dropoff_location_id");
    assertThat(trips.rules().stream().map(Rule::id))
        .contains("month", "duration", "distance", "total", "unique:trip_id", "freshness", "rows");
    assertThat(trips.about().owners()).extracting(Contract.Owner::role).contains("data engineer");
    assertThat(Sessions.example("request.yaml").columns()).hasSize(6);
  }

  @Test
  void everyMistakeIsReportedWithItsLine() {
    List<Mistake> mistakes =
        mistakes(
            """
            apiVersion: v9
            kind: DataContract
            id: x
            vershun: 1.0.0
            status: retried
            schema:
              - name: t
                properties:
                  - name: a
                    logicalType: nummer
                  - name: b
                    logicalType: object
                  - name: A
                    logicalType: string
                    requierd: true
            """);
    assertThat(mistakes.stream().map(Mistake::toString))
        .anySatisfy(m -> assertThat(m).contains(":4:", "'vershun'", "Did you mean 'version'?"))
        .anySatisfy(m -> assertThat(m).contains("The key 'version' is missing"))
        .anySatisfy(m -> assertThat(m).contains(":1:", "\"v9\""))
        .anySatisfy(m -> assertThat(m).contains(":5:", "Did you mean 'retired'?"))
        .anySatisfy(m -> assertThat(m).contains(":10:", "Did you mean 'number'?"))
        .anySatisfy(m -> assertThat(m).contains(":12:", "'object' are not supported"))
        .anySatisfy(m -> assertThat(m).contains(":13:", "'A' stands here twice"))
        .anySatisfy(m -> assertThat(m).contains(":15:", "Did you mean 'required'?"));
    assertThat(mistakes.getFirst().path()).isNotNull();
  }

  @Test
  void impliedRulesHaveSpeakingIds() {
    Contract contract =
        Sessions.contract(
            """
            properties:
              - name: a
                logicalType: number
                physicalType: double
                required: true
                unique: true
                logicalTypeOptions: {minimum: 0, exclusiveMaximum: 10.5}
              - name: b
                logicalType: string
                logicalTypeOptions: {maxLength: 3, pattern: "^[a-z]+$"}
            """);
    assertThat(contract.rules().stream().map(Rule::id))
        .containsExactly(
            "type:a", "required:a", "unique:a", "range:a", "type:b", "length:b", "pattern:b");
    assertThat(contract.rule("range:a").orElseThrow().sentence())
        .isEqualTo("Every 'a' is at least 0 and less than 10.5.");
    assertThat(contract.column("a").orElseThrow().type()).isEqualTo(ColumnType.DOUBLE);
  }

  @Test
  void theStandardsMetricsBecomeRules() {
    Contract contract =
        Sessions.contract(
            """
            quality:
              - {metric: rowCount, mustBeBetween: [10, 20]}
              - {metric: duplicateValues, arguments: {properties: [a, b]}}
              - {type: sql, id: mean, query: "SELECT avg(a) FROM {object}", mustBeLessThan: 5}
              - {type: text, description: For people only.}
            properties:
              - name: a
                logicalType: integer
                quality:
                  - {metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning}
                  - {rule: invalidValues, arguments: {validValues: [1, 2]}}
              - name: b
                logicalType: string
                quality:
                  - {metric: missingValues, arguments: {missingValues: [null, "", N/A]}}
            """);
    assertThat(contract.rules().stream().map(Rule::sentence))
        .contains(
            "The number of rows is more than 10 and less than 20.",
            "No two rows have the same 'a' and 'b'.",
            "Every 'a' is one of 1 or 2.");
    assertThat(contract.rule("required:a").orElseThrow().severity()).isEqualTo(Severity.WARNING);
    assertThat(contract.rule("missing:b")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a > 1; DROP TABLE t",
        "a > 1 -- yes",
        "a > 1 /* yes */",
        "a > 1) OR (1 = 1",
        "(a > 1",
        "b = 'x",
        "b = $$x$$",
        "a > ?"
      })
  void sqlThatIsNotOneExpressionIsRefused(String sql) {
    String quoted = "\"" + sql.replace("\"", "\\\"") + "\"";
    assertThat(
            inObject(
                """
                properties: [{name: a, logicalType: integer}]
                quality:
                  - {id: r, type: custom, engine: rondo, implementation: %s}
                """
                    .formatted(quoted)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("contract.yaml:10:")
        .contains("The SQL");
  }

  @Test
  void rulesThatCannotBeAreRefused() {
    assertThat(
            inObject(
                """
                properties:
                  - name: a
                    logicalType: number
                    physicalType: VARCHAR
                    logicalTypeOptions: {minimum: 5, maximum: 4}
                    quality:
                      - {metric: nullValues, mustBeBetween: [5]}
                      - {type: custom, engine: sodda, implementation: x}
                      - {metric: invalidValues, arguments: {validValues: [1, two]}}
                      - {metric: nulValues}
                  - name: b
                    logicalType: string
                    logicalTypeOptions: {pattern: "(?=x)", minimum: 3}
                quality:
                  - {metric: duplicateValues, arguments: {properties: [a, c]}}
                  - {type: custom, engine: rondo, implementation: a > 1}
                """))
        .anySatisfy(m -> assertThat(m).contains("No value lies between 5 and 4"))
        .anySatisfy(m -> assertThat(m).contains("is DOUBLE, not 'VARCHAR'"))
        .anySatisfy(m -> assertThat(m).contains("a list of two numbers"))
        .anySatisfy(m -> assertThat(m).contains("'engine' is \"sodda\"", "Did you mean 'soda'?"))
        .anySatisfy(m -> assertThat(m).contains("\"two\" does not fit"))
        .anySatisfy(m -> assertThat(m).contains("Did you mean 'nullValues'?"))
        .anySatisfy(m -> assertThat(m).contains("Look-around"))
        .anySatisfy(m -> assertThat(m).contains("'minimum' is unknown"))
        .anySatisfy(m -> assertThat(m).contains("There is no column 'c'"))
        .anySatisfy(m -> assertThat(m).contains("needs an 'id'"));
  }

  @Test
  void twoRulesOfOneIdAreAMistake() {
    assertThat(
            inObject(
                """
                properties:
                  - name: a
                    logicalType: integer
                    quality:
                      - {id: x, metric: nullValues}
                      - {id: x, metric: duplicateValues}
                """))
        .hasSize(1)
        .first()
        .asString()
        .contains("'x' is used twice");
  }

  @Test
  void aContractOfNoObjectOrTwoIsRefused() {
    String head = "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n";
    assertThat(mistakes(head).getFirst().message()).contains("exactly one object, not 0");
    assertThat(mistakes(head + "schema: [{name: a}, {name: b}]").getFirst().message())
        .contains("exactly one object, not 2");
    assertThat(mistakes("- 1").getFirst().message()).contains("An object with keys");
  }
}
