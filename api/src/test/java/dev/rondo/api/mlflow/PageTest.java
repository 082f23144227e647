package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The last page has no token, also where it is full. There are two of everything.
class PageTest {
  @TempDir Path folder;
  private MlflowHarness home;
  private String run = "";

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    TraceClient traces = new TraceClient(home);
    home.post("experiments/create", "{'name': 'other'}");
    for (int i = 1; i < 3; i++) {
      run =
          home.post("runs/create", "{'experiment_id': '0'}")
              .json()
              .at("/run/info/run_id")
              .asString();
      home.post("registered-models/create", "{'name': 'm" + i + "'}");
      home.post("model-versions/create", "{'name': 'm1', 'source': 's3://bucket/m'}");
      home.post("logged-models", "{'experiment_id': '0', 'name': 'l" + i + "'}");
      home.post(
          "webhooks",
          "{'name': 'w%d', 'url': 'http://127.0.0.1:9/hook', 'events': [{'entity': 'MODEL_VERSION', 'action': 'CREATED'}]}"
              .formatted(i));
      traces.tell("tr-" + i, i, "OK", "t" + i, "");
    }
    for (int i = 1; i < 3; i++) {
      home.post(
          "runs/log-metric",
          "{'run_id': '%s', 'key': 'm', 'value': 1, 'timestamp': %d}".formatted(run, i));
    }
  }

  @AfterEach
  void close() {
    home.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "experiments; /api/2.0/mlflow/experiments/search;",
        "runs; /api/2.0/mlflow/runs/search; 'experiment_ids': ['0'],",
        "runs; /api/2.0/mlflow/runs/search; 'experiment_ids': ['0', '1'], 'order_by': ['metrics.m'],",
        "models; /api/2.0/mlflow/logged-models/search; 'experiment_ids': ['0'],",
        "traces; /api/3.0/mlflow/traces/search; 'locations': [{'mlflow_experiment': {'experiment_id': '0'}}],",
        "data_points; /api/3.0/mlflow/traces/metrics; 'experiment_ids': ['0'], 'view_type': 'TRACES', 'metric_name': 'latency', 'aggregations': [{'aggregation_type': 'AVG'}], 'dimensions': ['trace_name'],",
      })
  void whatIsSearchedByABody(String list, String path, String fields) {
    String body = "{" + (fields == null ? "" : fields) + "'max_results': %d, 'page_token': '%s'}";
    check(
        list,
        (size, token) ->
            MlflowHarness.answer(
                home.server.post(path, body.formatted(size, token).replace('\'', '"'))));
  }

  @ParameterizedTest
  @CsvSource({
    "registered_models, registered-models/search?",
    "model_versions, model-versions/search?",
    "webhooks, webhooks?",
    "traces, traces?experiment_ids=0&",
    "metrics, metrics/get-history?metric_key=m&"
  })
  void whatIsSearchedByAQuery(String list, String path) {
    String more = path.startsWith("metrics") ? "run_id=" + run + "&" : "";
    check(
        list,
        (size, token) -> home.get(path + more + "max_results=" + size + "&page_token=" + token));
  }

  private interface Search {
    Answer page(int size, String token);
  }

  private static void check(String list, Search search) {
    for (int size = 2; size < 4; size++) {
      Answer all = search.page(size, "");
      assertThat(all.json().path(list)).hasSize(2);
      assertThat(all.json().has("next_page_token")).isFalse();
    }
    Answer first = search.page(1, "");
    assertThat(first.json().path(list)).hasSize(1);
    Answer second = search.page(1, first.json().path("next_page_token").asString());
    assertThat(second.json().path(list)).hasSize(1);
    assertThat(second.json().path(list)).isNotEqualTo(first.json().path(list));
    assertThat(second.json().has("next_page_token")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/api/2.0/mlflow/runs/search; 'experiment_ids': ['0'],; 50000",
        "/api/2.0/mlflow/experiments/search; ; 50000",
        "/api/3.0/mlflow/traces/search; 'locations': [{'mlflow_experiment': {'experiment_id': '0'}}],; 500",
        "/api/2.0/mlflow/logged-models/search; 'experiment_ids': ['0'],; 1000",
      })
  void theLargestPageIsTaken(String path, String fields, int most) {
    String body = "{" + (fields == null ? "" : fields) + "'max_results': " + most + "}";
    assertThat(home.server.post(path, body.replace('\'', '"')).statusCode()).isEqualTo(200);
  }
}
