package dev.rondo.quality.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.source.FileFormat;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/// A check in one line, and what it leaves behind.
class DataCheckTest {
  private static final String SUITE =
      """
      suite: orders
      parameters: {most: 10}
      columns:
        id: [be_unique]
        amount: [{be_between: {min: 0, max: $most}}]
      """;
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.0.0
      status: active
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: integer, required: true}
            - {name: amount, logicalType: integer, relationships: [{to: zones.zone}]}
      """;

  @TempDir Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path orders() {
    return file("orders.csv", "id,amount\n1,5\n2,7\n3,12\n");
  }

  /// Every form of file, with the same rows.
  private Path orders(FileFormat format) {
    return switch (format) {
      case CSV -> orders();
      case JSON_LINES ->
          file(
              "orders.jsonl",
              """
              {"id": 1, "amount": 5}
              {"id": 2, "amount": 7}
              {"id": 3, "amount": 12}
              """);
      case PARQUET -> {
        Path file = folder.resolve("orders.parquet");
        try (SqlSession session = new SqlEngine(500, 1, folder).open(List.of(folder))) {
          session.execute(
              "COPY (SELECT * FROM (VALUES (1, 5), (2, 7), (3, 12)) AS t (id, amount)) TO "
                  + SqlSession.text(file.toString()));
        }
        yield file;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsCheckedAgainstAFile(FileFormat format) {
    Path suite = file("orders.yaml", SUITE);
    CheckResult result = DataCheck.of(orders(format)).against(suite);
    assertThat(result.isPassed()).isFalse();
    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.suite().orElseThrow().failed()).hasSize(1);
    assertThat(result.contract()).isEmpty();
    assertThat(DataCheck.of(orders(format)).parameter("most", 12).against(suite).isPassed())
        .isTrue();
  }

  @Test
  void aTextAndASuiteAndAContractDoAsWell() {
    DataCheck check = DataCheck.of(orders());
    assertThat(check.against(SUITE).suite()).isPresent();
    assertThat(check.against(Suite.parse("s.yaml", SUITE)).suite()).isPresent();
    QualityResult contract = check.against(CONTRACT).contract().orElseThrow();
    assertThat(contract.accepted()).isEqualTo(3);
    CheckResult both =
        check.against(Expected.parse("c", CONTRACT).with(Suite.parse("s.yaml", SUITE)));
    assertThat(both.json().propertyNames())
        .containsExactly("passed", "sources", "rows", "bad_rows", "suite", "contract");
    assertThat(both.junit()).contains("<testsuite name=\"orders\" tests=\"2\"", "tests=\"4\"");
  }

  @Test
  void otherTablesAreKnownToSuitesAndContracts() {
    Path zones = file("zones.csv", "zone\n5\n7\n");
    DataCheck check =
        DataCheck.of(orders())
            .table("zones", RowSource.parse(List.of(zones.toString()), SourceOptions.USUAL));
    QualityResult contract = check.against(CONTRACT).contract().orElseThrow();
    assertThat(contract.quarantined()).isEqualTo(1);
    assertThat(contract.failed())
        .extracting(rule -> rule.sample())
        .isEqualTo(List.of(List.of("12")));
    CheckResult result =
        check.against(
            """
            suite: s
            columns:
              amount: [{be_in_other_table: {other_table_name: zones, other_column: zone}}]
            """);
    ObjectNode found = result.suite().orElseThrow().failed().getFirst().result().result();
    assertThat(found.path("unexpected_count").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> check.table("Rows", RowSource.parse(List.of("x@1"), null)))
        .hasMessageContaining("for its own rows");
  }

  @Test
  void wishesAreKept() {
    CheckResult result =
        DataCheck.of(orders())
            .resultFormat(ResultFormat.of(Level.BOOLEAN_ONLY))
            .at(EventTime.parse("2020-01-01"))
            .against(SUITE);
    assertThat(result.at()).isEqualTo(EventTime.parse("2020-01-01"));
    assertThat(result.suite().orElseThrow().failed().getFirst().result().result()).isEmpty();
  }

  @Test
  void rowsMayComeInAnotherWay() {
    CheckResult result =
        DataCheck.of(orders())
            .loadedBy(session -> {
              session.sql().execute("CREATE TABLE mine AS SELECT 1 AS id, 2 AS amount");
              return Rows.of("mine", List.of("mine"));
            })
            .against(Expected.parse("c", CONTRACT).with(Suite.parse("s.yaml", SUITE)));
    assertThat(result.isPassed()).isTrue();
    assertThat(result.rows()).isEqualTo(1);
  }

  private static final String CHANGING =
      CONTRACT
          + "    quality:\n"
          + "      - {type: custom, engine: rondo, implementation: {rowCountChange: 0.5}}\n";

  private RuleResult change(DataCheck check, String day) {
    return check
        .at(EventTime.parse(day))
        .against(CHANGING)
        .contract()
        .orElseThrow()
        .rule("rows-change")
        .orElseThrow();
  }

  private DataCheck of(String name, int rows) {
    return DataCheck.of(file(name, "id,amount\n" + "1,1\n".repeat(rows)));
  }

  @Test
  void aContractHoldsTheNumberOfRowsAgainstTheCheckBefore() {
    Path history = folder.resolve("history.jsonl");
    RuleResult first = change(of("a.csv", 10).history(history), "2020-01-01");
    assertThat(first.passed()).isTrue();
    assertThat(first.observed()).startsWith("Not judged: ");
    assertThat(first.unjudged()).isPresent();
    assertThat(change(of("b.csv", 6).history(history), "2020-01-02").observed())
        .isEqualTo("There are 6 after 10.");
    RuleResult third = change(of("c.csv", 10).history(history), "2020-01-03");
    assertThat(third.observed()).isEqualTo("There are 10 after 6.");
    assertThat(third.passed()).isFalse();
    assertThat(change(of("c.csv", 10).history(history), "2020-01-02").observed())
        .as("held against those before alone")
        .isEqualTo("There are 10 after 10.");
  }

  @Test
  void aContractTakesTheTableBeforeWhereItIsAtHand() {
    Path before = file("before.csv", "id\n1\n2\n");
    DataCheck check =
        of("a.csv", 4)
            .table("previous", RowSource.parse(List.of(before.toString()), SourceOptions.USUAL));
    assertThat(change(check, "2020-01-01").observed()).isEqualTo("There are 4 after 2.");
    assertThat(change(of("a.csv", 4), "2020-01-01").observed())
        .isEqualTo("Not judged: nothing is known of a table before this one.");
  }

  @Test
  void everyMistakeIsTold() {
    DataCheck check = DataCheck.of(orders());
    assertThatThrownBy(() -> check.against("suite: s\ncolumns: {id: [be_uniq, be_nul]}\n"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE);
              assertThat(problem.mistakes()).hasSize(2);
            });
    assertThatThrownBy(() -> check.against(folder.resolve("none.yaml")))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE));
    assertThatThrownBy(() -> DataCheck.of(folder.resolve("none.csv")))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  @Test
  void whatTakesTooLongIsStopped() {
    String slow =
        """
        suite: s
        expect:
          - unexpected_rows: >-
              SELECT a.range FROM range(1000000) a, range(1000000) b WHERE a.range + b.range < 0
        """;
    DataCheck check = DataCheck.of(orders()).timeLimit(Duration.ofMillis(300));
    assertThatThrownBy(() -> check.against(slow))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TIMED_OUT));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(DataCheck.of(orders()).timeLimit(Duration.ofMinutes(5)).against(SUITE).rows())
        .isEqualTo(3);
  }

  @Test
  void aQueryIsOneQueryAndReadsNothingElse() throws IOException {
    Path secret = Files.createDirectory(folder.resolve("elsewhere")).resolve("secret.csv");
    Files.writeString(secret, "a\n1\n");
    Path data = Files.createDirectory(folder.resolve("data")).resolve("orders.csv");
    Files.writeString(data, "id\n1\n");
    String copy = "COPY (SELECT 1) TO '" + data.resolveSibling("evil.csv") + "'";
    for (String query :
        List.of(
            "SELECT 1 WHERE 1 = 0); " + copy + "; SELECT * FROM (SELECT 1 WHERE 1 = 0",
            "SELECT 1 WHERE 1 = 0; " + copy,
            copy,
            "SELECT * FROM read_csv('" + secret + "')")) {
      SuiteResult result =
          DataCheck.of(data)
              .against("suite: s\nexpect:\n  - unexpected_rows: \"" + query + "\"\n")
              .suite()
              .orElseThrow();
      assertThat(result.failed().getFirst().result().exception()).as(query).isPresent();
    }
    assertThat(data.resolveSibling("evil.csv")).doesNotExist();
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Path temporary = folder.resolve("temporary");
    DataCheck check = DataCheck.of(orders()).on(SqlEngine.usual(temporary));
    check.against(SUITE);
    assertThatThrownBy(() -> check.against(CONTRACT.replace("amount", "none")))
        .isInstanceOf(Problem.class);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
