package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCheckTest {
  private static final Contract NUMBERS =
      Sessions.contract(
          """
          customProperties: [{property: extraColumns, value: warn}]
          properties:
            - {name: id, logicalType: string, required: true, unique: true}
            - {name: n, logicalType: integer}
            - name: x
              logicalType: number
              required: true
              logicalTypeOptions: {exclusiveMinimum: 0, maximum: 100}
            - {name: seen, logicalType: timestamp}
          """);

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = Sessions.open(folder);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private QualityResult check(Contract contract, String select) {
    session.execute("CREATE OR REPLACE TABLE t AS " + select);
    return ContractCheck.check(session, "t", contract, Sessions.NOW);
  }

  private static String texts(String... rows) {
    return "SELECT id, n, x, seen::VARCHAR AS seen FROM (VALUES "
        + String.join(", ", rows)
        + ") AS v(id, n, x, seen)";
  }

  private List<String> broken(String id) {
    return session
        .query(
            "SELECT broken_rules FROM t_quarantined WHERE id = ?", r -> r.texts("broken_rules"), id)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void valuesOfClassifiedColumnsAreMaskedInSamples() {
    Contract contract =
        ContractParser.parse(
            "people.yaml",
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: people
            version: 1.0.0
            status: active
            schema:
              - name: people
                quality:
                  - {id: both, type: custom, engine: rondo, implementation: "age > 0 OR mail IS NULL"}
                properties:
                  - {name: mail, logicalType: string, tags: [PII], logicalTypeOptions: {pattern: "^a"}}
                  - {name: age, logicalType: integer, logicalTypeOptions: {minimum: 0}}
            """);
    QualityResult result =
        check(contract, "SELECT * FROM (VALUES ('bob@x.org', -7), (NULL, 1)) AS v(mail, age)");
    assertThat(result.rule("pattern:mail").orElseThrow().sample()).containsExactly("***@*.***");
    assertThat(result.rule("minimum:age").or(() -> result.rule("range:age")).orElseThrow().sample())
        .containsExactly("-7");
    assertThat(result.rules())
        .flatExtracting(RuleResult::sample)
        .noneMatch(sample -> sample.contains("bob"));
    assertThat(result.rule("pattern:mail").orElseThrow().about())
        .isEqualTo(new RuleAbout("每个“mail”都匹配 ^a。", List.of("mail"), "conformity"));
  }

  @Test
  void textIsCastAndWhatDoesNotFitIsQuarantinedAsItCame() {
    QualityResult result =
        check(
            NUMBERS,
            texts(
                "('a', '1', '2.5', '2018-01-01 10:00:00')",
                "('b', 'two', 'much', 'noon')",
                "('c', NULL, NULL, NULL)"));
    assertThat(result.read()).isEqualTo(3);
    assertThat(result.accepted()).isEqualTo(1);
    assertThat(broken("b")).containsExactly("type:n", "type:x", "type:seen");
    assertThat(broken("c")).containsExactly("required:x");
    assertThat(
            session.query(
                "SELECT n, x FROM t_quarantined WHERE id = 'b'", r -> r.text(1) + r.text(2)))
        .containsExactly("twomuch");
    assertThat(
            session.query(
                "SELECT typeof(n) || typeof(x) || typeof(seen) FROM t_accepted", r -> r.text(1)))
        .containsExactly("BIGINTDOUBLETIMESTAMP");
    assertThat(result.rule("type:x").orElseThrow().sample()).containsExactly("much");
  }

  @ParameterizedTest
  @CsvSource({
    "1.5,1,type:n",
    "1,NaN,type:x",
    "1,inf,type:x",
    "1,-Infinity,type:x",
    "1e1,1,''",
    "1.0,1,''",
    "1,0,range:x",
    "1,100,''",
    "1,100.0001,range:x",
    "99999999999999999999,1,type:n",
    "'',1,type:n"
  })
  void whatTheEngineWouldLetThroughIsNot(String n, String x, String rule) {
    check(NUMBERS, texts("('a', '%s', '%s', NULL)".formatted(n, x)));
    assertThat(String.join(",", broken("a"))).isEqualTo(rule);
  }

  @Test
  void everyCopyOfWhatMustBeUniqueIsQuarantined() {
    QualityResult result =
        check(NUMBERS, texts("('a','1','1',NULL)", "('b','1','1',NULL)", "('a','2','-1',NULL)"));
    assertThat(result.quarantined()).isEqualTo(2);
    assertThat(broken("a")).containsExactlyInAnyOrder("unique:id", "unique:id", "range:x");
    assertThat(result.brokenMoreThanOnce()).isEqualTo(1);
  }

  @Test
  void columnsUniqueTogetherMayRepeatOneByOne() {
    Contract contract =
        Sessions.contract(
            """
            properties: [{name: a, logicalType: integer}, {name: b, logicalType: integer}]
            quality: [{metric: duplicateValues, arguments: {properties: [a, b]}}]
            """);
    String rows =
        "SELECT * FROM (VALUES (1,1),(1,2),(1,2),(NULL,1),(NULL,1),(NULL,NULL),(NULL,NULL))";
    QualityResult result = check(contract, rows + " AS v(a, b)");
    assertThat(result.quarantined()).isEqualTo(4);
  }

  @Test
  void aMissingColumnBlocksTheWholeAndNamesItAndTheFile() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> check(NUMBERS, "SELECT 'a' AS id, '1' AS n, '1' AS xx, NULL::VARCHAR AS seen"));
    assertThat(problem.code()).isEqualTo(ProblemCode.CONTRACT_BROKEN);
    assertThat(problem.text()).contains("'x'", "'trips.csv'", "Did you mean 'xx'?");
    assertThat(problem.mistakes().getFirst().line()).isGreaterThan(8);
  }

  @Test
  void aColumnOfAHopelessTypeBlocksTheWhole() {
    assertThatThrownBy(
            () -> check(NUMBERS, "SELECT 'a' AS id, [1] AS n, 1.0 AS x, NULL::TIMESTAMP AS seen"))
        .hasMessageContaining("type INTEGER[], which cannot become BIGINT");
  }

  @Test
  void numbersOfOtherTypesAreTakenWhenTheyFit() {
    QualityResult result =
        check(
            NUMBERS,
            "SELECT 'a' AS id, 1.0::DOUBLE AS n, 7::INTEGER AS x, DATE '2018-01-01' AS seen"
                + " UNION ALL SELECT 'b', 1.5, 7, NULL");
    assertThat(result.accepted()).isEqualTo(1);
    assertThat(broken("b")).containsExactly("type:n");
  }

  @Test
  void anEmptyRelationHasCountsOfZero() {
    QualityResult result = check(NUMBERS, texts("('a','1','1',NULL)") + " WHERE false");
    assertThat(result.read() + result.accepted() + result.quarantined()).isZero();
    assertThat(result.failed()).isEmpty();
  }

  @Test
  void allNullBreaksOnlyWhatIsRequired() {
    QualityResult result =
        check(
            NUMBERS,
            "SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS n, NULL::VARCHAR AS x, NULL::VARCHAR AS seen FROM range(3)");
    assertThat(result.quarantined()).isEqualTo(3);
    assertThat(result.rules().stream().filter(r -> r.breaches() > 0).map(RuleResult::rule))
        .containsExactly("required:id", "required:x");
  }

  @Test
  void extraColumnsAreToldAndKept() {
    QualityResult result =
        check(NUMBERS, "SELECT 'a' AS id, '1' AS n, '1' AS x, NULL::VARCHAR AS seen, 5 AS idd");
    assertThat(result.rule("columns").orElseThrow().observed())
        .isEqualTo("There is 'idd'. Did you mean 'id'?");
    assertThat(result.blocking()).isEmpty();
    assertThat(session.query("SELECT idd FROM t_accepted", r -> r.number(1))).containsExactly(5L);
  }

  @Test
  void namesAndValuesWithQuotesAndSqlStayWhatTheyAre() {
    Contract contract =
        Sessions.contract(
            """
            properties:
              - name: 'a"; DROP TABLE t; --'
                logicalType: string
                quality: [{id: "it's; set", metric: invalidValues, arguments: {validValues: ["x'y", 'q"']}}]
              - {name: "rondo:raw:b", logicalType: integer}
              - {name: b, logicalType: integer}
            """);
    String name = SqlSession.name("a\"; DROP TABLE t; --");
    QualityResult result =
        check(
            contract,
            "SELECT v AS %s, '1' AS \"rondo:raw:b\", '1' AS b FROM (VALUES ('x''y'), ('q\"'), ('z')) AS s(v)"
                .formatted(name));
    assertThat(result.quarantined()).isEqualTo(1);
    assertThat(
            session.query("SELECT broken_rules FROM t_quarantined", r -> r.texts("broken_rules")))
        .containsExactly(List.of("it's; set"));
  }

  @Test
  void hugeTextsAreCutInSamples() {
    QualityResult result =
        check(
            NUMBERS,
            "SELECT 'a' AS id, repeat('x', 5000000) AS n, '1' AS x, NULL::VARCHAR AS seen");
    assertThat(result.rule("type:n").orElseThrow().sample().getFirst()).hasSize(200);
  }

  @Test
  void samplesHoldFiveAlsoOfARareRule() {
    QualityResult result =
        check(
            NUMBERS,
            "SELECT i::VARCHAR AS id, CASE WHEN i > 9990 THEN 'bad' || i ELSE '1' END AS n, '-1' AS x,"
                + " NULL::VARCHAR AS seen FROM range(10000) AS r(i)");
    assertThat(result.rule("range:x").orElseThrow().sample()).hasSize(5);
    assertThat(result.rule("type:n").orElseThrow().sample())
        .containsExactly("bad9991", "bad9992", "bad9993", "bad9994", "bad9995");
  }

  private static Contract withSql(String sql) {
    return Sessions.contract(
        """
        properties: [{name: a, logicalType: integer}, {name: b, logicalType: string}]
        quality: [{id: r, type: custom, engine: rondo, implementation: "%s"}]
        """
            .formatted(sql));
  }

  @ParameterizedTest
  @CsvSource({"a >>> 1", "c > 1", "count(*) > 1", "b::INTEGER > 1", "not_a_function(a)"})
  void aWrongPredicateIsReportedWithItsPlaceInTheContract(String sql) {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> check(withSql(sql), "SELECT 1::BIGINT AS a, 'x' AS b"));
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE);
    assertThat(problem.mistakes()).hasSize(1);
    assertThat(problem.mistakes().getFirst().toString())
        .startsWith("contract.yaml:9:")
        .contains("rule 'r'");
  }

  @Test
  void aPredicateThatIsNullIsNotBroken() {
    QualityResult result =
        check(
            withSql("a < length(b)"),
            "SELECT * FROM (VALUES (1, 'xx'), (NULL, 'x'), (3, 'x')) AS v(a, b)");
    assertThat(result.quarantined()).isEqualTo(1);
    assertThat(result.rule("r").orElseThrow().sample()).containsExactly("a=3 b=x");
  }

  @Test
  void toleratedBreachesAreNotQuarantinedAndOthersAllAre() {
    Contract contract =
        Sessions.contract(
            """
            properties:
              - name: a
                logicalType: integer
                quality:
                  - {metric: nullValues, mustBeLessOrEqualTo: 20, unit: percent}
                  - {id: small, type: custom, engine: rondo, implementation: {maximum: 5, mostly: 0.5}}
            """);
    QualityResult tolerated =
        check(contract, "SELECT * FROM (VALUES (1),(2),(9),(8),(NULL)) AS v(a)");
    assertThat(tolerated.quarantined()).isZero();
    assertThat(tolerated.rule("small").orElseThrow().breaches()).isEqualTo(2);
    QualityResult beyond = check(contract, "SELECT * FROM (VALUES (1),(7),(9),(8),(NULL)) AS v(a)");
    assertThat(beyond.quarantined()).isEqualTo(3);
  }

  @Test
  void warningsNeverQuarantine() {
    Contract contract =
        Sessions.contract(
            """
            properties:
              - name: a
                logicalType: integer
                quality: [{metric: nullValues, severity: warning}]
            """);
    QualityResult result = check(contract, "SELECT NULL::INTEGER AS a");
    assertThat(result.quarantined()).isZero();
    assertThat(result.failed()).hasSize(1);
  }

  private static final String TABLE_RULES =
      """
      slaProperties:
        - {property: freshness, value: 36, unit: h, element: t.seen, customProperties: [{property: severity, value: error}]}
      """;

  @Test
  void theWholeTableIsJudged() {
    Contract contract =
        ContractParser.parse(
            "contract.yaml",
            Sessions.yaml(
                    """
                    properties: [{name: seen, logicalType: timestamp}]
                    quality:
                      - {metric: rowCount, mustBeGreaterOrEqualTo: 2}
                      - {type: custom, engine: rondo, implementation: {rowCountChange: 0.5}}
                      - {id: days, type: sql, query: "SELECT count(DISTINCT seen) FROM {object}", mustBe: 2, severity: info}
                    """)
                + TABLE_RULES);
    session.execute("CREATE TABLE t AS SELECT TIMESTAMP '2018-01-30 11:00:00' AS seen");
    CheckContext context =
        new CheckContext(EventTime.parse("2018-02-01T00:00:00Z"), OptionalLong.of(3), "x.csv");
    QualityResult result = ContractCheck.check(session, "t", contract, context);
    assertThat(result.failed())
        .extracting(RuleResult::rule)
        .containsExactlyInAnyOrder("rows", "rows-change", "days", "freshness");
    assertThatThrownBy(result::requireTable)
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.code()).isEqualTo(ProblemCode.CONTRACT_BROKEN);
              assertThat(p.mistakes()).hasSize(3);
              assertThat(p.text())
                  .contains("x.csv", "The number of rows is at least 2. There are 1.");
            });
  }

  @Test
  void theSqlOfAContractIsTriedWithoutData() {
    assertThat(ContractCheck.sqlMistakes(session, Sessions.example("trips.yaml"))).isEmpty();
    assertThat(ContractCheck.sqlMistakes(session, withSql("aa > 1"))).hasSize(1);
  }

  @Test
  void moreThanAHundredRulesAreJudgedInOnePass() {
    StringBuilder object = new StringBuilder("properties:\n");
    for (int i = 0; i < 70; i++) {
      object.append("  - {name: c%d, logicalType: integer, required: true}\n".formatted(i));
    }
    StringBuilder select = new StringBuilder("SELECT 'x' AS c0");
    for (int i = 1; i < 70; i++) {
      select.append(", ").append(i == 69 ? "NULL" : "'1'").append("::VARCHAR AS c").append(i);
    }
    check(Sessions.contract(object.toString()), select.toString());
    assertThat(
            session.query("SELECT broken_rules FROM t_quarantined", r -> r.texts("broken_rules")))
        .containsExactly(List.of("type:c0", "required:c69"));
  }
}
