package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.Pass;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

class SuiteCheckTest {
  private static final SuiteCheck CHECK = new SuiteCheck(EventTime.parse("2026-03-01T12:00:00Z"));

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = new SqlEngine(1000, 2, folder).open(List.of());
    session.execute(
        """
        CREATE TABLE trips AS SELECT * FROM (VALUES
          (1, 2.5, 'card', TIMESTAMP '2026-02-27 10:00:00'),
          (1, 120.0, 'cash', TIMESTAMP '2026-02-28 10:00:00'),
          (2, 3.5, NULL, TIMESTAMP '2026-02-28 11:00:00'),
          (3, -1.0, 'card', TIMESTAMP '2026-03-02 10:00:00')
        ) t(vendor, distance, payment, pickup)\
        """);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static Map<String, JsonNode> parameters(String json) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    Json.parseObject(json).forEachEntry(parameters::put);
    return parameters;
  }

  private SuiteResult check(String parameters, String... lines) {
    return CHECK.check(session, "trips", Examples.yaml(lines), parameters(parameters));
  }

  @Test
  void judgesEveryExpectation() {
    SuiteResult result =
        check(
            "{}",
            "expect:",
            "  - table_row_count_to_be_between: [1, 10]",
            "columns:",
            "  vendor:",
            "    - not_be_null",
            "    - be_in_set: [1, 2]",
            "      severity: warning",
            "  distance:",
            "    - be_between: {min: 0, max: 100, mostly: 0.5}",
            "    - max_to_be_between: {max: 100, severity: info}");

    assertThat(result.results())
        .extracting(SuiteResult.Judged::isFailed)
        .containsExactly(false, false, true, false, true);
    assertThat(result.success()).isFalse();
    assertThat(result.isPassed()).isTrue();
    assertThat(result.highestFailure()).contains(Severity.WARNING);
    assertThat(result.statistics().successPercent()).hasValue(60);
    assertThat(result.passes())
        .extracting(Pass::kind)
        .containsOnlyOnce(Pass.Kind.AGGREGATE)
        .containsOnly(Pass.Kind.AGGREGATE, Pass.Kind.EXAMPLES);
    assertThat(result.duration()).isPositive();
  }

  @Test
  void aCriticalFailureDoesNotPass() {
    SuiteResult result = check("{}", "columns: {vendor: [{be_in_set: [1]}]}");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.highestFailure()).contains(Severity.ERROR);
  }

  @Test
  void nothingJudgedIsFine() {
    SuiteResult result = check("{}", "expect: []");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.highestFailure()).isEmpty();
    assertThat(SuiteResultJson.write(result).at("/statistics").toString())
        .isEqualTo(
            "{\"evaluated_expectations\":0,\"successful_expectations\":0,"
                + "\"unsuccessful_expectations\":0,\"success_percent\":null}");
  }

  @Test
  void onlyRowsOfTheConditionAreJudged() {
    SuiteResult result =
        check(
            "{}",
            "columns:",
            "  distance:",
            "    - be_between: {min: 0, max: 100, when: vendor == 2}",
            "    - be_between: {min: 0, max: 100, when: 'col(\"vendor\") == 3'}",
            "    - be_between: {min: 0, when: \"pickup < '2026-03-01' & vendor != 1\"}",
            "    - be_between: {min: 0, when: vndor == 1}");

    assertThat(result.results())
        .extracting(SuiteResult.Judged::isFailed)
        .containsExactly(false, true, false, true);
    assertThat(result.results().get(0).result().result().path("element_count").intValue())
        .isEqualTo(1);
    assertThat(result.results().get(3).result().exception().orElse("")).contains("'vndor'");
  }

  @Test
  void whatIsGivenComesBeforeDefaults() {
    String[] lines = {
      "parameters: {most: 200}",
      "columns:",
      "  distance: [{max_to_be_between: {max: $most}}]",
      "  pickup: [{be_between: {max: '${now() + timedelta(days=days)}'}}]"
    };

    assertThat(check("{\"days\": 2}", lines).success()).isTrue();
    SuiteResult result = check("{\"days\": 0, \"most\": 100}", lines);
    assertThat(result.results()).allMatch(SuiteResult.Judged::isFailed);
    assertThat(Sentences.ENGLISH.of(result.results().getFirst().expectation()))
        .isEqualTo("The greatest 'distance' is at most 100.");
    assertThat(SuiteResultJson.write(result).at("/suite_parameters").toString())
        .isEqualTo("{\"most\":100,\"days\":0}");
    assertThat(SuiteResultJson.write(result).at("/results/1/expectation_config/kwargs").toString())
        .isEqualTo(
            "{\"column\":\"pickup\",\"max_value\":\"2026-03-01T12:00:00\",\"batch_id\":\"trips\"}");
  }

  @Test
  void parametersThatAreMissingOrUnknownAreToldAtOnce() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                check(
                    "{\"mots\": 1}",
                    "columns: {distance: [{be_between: {min: $least, max: $most}}]}"));

    assertThat(problem.mistakes())
        .extracting(Mistake::message)
        .containsExactly(
            "Suite 'trips' has no parameter 'mots'. Did you mean 'most'?",
            "Suite 'trips' needs the parameter 'least'.",
            "Suite 'trips' needs the parameter 'most'.");
  }

  @Test
  void parametersOfAWrongFormAreToldAtOnce() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                check(
                    "{\"most\": [1], \"rows\": \"vendor ==\"}",
                    "columns: {distance: [{be_between: {min: '${most + 1}', max: $most}},"
                        + " {be_unique: {when: $rows}}]}"));

    assertThat(problem.mistakes())
        .extracting(Mistake::path)
        .contains("min_value", "max_value", "when");
  }

  @Test
  void aTableThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> CHECK.check(session, "nothing", Suite.of("s", List.of()), Map.of()))
        .isInstanceOf(Problem.class);
  }

  @Test
  void theFormatIsThatOfTheSuiteUnlessOneIsGiven() {
    Suite suite = Examples.yaml("result_format: BOOLEAN_ONLY", "columns: {vendor: [be_unique]}");

    assertThat(
            CHECK.check(session, "trips", suite, Map.of()).results().getFirst().result().result())
        .isEmpty();
    assertThat(
            CHECK
                .check(session, "trips", suite, Map.of(), ResultFormat.of(Level.BASIC))
                .results()
                .getFirst()
                .result()
                .result())
        .isNotEmpty();
  }

  @Test
  void isWrittenInTheKnownShape() {
    JsonNode json =
        SuiteResultJson.write(
            check(
                "{}",
                "columns:",
                "  vendor:",
                "    - be_in_set: [1, 2]",
                "      severity: warning",
                "      mostly: 1",
                "      notes: one",
                "      when: distance < 0",
                "  nowhere: [not_be_null]"));

    assertThat(json.propertyNames())
        .containsExactly(
            "success", "statistics", "suite_name", "suite_parameters", "results", "meta", "id");
    assertThat(json.at("/results/0").toString())
        .isEqualTo(
            """
            {"success":false,"expectation_config":{"type":"expect_column_values_to_be_in_set",\
            "kwargs":{"column":"vendor","value_set":[1,2],"row_condition":"distance < 0",\
            "batch_id":"trips"},"meta":{},"notes":"one","severity":"warning"},\
            "result":{"element_count":1,"unexpected_count":1,"unexpected_percent":100.0,\
            "partial_unexpected_list":[3],"missing_count":0,"missing_percent":0.0,\
            "unexpected_percent_total":100.0,"unexpected_percent_nonmissing":100.0,\
            "partial_unexpected_counts":[{"value":3,"count":1}],\
            "partial_unexpected_index_list":[3]},"meta":{},\
            "exception_info":{"raised_exception":false,"exception_message":null,\
            "exception_traceback":null}}\
            """);
    assertThat(json.at("/results/1/exception_info/raised_exception").booleanValue()).isTrue();
    assertThat(json.at("/results/1/exception_info/exception_message").stringValue())
        .contains("\"nowhere\"");
    assertThat(json.at("/meta/run_id").toString())
        .isEqualTo("{\"run_name\":null,\"run_time\":\"2026-03-01T12:00:00Z\"}");
  }

  @Test
  void isWrittenForBuildServers() throws Exception {
    session.execute("UPDATE trips SET payment = 'a<b>&\u0001' WHERE vendor = 1");
    String xml =
        JunitXml.write(
            List.of(
                JunitSuite.of(
                    check(
                        "{}",
                        "columns:",
                        "  vendor:",
                        "    - not_be_null",
                        "    - {be_in_set: [1, 2], id: v}",
                        "    - {be_unique: {}, severity: warning}",
                        "  payment: [{be_in_set: [card]}]",
                        "  nowhere: [not_be_null]"))));

    Element suite =
        (Element)
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("testsuite")
                .item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("trips");
    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(xml)
        .contains(
            "<testcase classname=\"trips.vendor\" name=\"Every 'vendor' is one of 1 and 2.\">",
            "<property name=\"id\" value=\"v\"",
            "message=\"1 of 4 rows, such as [3].\"",
            "<system-out>warning: 2 of 4 rows, such as [1,1].")
        .contains("a&lt;b&gt;&amp;\\u0001")
        .containsPattern("<error [^>]*message=\"There is no column &quot;nowhere&quot; in 'trips'");
  }

  @Test
  void everyTypeRunsFromASuite() {
    SuiteResult result = CHECK.check(session, "trips", Examples.catalog(), Map.of());

    assertThat(result.results()).hasSameSizeAs(Examples.catalog().expectations());
    assertThat(Optional.of(JunitXml.write(List.of(JunitSuite.of(result))))).isPresent();
    assertThat(SuiteResultJson.write(result).path("results").size())
        .isEqualTo(result.results().size());
  }

  @Test
  void aResultIsKeptAmongThoseOfContracts() {
    Suite suite =
        Suite.parse(
            "s.yaml",
            """
            suite: trips
            columns:
              payment: [not_be_null]
              distance:
                - be_between: {min: 0, max: 100, severity: warning}
            expect:
              - column_mean_to_be_between: {column: vendor, min_value: 1}
              - column_mean_to_be_between: {column: vendor, max_value: 9}
            """);
    QualityResult kept = CHECK.check(session, "trips", suite, Map.of()).asQuality("trips.csv", 4);
    assertThat(kept.rules())
        .extracting(RuleResult::rule)
        .containsExactly(
            "expect_column_mean_to_be_between:vendor",
            "expect_column_mean_to_be_between:vendor#2",
            "expect_column_values_to_not_be_null:payment",
            "expect_column_values_to_be_between:distance");
    assertThat(kept.rules().get(3).measured()).hasValue(50);
    assertThat(kept.rules().get(3).observed()).isEqualTo("not so in 2 of 4 rows (50.00 %)");
    assertThat(kept.rules().get(3).sample()).containsExactly("120", "-1");
    assertThat(kept.rules().getFirst().measured()).hasValue(1.75);
    assertThat(kept.blocking()).hasSize(1);
  }
}
