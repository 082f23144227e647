package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.http.Limits;
import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.blob.Blob;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TraceResourceTest {
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

  @Test
  void aTraceIsToldOfAndFoundAsItWas() {
    Answer told =
        traces.tell(
            "tr-1",
            3,
            "OK",
            "outer",
            ", 'client_request_id': 'c1', 'request_preview': 'q', 'response_preview': 'a',"
                + " 'trace_metadata': {'mlflow.user': 'me'}");
    JsonNode info = told.json().at("/trace/trace_info");
    assertThat(info).isEqualTo(traces.get("traces/tr-1").json().at("/trace/trace_info"));
    assertThat(info.toString())
        .isEqualTo(
            "{'trace_id':'tr-1','client_request_id':'c1','trace_location':{'type':'MLFLOW_EXPERIMENT','mlflow_experiment':{'experiment_id':'0'}},'request_time':'2026-01-01T00:00:03.500Z','execution_duration':'3.250s','state':'OK','trace_metadata':{'mlflow.user':'me'},'tags':{'mlflow.artifactLocation':'mlflow-artifacts:/0/traces/tr-1/artifacts','mlflow.traceName':'outer'},'request_preview':'q','response_preview':'a'}"
                .replace('\'', '"'));
    assertThat(traces.get("traces/batchGet?trace_ids=tr-1&trace_ids=none").json().path("traces"))
        .hasSize(1);
    assertThat(traces.post("traces/batchGetInfos", "{'trace_ids': ['tr-1', 'none']}").json())
        .hasToString("{\"trace_infos\":[" + info + "]}");
    assertThat(traces.get("traces/none").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(traces.get("traces/batchGet?trace_ids=none").json()).isEmpty();
    assertThat(traces.get("traces/batchGet").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/../y", "../x", "..", "a.b", "a b", "C:x", "a%2Fb", "a\\\\b", ""})
  void anIdNeverLeadsOutOfItsFolder(String id) {
    assertThat(traces.tell(id, 1, "OK", "x", "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
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
    assertThat(traces.post("traces", json).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void whatIsToldAgainReplacesWhatWasKnownButKeepsTags() {
    traces.tell("tr-1", 1, "IN_PROGRESS", "a", "");
    traces.send("PATCH", "/api/2.0/mlflow/traces/tr-1/tags", "{'key': 'color', 'value': 'red'}");
    JsonNode info = traces.tell("tr-1", 2, "OK", "b", "").json().at("/trace/trace_info");
    assertThat(info.path("state").asString()).isEqualTo("OK");
    assertThat(info.at("/tags/color").asString()).isEqualTo("red");
    assertThat(info.at("/tags/mlflow.traceName").asString()).isEqualTo("b");
  }

  @Test
  void tagsAreSetCutAndDeleted() {
    traces.tell("tr-1", 1, "OK", "a", "");
    String tags = TraceClient.V3 + "traces/tr-1/tags";
    assertThat(
            traces.send("PATCH", tags, "{'key': 'k', 'value': '" + "x".repeat(9_000) + "'}").json())
        .isEmpty();
    assertThat(traces.get("traces/tr-1").json().at("/trace/trace_info/tags/k").asString())
        .hasSize(8_000);
    assertThat(traces.send("PATCH", tags, "{'value': 'v'}").message()).contains("'key'");
    assertThat(
            traces
                .send("PATCH", tags, "{'key': '" + "k".repeat(251) + "', 'value': 'v'}")
                .message())
        .contains("exceeds the maximum length of 250 characters");
    assertThat(
            traces
                .send("PATCH", tags, "{'key': 'mlflow.artifactLocation', 'value': 'file:///etc'}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(
            traces
                .send("PATCH", TraceClient.V3 + "traces/none/tags", "{'key': 'a', 'value': 'b'}")
                .error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(
            traces.send("DELETE", "/ajax-api/2.0/mlflow/traces/tr-1/tags", "{'key': 'k'}").json())
        .isEmpty();
    assertThat(traces.send("DELETE", tags, "{'key': 'k'}").message())
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
    assertThat(traces.post("traces", told).status()).isEqualTo(200);
    String path = TraceClient.V3 + "traces/tr-1/tags";
    assertThat(traces.send("PATCH", path, "{'key': 'last', 'value': 'v'}").status()).isEqualTo(200);
    assertThat(traces.send("PATCH", path, "{'key': 'more', 'value': 'v'}").message())
        .contains("1001 tags");
    assertThat(traces.get("traces/tr-1").json().at("/trace/trace_info/tags")).hasSize(1_000);
  }

  @Test
  void deletesByIdsOrTheOldestUntilATime() {
    IntStream.range(1, 6).forEach(i -> traces.tell("tr-" + i, i, "OK", "x", ""));
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
            traces
                .post(
                    "traces/delete-traces",
                    "{'experiment_id': '0', 'max_timestamp_millis': '1767225603500', 'max_traces': 2}")
                .json())
        .hasToString("{\"traces_deleted\":2}");
    assertThat(TraceClient.ids(traces.search("", ""))).containsExactly("tr-4", "tr-3");
    traces.post(
        "traces/delete-traces", "{'experiment_id': '0', 'max_timestamp_millis': 9999999999999}");
    assertThat(traces.search("", "").json()).isEmpty();
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
    assertThat(traces.post("traces/delete-traces", json).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
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
        traces.send(
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
    assertThat(
            traces.get("traces/" + id).json().at("/trace/trace_info/execution_duration").asString())
        .isEqualTo("1s");
  }

  @Test
  void spansAreReadFromTheFileThatAClientHasUploaded() {
    traces.tell("tr-1", 1, "OK", "a", "");
    assertThat(traces.get("traces/get?trace_id=tr-1").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(traces.get("get-trace-artifact?request_id=tr-1").message())
        .isEqualTo("Trace data not found for path=traces.json");
    String file =
        "{\"spans\": [{\"trace_id\": \"AAA=\", \"span_id\": \"BBB=\", \"parent_span_id\": null, \"name\": \"s\","
            + " \"start_time_unix_nano\": 1, \"end_time_unix_nano\": 2,"
            + " \"attributes\": {\"x\": \"{\\\"a\\\": [1, 2.5, null]}\"}}]}";
    home.traceFile("tr-1", file);
    assertThat(
            traces.get("traces/get?trace_id=tr-1").json().at("/trace/spans/0/attributes/0/value"))
        .hasToString(
            "{'kvlist_value':{'values':[{'key':'a','value':{'array_value':{'values':[{'int_value':1},{'double_value':2.5},{}]}}}]}}"
                .replace('\'', '"'));
    HttpResponse<String> download =
        home.server.get("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1");
    assertThat(download.body()).isEqualTo(file);
    assertThat(download.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=traces.json");
    assertThat(traces.get("get-trace-artifact?request_id=tr-1&path=../x").status()).isEqualTo(404);
    assertThat(traces.get("get-trace-artifact").error()).isEqualTo("400 BAD_REQUEST");
    assertThat(traces.get("get-trace-artifact?request_id=..%2Fx").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void aPartOfATraceIsToldWhereThatIsEnough() {
    traces.tell("tr-1", 1, "OK", "a", "");
    JsonNode part = traces.get("traces/get?trace_id=tr-1&allow_partial=True").json().path("trace");
    assertThat(part.at("/trace_info/trace_id").asString()).isEqualTo("tr-1");
    assertThat(part.has("spans")).isFalse();
    assertThat(traces.get("traces/get?trace_id=tr-1&allow_partial=False").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlflow.trace.spansLocation", "mlflow.artifactLocation"})
  void whereSpansLieIsSaidByTheServerAlone(String key) {
    traces.tell("tr-1", 1, "OK", "a', '" + key + "': 'TRACKING_STORE", "");
    home.traceFile("tr-1", "{\"spans\": [{\"span_id\": \"BBB=\", \"name\": \"s\"}]}");
    String tags = "/api/2.0/mlflow/traces/tr-1/tags";
    String tag = "{'key': '" + key + "', 'value': 'TRACKING_STORE'}";
    assertThat(traces.send("PATCH", tags, tag).message()).contains("set by the server alone");
    assertThat(traces.send("DELETE", tags, tag).message()).contains("set by the server alone");
    assertThat(traces.get("traces/get?trace_id=tr-1").json().at("/trace/spans/0/name").asString())
        .isEqualTo("s");
  }

  @Test
  void whatIsNoEventInAFileIsPassedOver() {
    traces.tell("tr-1", 1, "OK", "a", "");
    String span = "{'span_id': 'BBB=', 'name': 's', 'events': [1, {'name': 'e'}], 'links': ['x']}";
    home.traceFile("tr-1", ("{'spans': [1, " + span + "]}").replace('\'', '"'));
    JsonNode read = traces.get("traces/get?trace_id=tr-1").json().at("/trace/spans/0");
    assertThat(read.path("events")).hasSize(1);
    assertThat(read.has("links")).isFalse();
  }

  @Test
  void aFileThatIsTooLargeToBeReadIsStillDownloaded() {
    traces.tell("tr-1", 1, "OK", "a", "");
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
    assertThat(traces.get("traces/get?trace_id=tr-1").message()).contains("Ask for less at a time");
    assertThat(traces.get("traces/batchGet?trace_ids=tr-1").status()).isEqualTo(400);
    HttpRequest download =
        HttpRequest.newBuilder(
                home.server.uri(TraceClient.V3 + "get-trace-artifact?request_id=tr-1"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    assertThat(home.server.send(download).headers().firstValueAsLong("Content-Length"))
        .hasValue(blob.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'+999999999-01-01T00:00:00Z'",
        "'9999-12-31T23:59:59-10:00'",
        "'0000-12-31T23:59:59Z'",
        "'2026-01-01T00:00:00Z', 'execution_duration': '315576000001s'"
      })
  void aFarAwayTimeIsTheClientsMistake(String far) {
    String told =
        "{'trace': {'trace_info': {'trace_id': 'tr-9', 'trace_location': {'type':"
            + " 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}},"
            + " 'state': 'OK', 'request_time': "
            + far
            + "}}}";
    assertThat(traces.post("traces", told).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "253402300800000",
        "-62135596800001",
        "9223372036854775807",
        "-9223372036854775808"
      })
  void aTimeThatNoClientReadsIsNoTimeOfATrace(String millis) {
    String time = "{'experiment_id': '0', 'timestamp_ms': %s}";
    assertThat(home.post("traces", time.formatted(millis)).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    String id =
        home.post("traces", time.formatted("253402300799999"))
            .json()
            .at("/trace_info/request_id")
            .asString();
    String path = "/api/2.0/mlflow/traces/" + id;
    assertThat(traces.send("PATCH", path, time.formatted(millis)).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(traces.get("traces/" + id).json().at("/trace/trace_info/request_time").asString())
        .isEqualTo("9999-12-31T23:59:59.999Z");
  }
}
