package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.api.http.Limits;
import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ArtifactRoot;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TraceResourceTest {
  private static final String V3 = "/api/3.0/mlflow/";
  private static final String HERE =
      "'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}}]";

  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer post(String path, String json) {
    return MlflowHarness.answer(home.server.post(V3 + path, json.replace('\'', '"')));
  }

  private Answer get(String path) {
    return MlflowHarness.answer(home.server.get(V3 + path));
  }

  private Answer send(String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri(path))
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build();
    return MlflowHarness.answer(home.server.send(request));
  }

  /// A trace of the second of its number that took so many seconds.
  private Answer tell(String id, int second, String state, String name, String more) {
    return post(
        "traces",
        """
        {'trace': {'trace_info': {'trace_id': '%s', 'trace_location': {'type': 'MLFLOW_EXPERIMENT',
          'mlflow_experiment': {'experiment_id': '0'}},
          'request_time': '2026-01-01T00:00:%02d.500Z', 'execution_duration': '%d.250s',
          'state': '%s', 'tags': {'mlflow.traceName': '%s'} %s}}}
        """
            .formatted(id, second, second, state, name, more));
  }

  private static List<String> ids(Answer answer) {
    return answer
        .json()
        .path("traces")
        .valueStream()
        .map(one -> one.path("trace_id").asString())
        .toList();
  }

  private Answer search(String filter, String more) {
    String asked =
        ("{" + HERE + more + ", 'filter': ").replace('\'', '"') + Json.write(filter) + "}";
    return MlflowHarness.answer(home.server.post(V3 + "traces/search", asked));
  }

  @Test
  void aTraceIsToldOfAndFoundAsItWas() {
    Answer told =
        tell(
            "tr-1",
            3,
            "OK",
            "outer",
            ", 'client_request_id': 'c1', 'request_preview': 'q', 'response_preview': 'a',"
                + " 'trace_metadata': {'mlflow.user': 'me'}");
    JsonNode info = told.json().at("/trace/trace_info");
    assertThat(info).isEqualTo(get("traces/tr-1").json().at("/trace/trace_info"));
    assertThat(info.toString())
        .isEqualTo(
            "{'trace_id':'tr-1','client_request_id':'c1','trace_location':{'type':'MLFLOW_EXPERIMENT','mlflow_experiment':{'experiment_id':'0'}},'request_time':'2026-01-01T00:00:03.500Z','execution_duration':'3.250s','state':'OK','trace_metadata':{'mlflow.user':'me'},'tags':{'mlflow.artifactLocation':'mlflow-artifacts:/0/traces/tr-1/artifacts','mlflow.traceName':'outer'},'request_preview':'q','response_preview':'a'}"
                .replace('\'', '"'));
    assertThat(get("traces/batchGet?trace_ids=tr-1&trace_ids=none").json().path("traces"))
        .hasSize(1);
    assertThat(post("traces/batchGetInfos", "{'trace_ids': ['tr-1', 'none']}").json())
        .hasToString("{\"trace_infos\":[" + info + "]}");
    assertThat(get("traces/none").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(get("traces/batchGet?trace_ids=none").json()).isEmpty();
    assertThat(get("traces/batchGet").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/../y", "../x", "..", "a.b", "a b", "C:x", "a%2Fb", "a\\\\b", ""})
  void anIdNeverLeadsOutOfItsFolder(String id) {
    assertThat(tell(id, 1, "OK", "x", "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(
            home.post("traces/link-prompts", "{'trace_id': '" + id + "', 'prompt_versions': []}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(
            home.post("traces/link-to-run", "{'trace_ids': ['" + id + "'], 'run_id': 'r'}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'trace': {}}",
        "{'trace': {'trace_info': {'trace_id': 'x'}}}",
        "{'trace': {'trace_info': {'trace_id': 'x', 'trace_location': {'mlflow_experiment': {'experiment_id': '0'}}}}}",
        "{'trace': {'trace_info': {'trace_id': 'x', 'trace_location': {'mlflow_experiment': {'experiment_id': '0'}}, 'request_time': 'now'}}}",
        "{'trace': {'trace_info': {'trace_id': 'x', 'trace_location': {'mlflow_experiment': {'experiment_id': '0'}}, 'request_time': '2026-01-01T00:00:00Z', 'execution_duration': '3 s'}}}",
        "{'trace': {'trace_info': {'trace_id': 'x', 'trace_location': {'inference_table': {}}, 'request_time': '2026-01-01T00:00:00Z'}}}"
      })
  void aTraceNeedsAnIdAnExperimentAndATime(String json) {
    assertThat(post("traces", json).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void whatIsToldAgainReplacesWhatWasKnownButKeepsTags() {
    tell("tr-1", 1, "IN_PROGRESS", "a", "");
    send("PATCH", "/api/2.0/mlflow/traces/tr-1/tags", "{'key': 'color', 'value': 'red'}");
    JsonNode info = tell("tr-1", 2, "OK", "b", "").json().at("/trace/trace_info");
    assertThat(info.path("state").asString()).isEqualTo("OK");
    assertThat(info.at("/tags/color").asString()).isEqualTo("red");
    assertThat(info.at("/tags/mlflow.traceName").asString()).isEqualTo("b");
  }

  @Test
  void tagsAreSetCutAndDeleted() {
    tell("tr-1", 1, "OK", "a", "");
    String tags = V3 + "traces/tr-1/tags";
    assertThat(send("PATCH", tags, "{'key': 'k', 'value': '" + "x".repeat(9_000) + "'}").json())
        .isEmpty();
    assertThat(get("traces/tr-1").json().at("/trace/trace_info/tags/k").asString()).hasSize(8_000);
    assertThat(send("PATCH", tags, "{'value': 'v'}").message()).contains("'key'");
    assertThat(send("PATCH", tags, "{'key': '" + "k".repeat(251) + "', 'value': 'v'}").message())
        .contains("exceeds the maximum length of 250 characters");
    assertThat(
            send("PATCH", tags, "{'key': 'mlflow.artifactLocation', 'value': 'file:///etc'}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(send("PATCH", V3 + "traces/none/tags", "{'key': 'a', 'value': 'b'}").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(send("DELETE", "/ajax-api/2.0/mlflow/traces/tr-1/tags", "{'key': 'k'}").json())
        .isEmpty();
    assertThat(send("DELETE", tags, "{'key': 'k'}").message())
        .isEqualTo("No trace tag with key 'k' for trace with ID 'tr-1'");
  }

  @Test
  void aTraceHasRoomForAThousandTagsAndCanStillBeReadThen() {
    String tags =
        IntStream.range(0, 998).mapToObj(i -> "'t" + i + "': ''").collect(Collectors.joining(", "));
    String told =
        "{'trace': {'trace_info': {'trace_id': 'tr-1', 'trace_location': {'mlflow_experiment': {'experiment_id': '0'}}, 'request_time': '2026-01-01T00:00:00Z', 'tags': {"
            + tags
            + "}}}}";
    assertThat(post("traces", told).status()).isEqualTo(200);
    String path = V3 + "traces/tr-1/tags";
    assertThat(send("PATCH", path, "{'key': 'last', 'value': 'v'}").status()).isEqualTo(200);
    assertThat(send("PATCH", path, "{'key': 'more', 'value': 'v'}").message())
        .contains("1001 tags");
    assertThat(get("traces/tr-1").json().at("/trace/trace_info/tags")).hasSize(1_000);
  }

  private void some() {
    tell("tr-1", 1, "OK", "outer", ", 'client_request_id': 'c1'");
    tell("tr-2", 2, "ERROR", "outer", ", 'trace_metadata': {'mlflow.sourceRun': 'run1'}");
    tell("tr-3", 3, "OK", "Inner", "");
    spans("tr-" + "0".repeat(31) + "4", "lookup", "TOOL", 2);
    home.post(
        "traces/link-prompts",
        "{'trace_id': 'tr-3', 'prompt_versions': [{'name': 'qa', 'version': '2'}]}");
    home.post("traces/link-to-run", "{'trace_ids': ['tr-3'], 'run_id': 'run2'}");
    post(
        "traces/tr-1/assessments",
        "{'assessment': {'assessment_name': 'good', 'feedback': {'value': true}}}");
    post(
        "traces/tr-2/assessments",
        "{'assessment': {'assessment_name': 'good', 'feedback': {'value': 'so so'}}}");
    post(
        "traces/tr-3/assessments",
        "{'assessment': {'assessment_name': 'answer', 'expectation': {'value': 'forty two'}}}");
    post(
        "traces/tr-3/assessments",
        "{'assessment': {'assessment_name': 'i-1', 'issue': {'issue_name': 'slow'}}}");
    send("PATCH", V3 + "traces/tr-2/tags", "{'key': 'a b', 'value': 'Red'}");
  }

  private HttpResponse<String> spans(String id, String name, String type, int status) {
    return home.server.post(
        "/v1/traces",
        """
        {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "%s", "spanId": "00000000000000a1",
          "name": "%s", "startTimeUnixNano": "1700000000000000000",
          "endTimeUnixNano": "1700000000250000000", "status": {"code": %d},
          "attributes": [{"key": "mlflow.spanType", "value": {"stringValue": "%s"}},
            {"key": "a.b", "value": {"intValue": "3"}}]}]}]}]}
        """
            .formatted(id.substring(3), name, status, type),
        "X-MLflow-Experiment-Id",
        "0");
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
    some();
    Answer answer = search(filter.strip(), "");
    if (found.equals("invalid")) {
      assertThat(answer.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
      return;
    }
    assertThat(ids(answer).stream().map(id -> id.substring(id.length() - 1)).toList())
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
    some();
    assertThat(search(filter, "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void ordersAndPages() {
    some();
    assertThat(ids(search("name LIKE '%e%'", ", 'order_by': ['execution_time ASC']")))
        .containsExactly("tr-1", "tr-2", "tr-3");
    assertThat(ids(search("name LIKE '%e%'", ", 'order_by': ['name', 'timestamp_ms']")))
        .containsExactly("tr-3", "tr-1", "tr-2");
    assertThat(ids(search("", ", 'order_by': ['tags.`a b`', 'request_id DESC']")))
        .startsWith("tr-2", "tr-3");
    assertThat(ids(search("", ", 'order_by': ['run_id DESC']"))).startsWith("tr-3", "tr-2");
    Answer first = search("", ", 'max_results': 3");
    String token = first.json().path("next_page_token").asString();
    assertThat(ids(first)).containsExactly("tr-3", "tr-2", "tr-1");
    assertThat(ids(search("", ", 'max_results': 3, 'page_token': '" + token + "'"))).hasSize(1);
    assertThat(search("status = 'OK'", ", 'page_token': '" + token + "'").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(search("", ", 'order_by': ['foo']").error()).startsWith("400");
    assertThat(search("", ", 'order_by': ['client_request_id']").error()).startsWith("400");
    assertThat(post("traces/search", "{}").message()).contains("'locations'");
    assertThat(search("", ", 'max_results': 501").error()).startsWith("400");
    assertThat(search("", ", 'max_results': 0").error()).startsWith("400");
  }

  @Test
  void deletesByIdsOrTheOldestUntilATime() {
    IntStream.range(1, 6).forEach(i -> tell("tr-" + i, i, "OK", "x", ""));
    home.traceFile("tr-5", "{}");
    assertThat(
            home.post(
                    "traces/delete-traces",
                    "{'experiment_id': '0', 'request_ids': ['tr-5', 'none']}")
                .json()
                .path("traces_deleted")
                .asInt())
        .isEqualTo(1);
    assertThat(
            home.ledger
                .files()
                .find(
                    home.caller,
                    new ArtifactRoot(ArtifactRoot.Kind.TRACE, "tr-5"),
                    TraceFiles.NAME))
        .isEmpty();
    assertThat(
            post(
                    "traces/delete-traces",
                    "{'experiment_id': '0', 'max_timestamp_millis': '1767225603500', 'max_traces': 2}")
                .json())
        .hasToString("{\"traces_deleted\":2}");
    assertThat(ids(search("", ""))).containsExactly("tr-4", "tr-3");
    post("traces/delete-traces", "{'experiment_id': '0', 'max_timestamp_millis': 9999999999999}");
    assertThat(search("", "").json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'experiment_id': '0'}",
        "{'experiment_id': '0', 'max_traces': 2}",
        "{'experiment_id': '0', 'request_ids': ['x'], 'max_traces': 2}",
        "{'experiment_id': '0', 'request_ids': ['x'], 'max_timestamp_millis': 2}",
        "{'experiment_id': '0', 'max_timestamp_millis': 2, 'max_traces': 0}"
      })
  void aDeletionSaysWhichInOneWay(String json) {
    assertThat(post("traces/delete-traces", json).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void atMostAHundredTracesAreLinkedAtOnce() {
    String many = "'t', ".repeat(100) + "'t'";
    assertThat(
            home.post("traces/link-to-run", "{'run_id': 'r', 'trace_ids': [" + many + "]}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.post("traces/link-to-run", "{'run_id': 'r'}").message()).contains("trace_ids");
    assertThat(home.post("traces/link-to-run", "{'trace_ids': ['t']}").message())
        .contains("'run_id'");
  }

  @Test
  void clientsOfTheFormBeforeStartEndAndSearchTraces() {
    Answer started =
        home.post(
            "traces",
            "{'experiment_id': '0', 'timestamp_ms': '1767225600000', 'request_metadata': [{'key': 'k', 'value': 'v'}], 'tags': [{'key': 'mlflow.traceName', 'value': 'old'}]}");
    JsonNode info = started.json().path("trace_info");
    String id = info.path("request_id").asString();
    assertThat(info.toString())
        .isEqualTo(
            ("{'request_id':'%1$s','experiment_id':'0','timestamp_ms':1767225600000,'execution_time_ms':0,'status':'IN_PROGRESS','request_metadata':[{'key':'k','value':'v'}],'tags':[{'key':'mlflow.artifactLocation','value':'mlflow-artifacts:/0/traces/%1$s/artifacts'},{'key':'mlflow.traceName','value':'old'}]}")
                .formatted(id)
                .replace('\'', '"'));
    Answer ended =
        send(
            "PATCH",
            "/api/2.0/mlflow/traces/" + id,
            "{'timestamp_ms': 1767225601000, 'status': 'OK', 'request_metadata': [{'key': 'k2', 'value': 'v'}], 'tags': [{'key': 't', 'value': 'v'}]}");
    assertThat(ended.json().at("/trace_info/execution_time_ms").asInt()).isEqualTo(1_000);
    assertThat(ended.json().at("/trace_info/status").asString()).isEqualTo("OK");
    assertThat(home.get("traces/" + id + "/info").json()).isEqualTo(ended.json());
    assertThat(
            home.get("traces?experiment_ids=0&filter=status%20%3D%20'OK'&max_results=1")
                .json()
                .path("traces"))
        .hasSize(1);
    assertThat(home.get("traces?max_results=1").message()).contains("'experiment_ids'");
    assertThat(home.get("traces/none/info").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(get("traces/" + id).json().at("/trace/trace_info/execution_duration").asString())
        .isEqualTo("1s");
  }

  @Test
  void spansAreReadFromTheFileThatAClientHasUploaded() {
    tell("tr-1", 1, "OK", "a", "");
    assertThat(get("traces/get?trace_id=tr-1").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(get("get-trace-artifact?request_id=tr-1").message())
        .isEqualTo("Trace data not found for path=traces.json");
    String file =
        "{\"spans\": [{\"trace_id\": \"AAA=\", \"span_id\": \"BBB=\", \"parent_span_id\": null, \"name\": \"s\","
            + " \"start_time_unix_nano\": 1, \"end_time_unix_nano\": 2,"
            + " \"attributes\": {\"x\": \"{\\\"a\\\": [1, 2.5, null]}\"}}]}";
    home.traceFile("tr-1", file);
    assertThat(get("traces/get?trace_id=tr-1").json().at("/trace/spans/0/attributes/0/value"))
        .hasToString(
            "{'kvlist_value':{'values':[{'key':'a','value':{'array_value':{'values':[{'int_value':1},{'double_value':2.5},{}]}}}]}}"
                .replace('\'', '"'));
    HttpResponse<String> download =
        home.server.get("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1");
    assertThat(download.body()).isEqualTo(file);
    assertThat(download.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=traces.json");
    assertThat(get("get-trace-artifact?request_id=tr-1&path=../x").status()).isEqualTo(404);
    assertThat(get("get-trace-artifact").error()).isEqualTo("400 BAD_REQUEST");
    assertThat(get("get-trace-artifact?request_id=..%2Fx").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void figuresOfTracesAreMade() {
    some();
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
        post(
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
    return post(
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
    tell("tr-1", 1, "OK", "a", tokens(3));
    tell("tr-2", 2, "OK", "b", tokens(4));
    tell("tr-3", 3, "OK", "c", "");
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
    tell("tr-1", 1, "OK", "x", "");
    tell("tr-2", 2, "OK", "y", "");
    tell("tr-3", 3, "ERROR", "x", "");
    tell("tr-4", 4, "ERROR", "x", "");
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
    assertThat(post("traces/calculate-filter-correlation", "{}").message())
        .contains("'experiment_ids'");
  }

  @Test
  void noPartOfAFilterBecomesAPartOfAStatement() {
    tell("tr-1", 1, "OK", "x", "");
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
        home.server.post(V3 + "traces/calculate-filter-correlation", asked));
  }

  @Test
  void aPartOfATraceIsToldWhereThatIsEnough() {
    tell("tr-1", 1, "OK", "a", "");
    JsonNode part = get("traces/get?trace_id=tr-1&allow_partial=True").json().path("trace");
    assertThat(part.at("/trace_info/trace_id").asString()).isEqualTo("tr-1");
    assertThat(part.has("spans")).isFalse();
    assertThat(get("traces/get?trace_id=tr-1&allow_partial=False").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlflow.trace.spansLocation", "mlflow.artifactLocation"})
  void whereSpansLieIsSaidByTheServerAlone(String key) {
    tell("tr-1", 1, "OK", "a', '" + key + "': 'TRACKING_STORE", "");
    home.traceFile("tr-1", "{\"spans\": [{\"span_id\": \"BBB=\", \"name\": \"s\"}]}");
    String tags = "/api/2.0/mlflow/traces/tr-1/tags";
    String tag = "{'key': '" + key + "', 'value': 'TRACKING_STORE'}";
    assertThat(send("PATCH", tags, tag).message()).contains("set by the server alone");
    assertThat(send("DELETE", tags, tag).message()).contains("set by the server alone");
    assertThat(get("traces/get?trace_id=tr-1").json().at("/trace/spans/0/name").asString())
        .isEqualTo("s");
  }

  @Test
  void whatIsNoEventInAFileIsPassedOver() {
    tell("tr-1", 1, "OK", "a", "");
    String span = "{'span_id': 'BBB=', 'name': 's', 'events': [1, {'name': 'e'}], 'links': ['x']}";
    home.traceFile("tr-1", ("{'spans': [1, " + span + "]}").replace('\'', '"'));
    JsonNode read = get("traces/get?trace_id=tr-1").json().at("/trace/spans/0");
    assertThat(read.path("events")).hasSize(1);
    assertThat(read.has("links")).isFalse();
  }

  @Test
  void aFileThatIsTooLargeToBeReadIsStillDownloaded() {
    tell("tr-1", 1, "OK", "a", "");
    long most = Limits.DEFAULT.heldBytes() / 2;
    byte[] piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) ' ');
    InputStream large =
        new SequenceInputStream(
            Collections.enumeration(
                Collections.nCopies((int) (most >> 20) + 1, piece).stream()
                    .map(ByteArrayInputStream::new)
                    .toList()));
    Blob blob = home.blobs.put(large);
    home.ledger
        .files()
        .put(home.caller, new ArtifactRoot(ArtifactRoot.Kind.TRACE, "tr-1"), TraceFiles.NAME, blob);
    assertThat(get("traces/get?trace_id=tr-1").message()).contains("Ask for less at a time");
    assertThat(get("traces/batchGet?trace_ids=tr-1").status()).isEqualTo(400);
    HttpRequest download =
        HttpRequest.newBuilder(home.server.uri(V3 + "get-trace-artifact?request_id=tr-1"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    assertThat(home.server.send(download).headers().firstValueAsLong("Content-Length"))
        .hasValue(blob.size());
  }

  @Test
  void aFarAwayTimeIsTheClientsMistake() {
    String far =
        "{'trace': {'trace_info': {'trace_id': 'tr-9', 'trace_location': {'type':"
            + " 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}},"
            + " 'request_time': '+999999999-01-01T00:00:00Z', 'state': 'OK'}}}";
    assertThat(post("traces", far).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }
}
