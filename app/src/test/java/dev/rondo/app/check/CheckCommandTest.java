package dev.rondo.app.check;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The commands that read data in their own process.
class CheckCommandTest extends CommandTest {
  private static final Path DATA =
      Path.of(System.getenv().getOrDefault("RONDO_DATA", "../../shared/data"));

  @BeforeEach
  void write() {
    file("orders.csv", "id,amount,day\n1,5,2020-01-01\n2,-7,2020-01-02\n2,12.5,2020-01-03\n");
    file(
        "orders.yaml",
        """
        suite: orders
        parameters: {most: 10}
        columns:
          amount:
            - be_between: {min: 0}
            - mean_to_be_between: {min: 10, max: $most, severity: warning}
            - be_between: {max: $most, severity: info}
          day: [not_be_null]
        """);
  }

  @Test
  void whatFailedIsAResultAndWhatWarnsIsNot() {
    assertThat(rondo("check", "@orders.csv", "--suite", "@orders.yaml")).isEqualTo(6);
    assertThat(out.lines())
        .containsExactly(
            "failed   Every 'amount' is at least 0.  not so in 1 of 3 rows (33.33 %), such as -7",
            "failed   Suite 'orders' on 3 rows of orders.csv: 4 expectations, 1 fulfilled, 1 failed,"
                + " 1 warned of, 1 noted.");
    assertThat(err.lines())
        .containsExactly(
            "warning  The mean 'amount' is between 10 and 10.  found 3.5",
            "note     Every 'amount' is at most 10.  not so in 1 of 3 rows (33.33 %), such as 12.5");
  }

  @Test
  void oneIsNotMany() {
    file("one.csv", "id\n1\n");
    assertThat(rondo("profile", "@one.csv")).isZero();
    assertThat(out).startsWith("1 row, 1 column, 0 duplicate rows");
    assertThat(rondo("contracts", "draft", "@one.csv", "-o", "@one.yaml")).isZero();
    assertThat(err).contains("1 row is too few", "1 value is too few");
    assertThat(folder.resolve("one.yaml"))
        .content()
        .contains("All values, of which there is one, are whole numbers.");
    assertThat(rondo("check", "@one.csv", "--contract", "@one.yaml")).isZero();
    assertThat(out).contains(": 1 row read, 1 accepted, 0 quarantined; 0 of ");
    assertThat(rondo("contracts", "draft", "@one.csv", "-o", "@one.yaml")).isEqualTo(5);
    assertThat(err).contains("is there already", "See to what is named and try again.");
  }

  @Test
  void sharesAreOfTheRowsThatAreJudged() {
    file("gaps.csv", "a\n1\n2\nx\n-\n");
    file("gaps.yaml", "suite: gaps\ncolumns: {a: [{be_in_set: {value_set: [1]}}, not_be_null]}\n");
    rondo("check", "@gaps.csv", "--suite", "@gaps.yaml", "--null", "-", "--null", "x");
    assertThat(out)
        .contains("not so in 1 of 2 judged rows (50.00 %), such as 2")
        .contains("not so in 2 of 4 rows (50.00 %)\n");
  }

