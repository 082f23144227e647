package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Searches of traces, and figures of them.
class TraceQueryTest {
  @TempDir Path folder;
  private MlflowHarness home;
  private TraceClient traces;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    traces = new TraceClient(home);
  }

  @AfterEach
  void close() {
    home.close();
  }

  /// Traces by the last characters of their ids, newest first.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          status = 'OK'; 3 1
          status != 'OK' AND name = 'outer'; 2
          attributes.status IN ('ERROR', 'IN_PROGRESS'); 2 4
          trace.status NOT IN ('OK'); 2 4
          name ILIKE 'IN%'; 3
          name LIKE 'In_er'; 3
          name LIKE 'in%'; ~~
          name RLIKE 'u.er$'; 2 1
          request_id = 'tr-2'; 2
          client_request_id = 'c1'; 1
          timestamp_ms > 1767225601500; 3 2
          execution_time = 2250; 2
          execution_time_ms < 2000; 1 4
          end_time_ms >= 1767225604750; 3 2
          run_id = 'run1'; 2
          run_id IN ('run1', 'run2'); 3 2
          prompt = 'qa/2'; 3
          prompt = 'qa/3'; ~~
          tags.`a b` = 'Red'; 2
          tag.'a b' IS NULL; ~invalid~
          tags.`a b` IS NULL; 3 1 4
          tags.`a b` ILIKE 'r%'; 2
          metadata.mlflow.sourceRun IS NOT NULL; 2
          request_metadata.`mlflow.sourceRun` RLIKE '^run\\d$'; 2
          span.name = 'lookup'; 4
          span.type = 'TOOL' AND span.status = 'ERROR'; 4
          span.attributes.a.b = '3'; 4
          span.attributes.`a.b` != '3'; ~~
          span.attributes.mlflow.spanType LIKE 'TO%'; 4
          span.content LIKE '%lookup%'; 4
          trace.text ILIKE '%LOOKUP%'; 4
          feedback.good = 'true'; 1
          feedback.good LIKE 'so%'; 2
          feedback.good IS NULL; 3 4
          expectation.answer = 'forty two'; 3
          expectation.answer IS NOT NULL; 3
          issue.id = 'i-1'; 3
          span.name = 'x'' OR 1=1 --'; ~~
          feedback.`') OR 1=1 --` = 'x'; ~~
          """)
  void searchesByEverythingThatIsKnown(String filter, String found) {
    traces.some();
    Answer answer = traces.search(filter.strip(), "");
    if (found.equals("invalid")) {
      assertThat(answer.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
      return;
    }
    assertThat(TraceClient.ids(answer).stream().map(id -> id.substring(id.length() - 1)).toList())
        .as(answer.toString())
        .isEqualTo(found.isEmpty() ? List.of() : List.of(found.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo = 'x'",
        "status > 'OK'",
        "timestamp > 'x'",
        "prompt LIKE 'qa%'",
        "span.foo = 'x'",
        "span.content = 'x'",
        "status = 'OK' OR status = 'ERROR'",
        "name RLIKE '(a'",
        "issue.name = 'x'",
        "text = 'x'"
      })
  void aFilterThatCannotBeReadIsRefused(String filter) {
    traces.some();
    assertThat(traces.search(filter, "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void ordersAndPages() {
    traces.some();
    assertThat(
            TraceClient.ids(
                traces.search("name LIKE '%e%'", ", 'order_by': ['execution_time ASC']")))
        .containsExactly("tr-1", "tr-2", "tr-3");
    assertThat(
            TraceClient.ids(
                traces.search("name LIKE '%e%'", ", 'order_by': ['name', 'timestamp_ms']")))
        .containsExactly("tr-3", "tr-1", "tr-2");
    assertThat(
            TraceClient.ids(traces.search("", ", 'order_by': ['tags.`a b`', 'request_id DESC']")))
        .startsWith("tr-2", "tr-3");
    assertThat(TraceClient.ids(traces.search("", ", 'order_by': ['run_id DESC']")))
        .startsWith("tr-3", "tr-2");
    Answer first = traces.search("", ", 'max_results': 3");
    String token = first.json().path("next_page_token").asString();
    assertThat(TraceClient.ids(first)).containsExactly("tr-3", "tr-2", "tr-1");
    assertThat(
            TraceClient.ids(traces.search("", ", 'max_results': 3, 'page_token': '" + token + "'")))
        .hasSize(1);
    assertThat(traces.search("status = 'OK'", ", 'page_token': '" + token + "'").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(traces.search("", ", 'order_by': ['foo']").error()).startsWith("400");
    assertThat(traces.search("", ", 'order_by': ['client_request_id']").error()).startsWith("400");
    assertThat(traces.post("traces/search", "{}").message()).contains("'locations'");
    assertThat(traces.search("", ", 'max_results': 501").error()).startsWith("400");
    assertThat(traces.search("", ", 'max_results': 0").error()).startsWith("400");
  }

  @Test
  void figuresOfTracesAreMade() {
    traces.some();
    String count = "'view_type': 'TRACES', 'metric_name': 'trace_count'";
    assertThat(figures(count, "COUNT", "").json())
        .hasToString(
            "{\"data_points\":[{\"metric_name\":\"trace_count\",\"values\":{\"COUNT\":4.0}}]}");
    assertThat(
            figures(count, "COUNT", ", 'dimensions': ['trace_name', 'trace_status']")
                .json()
                .path("data_points"))
        .hasSize(4);
    assertThat(
            figures(count, "COUNT", ", 'filters': ['trace.tag.`a b` = \\\"Red\\\"']")
                .json()
                .at("/data_points/0/values/COUNT")
                .asInt())
        .isEqualTo(1);
    Answer latency =
        traces.post(
            "traces/metrics",
            "{'experiment_ids': ['0'], 'view_type': 1, 'metric_name': 'latency', 'aggregations': [{'aggregation_type': 'AVG'}, {'aggregation_type': 'PERCENTILE', 'percentile_value': 75}, {'aggregation_type': 'MAX'}], 'filters': ['trace.status = \\\"OK\\\"']}");
    assertThat(latency.json().at("/data_points/0/values"))
        .hasToString("{\"AVG\":2250.0,\"MAX\":3250.0,\"P75.0\":2750.0}");
    Answer buckets =
        figures(
            count,
            "COUNT",
            ", 'time_interval_seconds': 2, 'start_time_ms': 1767225600000, 'end_time_ms': '1767225660000'");
    assertThat(
            buckets
                .json()
                .path("data_points")
                .valueStream()
                .map(one -> one.at("/dimensions/time_bucket").asString()))
        .containsExactly("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:02+00:00");
    Answer spans =
        figures(
            "'view_type': 'SPANS', 'metric_name': 'latency'",
            "AVG",
            ", 'dimensions': ['span_name', 'span_type', 'span_status']");
    assertThat(spans.json().path("data_points"))
        .hasToString(
            "[{'metric_name':'latency','dimensions':{'span_name':'lookup','span_status':'ERROR','span_type':'TOOL'},'values':{'AVG':250.0}}]"
                .replace('\'', '"'));
    Answer assessed =
        figures(
            "'view_type': 'ASSESSMENTS', 'metric_name': 'assessment_value'",
            "AVG",
            ", 'dimensions': ['assessment_name'], 'filters': ['assessment.type = \\\"feedback\\\"']");
    assertThat(assessed.json().path("data_points"))
        .hasToString(
            "[{'metric_name':'assessment_value','dimensions':{'assessment_name':'good'},'values':{'AVG':1.0}}]"
                .replace('\'', '"'));
  }

  private Answer figures(String what, String aggregation, String more) {
    return traces.post(
        "traces/metrics",
        "{'experiment_ids': ['0'], "
            + what
            + ", 'aggregations': [{'aggregation_type': '"
            + aggregation
            + "'}]"
            + more
            + "}");
  }

  @Test
  void tokensAreSummedAndFiguresPaged() {
    traces.tell("tr-1", 1, "OK", "a", tokens(3));
    traces.tell("tr-2", 2, "OK", "b", tokens(4));
    traces.tell("tr-3", 3, "OK", "c", "");
    String tokens = "'view_type': 'TRACES', 'metric_name': 'total_tokens'";
    assertThat(figures(tokens, "SUM", "").json().at("/data_points/0/values/SUM").asInt())
        .isEqualTo(7);
    String paged = ", 'dimensions': ['trace_name'], 'max_results': 1";
    Answer first = figures(tokens, "SUM", paged);
    String token = first.json().path("next_page_token").asString();
    assertThat(first.json().at("/data_points/0/dimensions/trace_name").asString()).isEqualTo("a");
    assertThat(
            figures(tokens, "SUM", paged + ", 'page_token': '" + token + "'")
                .json()
                .at("/data_points/0/dimensions/trace_name")
                .asString())
        .isEqualTo("b");
  }

  private static String tokens(int total) {
    return ", 'trace_metadata': {'mlflow.trace.tokenUsage': '{\\\"total_tokens\\\": "
        + total
        + "}'}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          'view_type': 'TRACES', 'metric_name': 'nope'; COUNT; ~~
          'view_type': 'TRACES', 'metric_name': 'latency'; COUNT; ~~
          'view_type': 'TRACES', 'metric_name': 'latency'; PERCENTILE; ~~
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'dimensions': ['nope']
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'max_results': 1001
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'time_interval_seconds': 60
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'filters': ['trace.foo = \\"x\\"']
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'filters': ['trace.status != \\"x\\"']
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'filters': ['span.name = \\"x\\"']
          'view_type': 'TRACES', 'metric_name': 'trace_count'; COUNT; , 'filters': ['status = \\"x\\"']
          'metric_name': 'trace_count'; COUNT; ~~
          """)
  void figuresThatAreNotMadeAreRefused(String what, String aggregation, String more) {
    assertThat(figures(what, aggregation, more).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void nothingIsCountedWhereThereIsNothing() {
    String count = "'view_type': 'TRACES', 'metric_name': 'trace_count'";
    assertThat(figures(count, "COUNT", "").json().at("/data_points/0/values/COUNT").asInt())
        .isZero();
    assertThat(figures("'view_type': 'TRACES', 'metric_name': 'latency'", "AVG", "").json())
        .isEmpty();
  }

  @Test
  void saysHowOftenTwoFiltersHoldTogether() {
    traces.tell("tr-1", 1, "OK", "x", "");
    traces.tell("tr-2", 2, "OK", "y", "");
    traces.tell("tr-3", 3, "ERROR", "x", "");
    traces.tell("tr-4", 4, "ERROR", "x", "");
    JsonNode both = correlation("name = 'x'", "status = 'ERROR'", "").json();
    assertThat(both.path("npmi").asDouble()).isCloseTo(0.415037, within(1e-6));
    assertThat(both.path("npmi_smoothed").asDouble()).isCloseTo(0.254885, within(1e-6));
    assertThat(both.path("joint_count").asInt()).isEqualTo(2);
    assertThat(both.path("filter1_count").asInt()).isEqualTo(3);
    assertThat(both.path("filter2_count").asInt()).isEqualTo(2);
    assertThat(both.path("total_count").asInt()).isEqualTo(4);
    JsonNode never = correlation("name = 'y'", "status = 'ERROR'", "").json();
    assertThat(never.path("npmi").asDouble()).isEqualTo(-1);
    assertThat(never.path("npmi_smoothed").asDouble()).isCloseTo(-0.278943, within(1e-6));
    assertThat(correlation("name = 'no'", "name = 'x'", "").json().has("npmi")).isFalse();
    assertThat(
            correlation("status = 'ERROR'", "status = 'ERROR'", "name = 'x'")
                .json()
                .path("npmi")
                .asDouble())
        .isCloseTo(1, within(1e-6));
    JsonNode all = correlation("timestamp > 0", "timestamp > 0", "").json();
    assertThat(all.path("npmi_smoothed").asDouble()).isEqualTo(1);
    assertThat(traces.post("traces/calculate-filter-correlation", "{}").message())
        .contains("'experiment_ids'");
  }

  @Test
  void noPartOfAFilterBecomesAPartOfAStatement() {
    traces.tell("tr-1", 1, "OK", "x", "");
    String attack =
        "span.`id = 'zz') OR ((SELECT count(*) FROM sqlite_master) > 0) OR EXISTS"
            + " (SELECT 1 FROM trace_span s WHERE s.id` = 'x'";
    String fine = "trace.status = 'OK'";
    for (Answer answer :
        List.of(
            correlation(fine, fine, attack),
            correlation(attack, fine, ""),
            correlation(fine, attack, ""))) {
      assertThat(answer.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
      assertThat(answer.message()).contains("Invalid span key 'id = 'zz') OR");
    }
    for (String entity : List.of("tag", "metadata", "feedback", "expectation")) {
      String key = attack.replace("span.", entity + ".");
      assertThat(correlation(fine, fine, key).json().path("total_count").asInt(-1)).isZero();
    }
  }

  private Answer correlation(String first, String second, String base) {
    String asked =
        """
        {"experiment_ids": ["0"], "filter_string1": "%s", "filter_string2": "%s", "base_filter": "%s"}
        """
            .formatted(first, second, base);
    return MlflowHarness.answer(
        home.server.post(TraceClient.V3 + "traces/calculate-filter-correlation", asked));
  }

  @Test
  void whatIsAskedOfSpansIsTrueOfOneSpan() {
    String id = "tr-" + "0".repeat(31) + "4";
    traces.spans(id, "a1", "lookup", "TOOL", 1);
    traces.spans(id, "a2", "answer", "LLM", 2);
    assertThat(TraceClient.ids(traces.search("span.name = 'answer' AND span.type = 'LLM'", "")))
        .containsExactly(id);
    assertThat(TraceClient.ids(traces.search("span.name = 'answer' AND span.type = 'TOOL'", "")))
        .isEmpty();
    assertThat(
            TraceClient.ids(
                traces.search("span.status = 'ERROR' AND span.attributes.a.b = '3'", "")))
        .containsExactly(id);
    assertThat(
            TraceClient.ids(
                traces.search("span.content LIKE '%lookup%' AND span.status = 'ERROR'", "")))
        .isEmpty();
  }
}
