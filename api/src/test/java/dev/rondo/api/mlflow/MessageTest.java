package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// In which forms a body may come, whatever is asked.
class MessageTest {
  private static final String BATCH = "runs/log-batch";

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

  private JsonNode begun(String json) {
    Answer answer = home.post("runs/create", json);
    assertThat(answer.status()).as(json).isEqualTo(200);
    return answer.json().at("/run/info");
  }

  private String run() {
    return begun("{'experiment_id': '0'}").path("run_id").asString();
  }

  private int runs() {
    return home.post("runs/search", "{'experiment_ids': ['0'], 'run_view_type': 'ALL'}")
        .json()
        .path("runs")
        .size();
  }

  private JsonNode metrics(String run) {
    return home.get("runs/get?run_id=" + run).json().at("/run/data/metrics");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{bad",
        "{'experiment_id': '0'",
        "{'experiment_id': '0',}",
        "{'experiment_id': '0'} x",
        "{'experiment_id': 0x0}",
        "[{'experiment_id': '0'}]",
        "null",
        "{'ExperimentId': '0'}",
        "{'experiment_id': null}",
        "{'experiment_id': ''}"
      })
  void whatCannotBeReadBeginsNoRun(String json) {
    Answer refused = home.post("runs/create", json);
    assertThat(refused.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(refused.message())
        .startsWith("Missing value for required parameter 'experiment_id'.");
    assertThat(runs()).isZero();
  }

  @Test
  void ofEqualKeysTheLastCounts() {
    home.post("experiments/create", "{'name': 'other'}");
    JsonNode info =
        begun("{'experiment_id': '0', 'run_name': 'a', 'experiment_id': '1', 'run_name': 'b'}");
    assertThat(info.path("experiment_id").asString()).isEqualTo("1");
    assertThat(info.path("run_name").asString()).isEqualTo("b");
  }

  @Test
  void ofEqualKeysTheLastCountsInABatch() {
    String run = run();
    String point = "'key': 'm', 'value': %s, 'timestamp': 1, 'value': %s";
    String metrics =
        "[{" + point.formatted("1", "'2'") + "}, {" + point.formatted("'1'", "2") + "}]";
    String batch =
        "{'run_id': '%s', 'metrics': [{'key': 'lost', 'value': 1, 'timestamp': 1}],"
            + " 'metrics': %s}";
    assertThat(home.post(BATCH, batch.formatted(run, metrics)).status()).isEqualTo(200);
    assertThat(metrics(run))
        .isEqualTo(Json.parse("[{\"key\":\"m\",\"value\":2.0,\"timestamp\":1,\"step\":0}]"));
    String emptied = "[{'key': 'm', 'key': null, 'value': 1, 'timestamp': 1}]";
    assertThat(home.post(BATCH, batch.formatted(run, emptied)).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void fieldsMayBeCalledInCamelCase() {
    home.post("experiments/create", "{'name': 'other'}");
    JsonNode info = begun("{'experimentId': '1', 'runName': 'zz', 'startTime': '7'}");
    assertThat(info.path("experiment_id").asString()).isEqualTo("1");
    assertThat(info.path("run_name").asString()).isEqualTo("zz");
    assertThat(info.path("start_time").asLong()).isEqualTo(7);
    assertThat(home.post("experiments/search", "{'maxResults': 1}").json().path("experiments"))
        .hasSize(1);
    Answer both = home.post("runs/create", "{'experimentId': '0', 'experiment_id': '1'}");
    assertThat(both.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(both.message())
        .isEqualTo(
            "Request specifies both 'experiment_id' and 'experimentId'; provide only one of them.");
  }

  @Test
  void fieldsMayBeCalledInCamelCaseInABatch() {
    String run = run();
    String model =
        home.post("logged-models", "{'experimentId': '0', 'sourceRunId': '" + run + "'}")
            .json()
            .at("/model/info/model_id")
            .asString();
    String batch =
        "{'runId': '%s', 'metrics': [{'key': 'm', 'value': 2, 'timestamp': 1, 'modelId': '%s',"
            + " 'datasetName': 'd', 'datasetDigest': 'x'}]}";
    assertThat(home.post(BATCH, batch.formatted(run, model)).status()).isEqualTo(200);
    assertThat(metrics(run)).hasSize(1);
    JsonNode noted = home.get("logged-models/" + model).json().at("/model/data/metrics/0");
    assertThat(noted.path("dataset_name").asString()).isEqualTo("d");
    assertThat(noted.path("dataset_digest").asString()).isEqualTo("x");
  }

  @Test
  void theKeysOfAMapAreNoNamesOfFields() {
    String trace =
        "{'trace': {'traceInfo': {'traceId': 'tr-1', 'traceLocation': {'mlflowExperiment':"
            + " {'experimentId': '0'}}, 'requestTime': '2026-01-01T00:00:00Z',"
            + " 'tags': {'a_b': '1', 'aB': '2'}, 'traceMetadata': {'c_d': '3'}}}}";
    JsonNode info =
        MlflowHarness.answer(home.server.post("/api/3.0/mlflow/traces", trace.replace('\'', '"')))
            .json()
            .at("/trace/trace_info");
    assertThat(info.at("/tags/a_b").asString()).isEqualTo("1");
    assertThat(info.at("/tags/aB").asString()).isEqualTo("2");
    assertThat(info.path("trace_metadata").path("c_d").asString()).isEqualTo("3");
  }

  @Test
  void numbersThatAreNoneMayStandBare() {
    String run = run();
    String fields = "{'run_id': '%s', 'key': 'nan', 'value': NaN, 'timestamp': 1, 'x': Infinity}";
    assertThat(home.post("runs/log-metric", fields.formatted(run)).status()).isEqualTo(200);
    String batch =
        "{'run_id': '%s', 'metrics': [{'key': 'low', 'value': -Infinity, 'timestamp': 1},"
            + " {'key': 'none', 'value': NaN, 'timestamp': 1}]}";
    assertThat(home.post(BATCH, batch.formatted(run)).status()).isEqualTo(200);
    assertThat(metrics(run).valueStream().map(m -> m.path("value").asString()))
        .containsExactly("-1.7976931348623157E308", "NaN", "NaN");
    assertThat(home.post("runs/create", "{'experiment_id': '0', 'start_time': NaN}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s x", "%s,", "\"%s\" x"})
  void aBatchWithMoreBehindItIsNotNoted(String form) {
    String run = run();
    String batch =
        "{'run_id': '%s', 'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1}]}".formatted(run);
    String text = form.startsWith("\"") ? batch.replace("'", "\\'") : batch;
    assertThat(home.post(BATCH, form.formatted(text)).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(metrics(run)).isEmpty();
  }
}