  private static final String CHANGING =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.0.0
      status: active
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: integer, classification: pii}
            - {name: amount, logicalType: number}
            - {name: day, logicalType: date}
          quality:
            - {type: custom, engine: rondo, implementation: {rowCountChange: 0.1}}
      """;

  @Test
  void whatCouldNotBeJudgedIsNoted() {
    file("changing.yaml", CHANGING);
    assertThat(rondo("check", "@orders.csv", "--contract", "@changing.yaml")).isZero();
    assertThat(err)
        .startsWith("note     rows-change: ")
        .contains("Not judged: nothing is known of a table before this one.");
    String[] words = {
      "check", "@orders.csv", "--contract", "@changing.yaml", "--history", "@h.jsonl", "--at", ""
    };
    words[7] = "2020-01-01";
    assertThat(rondo(words)).isZero();
    words[7] = "2020-01-02";
    assertThat(rondo(words)).isZero();
    assertThat(err).isEmpty();
    file("orders.csv", "id,amount,day\n1,5,2020-01-01\n");
    words[7] = "2020-01-03";
    assertThat(rondo(words)).isEqualTo(6);
    assertThat(out).contains("There are 1 after 3.");
  }

  @Test
  void classifiedColumnsAreMaskedWhereverAResultGoes() throws IOException {
    file("changing.yaml", CHANGING);
    file("secret.csv", "id,amount,day\n7654321,5,2020-01-01\n7654321,6,2020-01-01\n");
    file(
        "secret.yaml",
        "suite: secret\ncolumns: {id: [be_unique, {max_to_be_between: {max: 1}}]}\n");
    for (String json : List.of("--json", "--explain")) {
      assertThat(
              rondo(
                  "check",
                  "@secret.csv",
                  "--suite",
                  "@secret.yaml",
                  "--contract",
                  "@changing.yaml",
                  "--junit",
                  "@junit.xml",
                  "--openlineage",
                  "@events.jsonl",
                  "--docs",
                  "@site",
                  json))
          .isEqualTo(6);
      assertThat(out + err).contains("*******").doesNotContain("7654321");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("secret.csv")))
          .hasSizeGreaterThan(10)
          .allSatisfy(file ->
              assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                  .doesNotContain("7654321"));
    }
  }

  @Test
  void nothingCriticalFailed() {
    file(
        "fine.yaml",
        "suite: fine\ncolumns:\n  id: [not_be_null, {be_unique: {severity: warning}}]\n");
    assertThat(rondo("check", "@orders.csv", "--suite", "@fine.yaml")).isZero();
    assertThat(out)
        .startsWith("passed   Suite 'fine' on 3 rows of orders.csv: 2 expectations, 1 fulfilled");
  }

  @Test
  void theCheckIsToldInOpenLineagesWords() throws IOException {
    for (int i = 0; i < 2; i++) {
      String[] words = {
        "check", "@orders.csv", "--suite", "@orders.yaml", "--openlineage", "@events.ndjson"
      };
      assertThat(rondo(words)).as(err).isEqualTo(6);
    }
    List<JsonNode> events =
        Files.readAllLines(folder.resolve("events.ndjson")).stream().map(Json::parse).toList();
    assertThat(events)
        .extracting(event -> event.get("eventType").asString())
        .containsExactly("START", "COMPLETE", "START", "COMPLETE");
    assertThat(events.get(1).at("/run/runId")).isEqualTo(events.get(0).at("/run/runId"));
    assertThat(events.get(2).at("/run/runId")).isNotEqualTo(events.get(0).at("/run/runId"));
    assertThat(events.get(1).at("/job/name").asString()).isEqualTo("check.orders");
    JsonNode data = events.get(1).at("/inputs/0");
    assertThat(data.get("name").asString()).isEqualTo(folder.resolve("orders.csv").toString());
    assertThat(data.at("/inputFacets/inputStatistics/rowCount").asInt()).isEqualTo(3);
    assertThat(data.at("/inputFacets/dataQualityAssertions/assertions"))
        .hasSize(4)
        .anySatisfy(assertion -> {
          assertThat(assertion.get("success").asBoolean()).isFalse();
          assertThat(assertion.get("severity").asString()).isEqualTo("error");
          assertThat(assertion.get("column").asString()).isEqualTo("amount");
          assertThat(assertion.at("/params/breaches").asInt()).isEqualTo(1);
        });
    assertThat(events.toString()).doesNotContain("such as", " -7");
  }

  @Test
  void earlierChecksAreLookedBackAt() throws IOException {
    file(
        "usual.yaml",
        """
        suite: usual
        expect:
          - table_row_count_to_be_usual: {min_history: 3}
          - table_row_count_to_be_close_to_previous: {max_change: 0.5, severity: info}
        """);
    for (int day = 1; day <= 4; day++) {
      assertThat(usual("2026-03-0" + day)).as(err).isZero();
    }
    file("orders.csv", "id\n" + "1\n".repeat(50));
    assertThat(usual("2026-03-05")).isEqualTo(6);
    assertThat(out).contains("found 50 (usual is from 3 up to 3 after 4 values)");
    assertThat(err).contains("found 50 (after 3)");
    assertThat(usual("2026-03-05")).isEqualTo(6);
    assertThat(Files.readAllLines(folder.resolve("history.jsonl")))
        .as("what was refused is not what is usual")
        .hasSize(4)
        .last()
        .asString()
        .contains("\"at\":\"2026-03-04T00:00:00Z\"", "\"judge\":\"usual\"", ":3.0");

    Files.writeString(folder.resolve("history.jsonl"), "what\n");
    assertThat(usual("2026-03-06")).isEqualTo(2);
    assertThat(err).contains("history.jsonl:1: The line is none of a history");
  }

  private int usual(String at) {
    return rondo(
        "check",
        "@orders.csv",
        "--suite",
        "@usual.yaml",
        "--history",
        "@history.jsonl",
        "--at",
        at);
  }

  @Test
  void aProfileIsAReference() {
    file("close.yaml", "suite: close\ncolumns: {v: [distribution_to_be_close_to_reference]}\n");
    String rows = IntStream.range(0, 300).mapToObj(i -> i + "\n").collect(joining());
    file("v.csv", "v\n" + rows);
    assertThat(rondo("profile", "@v.csv", "--output", "@v.json")).isZero();
    String[] check = {
      "check", "@v.csv", "--suite", "@close.yaml", "--reference-profile", "@v.json"
    };
    assertThat(rondo(check)).as(out + err).isZero();
    file("v.csv", "v\n" + rows.replace("\n", "0\n"));
    assertThat(rondo(check)).isEqualTo(6);
    file("v.json", "[]");
    assertThat(rondo(check)).isEqualTo(2);
    assertThat(err).contains("v.json' is no profile");
  }

  @Test
  void javaOfTheUserIsRun() {
    file(
        "src/mine/Odd.java",
        """
        package mine;
        public class Odd implements dev.rondo.quality.custom.CustomTest {
          @Override
          public java.util.function.Predicate<Object> test(java.util.Map<String, Object> arguments) {
            return value -> ((Number) value).longValue() % 2 == 1;
          }
        }
        """);
    file(
        "src/mine/Few.java",
        """
        package mine;
        import dev.rondo.quality.custom.*;
        public class Few implements CustomExpectation {
          @Override
          public String name() {
            return "few";
          }
          @Override
          public CustomVerdict judge(CustomRows rows) {
            long[] count = {0};
            rows.forEach(row -> count[0] += row.value("id") == null ? 0 : 1);
            return CustomVerdict.of(count[0] < 3, count[0]);
          }
        }
        """);
    file("classes/META-INF/services/dev.rondo.quality.custom.CustomExpectation", "mine.Few\n");
    compile("src/mine/Odd.java", "src/mine/Few.java");
    file(
        "java.yaml",
        """
        suite: java
        expect: [table_to_pass_custom_java: {class: few}]
        columns:
          id:
            - pass_custom_java: {class: mine.Odd}
            - pass_custom_java: {class: mine.Even}
        """);

    assertThat(rondo("check", "@orders.csv", "--suite", "@java.yaml", "--classpath", "@classes"))
        .isEqualTo(6);

    assertThat(out)
        .contains("'few'.  found 3", "'mine.Odd'.  not so in 2 of 3 rows")
        .contains("There is no 'mine.Even' of the right kind on the class path");
    assertThat(rondo("check", "@orders.csv", "--suite", "@java.yaml")).isEqualTo(6);
    assertThat(out).contains("this process runs none: use `rondo check --classpath`");
    assertThat(rondo("check", "@orders.csv", "--suite", "@java.yaml", "--classpath", "@nowhere"))
        .isEqualTo(3);
  }

  private void compile(String... sources) {
    List<String> words =
        new ArrayList<>(List.of("-d", folder.resolve("classes").toString(), "-proc:none"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Stream.of(sources).forEach(source -> words.add(folder.resolve(source).toString()));
    int exit =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new));
    assertThat(exit).isZero();
  }

  @Test
  void resultsAddUpInTheDocs() {
    file("people.csv", "email,age\nada@example.org,36\nbob@example.org,-4\n");
    file(
        "people.yaml",
        "suite: people\ncolumns:\n  age: [{be_between: {min: 0}}]\n"
            + "  email: [{match_regex: '^a'}]\n");
    assertThat(rondo("check", "@orders.csv", "--suite", "@orders.yaml", "--docs", "@site"))
        .isEqualTo(6);
    assertThat(rondo("check", "@orders.csv", "--suite", "@orders.yaml", "--docs", "@site"))
        .isEqualTo(6);
    assertThat(rondo("check", "@people.csv", "--suite", "@people.yaml", "--docs", "@site"))
        .isEqualTo(6);
    assertThat(folder.resolve("site/index.html")).content().contains("orders", "people");
    assertThat(folder.resolve("site/data/orders/history-1.jsonl")).content().hasLineCount(2);
    assertThat(folder.resolve("site/data/orders/checks.html"))
        .content()
        .contains("Every 'amount' is at least 0.", "<code>-7</code>");
    assertThat(folder.resolve("site/data/orders/checks.zh.html"))
        .content()
        .contains("3 行中有 1 行不符合");
    assertThat(folder.resolve("site/data/people/profile.html"))
        .content()
        .contains("e-mail address");
    assertThat(folder.resolve("site/data/people/checks.html"))
        .content()
        .contains("<code>***@*******.***</code>")
        .doesNotContain("bob@example.org");
    assertThat(rondo("check", "@orders.csv", "--suite", "@orders.yaml", "--docs", "@orders.csv"))
        .isEqualTo(1);
    assertThat(err).contains("orders.csv");
  }

  @Test
  void jsonAndJunitAndThePlan() {
    int exit =
        rondo(
            "check",
            "@orders.csv",
            "--suite",
            "@orders.yaml",
            "--json",
            "--explain",
            "--junit",
            "@junit.xml",
            "-p",
            "most=100",
            "--result-format",
            "complete",
            "--examples",
            "1");
    assertThat(exit).as(err).isEqualTo(6);
    JsonNode json = Json.parse(out);
    assertThat(json.path("passed").asBoolean()).isFalse();
    assertThat(json.path("suite").path("statistics").path("evaluated_expectations").asInt())
        .isEqualTo(4);
    assertThat(json.path("suite").path("suite_parameters").path("most").asInt()).isEqualTo(100);
    assertThat(json.path("passes")).isNotEmpty();
    assertThat(folder.resolve("junit.xml"))
        .content()
        .contains("<testsuite name=\"orders\" tests=\"4\"");
    assertThat(rondo("check", "@orders.csv", "--suite", "@orders.yaml", "--explain")).isEqualTo(6);
    assertThat(out).contains("kind\twhat\tanswered\tms\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "check @orders.csv; 2; with --suite or --contract",
        "check @orders.csv --suite @wrong.yaml; 2; Did you mean 'be_between'?",
        "check @orders.csv --suite @none.yaml; 2; There is no file",
        "check @orders.csv --contract @none.yaml; 2; There is no file",
        "check @orders.csv --suite @orders.yaml --table zones; 2; NAME=VALUE is needed",
        "check @orders.csv --suite @orders.yaml --table zones=none.csv; 3; There is no file",
        "check @none.csv --suite @orders.yaml; 3; There is no file",
        "check @orders.csv --suite @orders.yaml -p least=1; 2; no parameter 'least'",
        "check @orders.csv --suite @orders.yaml --type id=number; 2; The type 'number' of column 'id'",
        "check @orders.csv --suite @orders.yaml --result-format all; 2; one of [boolean-only",
        "check @orders.csv --suite @orders.yaml --delimiter ab; 2; one character is needed",
        "check @ragged.csv --suite @orders.yaml; 6; ragged.csv:2:1: The row has 1 field",
        "check trips@3 --suite @orders.yaml --home @nowhere; 3; There is no home",
        "profile @orders.csv --target cost; 3; no column 'cost'",
      })
  void whatIsWrongIsSaid(String command, int exit, String why) {
    file("wrong.yaml", "suite: s\ncolumns:\n  id:\n    - be_betwen: {min: 0}\n");
    file("ragged.csv", "a,b\n1\n");
    assertThat(rondo(command.split(" "))).isEqualTo(exit);
    assertThat(err).contains(why);
    assertThat(out).isEmpty();
  }

  @Test
  void rowsThatCannotBeReadMayBeCollected() {
    file("ragged.csv", "amount,day\n1,2020-01-01\n2\n");
    assertThat(rondo("check", "@ragged.csv", "--suite", "@orders.yaml", "--bad-rows", "collect"))
        .isZero();
    assertThat(err).contains("warning  1 row could not be read.");
  }

  @Test
  void aContractIsReadAsItsProjectsSourceSays() {
    file("p/project.yaml", "name: p\n");
    file(
        "p/contracts/orders.yaml",
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
              - {name: twice, logicalType: integer, required: true,
                 logicalTypeOptions: {minimum: 0}}
        """);
    file(
        "p/sources/orders.yaml",
        """
        name: orders
        format: csv
        files: "*.csv"
        contract: contracts/orders.yaml
        rules: sources/orders.sql
        dataset: orders
        """);
    file("p/sources/orders.sql", "SELECT id, 2 * try_cast(amount AS INTEGER) AS twice FROM staged");
    file("p/in/a.csv", "id,amount\n1,5\n2,-7\nx,1\n");
    file("p/in/b.csv", "id,amount\n3,1\nragged\n");
    for (String by :
        List.of("--contract=@p/contracts/orders.yaml", "--source=@p/sources/orders.yaml")) {
      assertThat(rondo("check", "@p/in/*.csv", by.replace("@", folder + "/"))).isEqualTo(6);
      assertThat(out).contains("Contract 'orders' 1.0.0: 5 rows read, 2 accepted, 3 quarantined");
    }
    rondo("check", "@p/in/a.csv", "--contract", "@p/contracts/orders.yaml", "--json");
    assertThat(Json.parse(out).path("contract").path("accepted").asInt()).isEqualTo(1);
    assertThat(err).startsWith("Rows are read as the project's source says: ");
    assertThat(
            rondo("check", "@p/in/a.csv", "--contract", "@p/contracts/orders.yaml", "--docs", "@d"))
        .isEqualTo(6);
    assertThat(folder.resolve("d/data/orders/profile.html"))
        .content()
        .as("what was accepted, with its types")
        .contains("twice", "Median");
  }

  @Test
  void aContractAloneJudgesTheFilesText() {
    Path contract =
        file(
            "c.yaml",
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: orders
            version: 1.0.0
            status: active
            schema:
              - name: orders
                properties:
                  - {name: id, logicalType: integer}
                  - {name: amount, logicalType: integer}
                  - {name: day, logicalType: date}
            """);
    assertThat(rondo("check", "@orders.csv", "--contract", contract.toString())).isEqualTo(6);
    assertThat(out.lines())
        .containsExactly(
            "failed   type:amount: Every 'amount' is a whole number.  1 row, such as 12.5",
            "failed   Contract 'orders' 1.0.0: 3 rows read, 2 accepted, 1 quarantined (0 for more"
                + " than one rule); 1 of 3 rules broken.");
  }

  @Test
  void aContractKnowsOtherTablesAndConditionsAndBuildServers() {
    file("zones.csv", "zone\n5\n-7\n");
    file(
        "c.yaml",
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: orders
        version: 1.0.0
        status: active
        schema:
          - name: orders
            properties:
              - name: amount
                logicalType: number
                relationships: [{to: zones.zone}]
                quality:
                  - type: custom
                    engine: greatExpectations
                    severity: warning
                    implementation:
                      type: expect_column_values_to_be_between
                      kwargs: {min_value: 0, row_condition: amount < 0, condition_parser: pandas}
        """);
    int exit =
        rondo(
            "check",
            "@orders.csv",
            "--contract=" + folder.resolve("c.yaml"),
            "--table=zones=" + folder.resolve("zones.csv"),
            "--junit",
            "@junit.xml");
    assertThat(exit).as(err).isEqualTo(6);
    assertThat(out)
        .contains("failed   references:amount:zones: ", "1 row, such as 12.5", "2 accepted");
    assertThat(err).contains("where amount < 0", "Not so in 1 of 1 row");
    assertThat(read("junit.xml"))
        .contains(
            "<testsuite name=\"orders\" tests=\"3\" failures=\"1\" errors=\"0\"",
            "<failure type=\"references\" message=\"1 of 3 rows, such as 12.5.\"",
            "<system-out>warning: Not so in 1 of 1 row (100.00 %).");
  }

  @Test
  void aProfileIsShownAndKept() {
    assertThat(rondo("profile", "@orders.csv", "--output", "@p.json")).isZero();
    assertThat(out).startsWith("3 rows, 3 columns, 0 duplicate rows\n");
    assertThat(Json.parse(read("p.json")).path("rows").asInt()).isEqualTo(3);
    assertThat(rondo("profile", "@orders.csv", "--json")).isZero();
    assertThat(Json.parse(out).path("rows").asInt()).isEqualTo(3);
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    Files.createDirectories(all.resolve("rondo-999999999-1").resolve("session-1"));
    rondo("check", "@orders.csv", "--suite", "@orders.yaml");
    try (Stream<Path> left = Files.list(all)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.matches("rondo-[0-9]+-.*"));
    }
    assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(all.toString());
  }

  @Test
  void theRealTripsAreCountedAsTheyAreKnown() {
    Path trips = DATA.resolve("nyc-taxi");
    if (!Files.isDirectory(trips)) {
      System.err.println("Skipped: the real files are not here; point RONDO_DATA at their folder.");
    }
    Assumptions.assumeTrue(Files.isDirectory(trips), "the real files are not here");
    List<String> words = new ArrayList<>(List.of("check", trips + "/*.csv", "--json"));
    words.add("--contract=../examples/taxi-duration/contracts/trips.yaml");
    assertThat(rondo(words.toArray(String[]::new))).isEqualTo(6);
    JsonNode contract = Json.parse(out).path("contract");
    assertThat(
            List.of(
                contract.path("read").asLong(),
                contract.path("accepted").asLong(),
                contract.path("quarantined").asLong()))
        .containsExactly(360_000L, 352_753L, 7_247L);
    assertThat(
            contract
                .path("rules")
                .valueStream()
                .filter(rule -> rule.path("severity").asString().equals("error"))
                .filter(rule -> rule.path("breaches").asLong() > 0)
                .map(rule -> rule.path("rule").asString() + " " + rule.path("breaches")))
        .containsExactlyInAnyOrder("month 10", "duration 4681", "distance 4207", "total 832");
  }
}
