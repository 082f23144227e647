package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricResourceTest {
  @TempDir Path folder;
  private MlflowHarness home;
  private String run = "";

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    run = create();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private String create() {
    return home.post("runs/create", "{'experiment_id': '0'}")
        .json()
        .at("/run/info/run_id")
        .asString();
  }

  private void log(String id, int step, long time, String value) {
    home.post(
        "runs/log-metric",
        "{'run_id': '%s', 'key': 'm', 'step': %d, 'timestamp': %d, 'value': %s}"
            .formatted(id, step, time, value));
  }

  private static List<String> values(Answer answer) {
    return answer
        .json()
        .path("metrics")
        .valueStream()
        .map(point -> point.path("value").asString())
        .toList();
  }

  private Answer history(String more) {
    return home.get("metrics/get-history?metric_key=m&run_id=" + run + more);
  }

  @Test
  void historyGoesByTimeAndKeepsEachPointOnce() {
    log(run, 2, 10, "1.5");
    log(run, 1, 20, "2.5");
    log(run, 0, 30, "'NaN'");
    log(run, 0, 31, "'Infinity'");
    log(run, 0, 31, "'Infinity'");
    assertThat(values(history(""))).containsExactly("1.5", "2.5", "NaN", "1.7976931348623157E308");
    Answer first = history("&max_results=3");
    assertThat(values(first)).hasSize(3);
    String token = first.json().path("next_page_token").asString();
    assertThat(values(history("&max_results=3&page_token=" + token)))
        .containsExactly("1.7976931348623157E308");
    assertThat(history("&page_token=x").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(history("&max_results=25001").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.get("metrics/get-history?metric_key=m&run_id=nobody").json()).isEmpty();
    assertThat(home.get("metrics/get-history?metric_key=x&run_id=" + run).json()).isEmpty();
    assertThat(home.get("metrics/get-history?run_id=" + run).message())
        .startsWith("Missing value for required parameter 'metric_key'.");
  }

  @Test
  void theLatestHasTheGreatestStepThenTimeThenValue() {
    log(run, 1, 10, "1");
    log(run, 1, 10, "3");
    log(run, 1, 9, "7");
    log(run, 0, 99, "9");
    assertThat(home.get("runs/get?run_id=" + run).json().at("/run/data/metrics/0").toString())
        .isEqualTo("{\"key\":\"m\",\"value\":3.0,\"timestamp\":10,\"step\":1}");
  }

  private Answer sample(String more) {
    return home.get("metrics/get-history-bulk-interval?metric_key=m&run_ids=" + run + more);
  }

  @Test
  void chartsOfSeveralRunsShareTheirSteps() {
    String other = create();
    IntStream.range(0, 10).forEach(i -> log(run, i, 100 + i, "1"));
    IntStream.range(5, 13).forEach(i -> log(other, i, 100 + i, "2"));
    Answer both = sample("&run_ids=" + other + "&max_results=4");
    assertThat(
            both.json()
                .path("metrics")
                .valueStream()
                .map(point -> point.path("step").asInt())
                .toList())
        .containsExactly(0, 4, 5, 8, 9, 5, 8, 9, 12);
    assertThat(both.json().at("/metrics/0/run_id").asString()).isEqualTo(run);
    assertThat(values(sample("&start_step=3&end_step=4"))).hasSize(2);
    assertThat(sample("&run_ids=nobody").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&start_step=1",
        "&end_step=1",
        "&start_step=2&end_step=1",
        "&max_results=0",
        "&max_results=2501"
      })
  void chartsHaveLimits(String more) {
    assertThat(sample(more).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void chartsAndListsTakeAHundredRuns() {
    String many =
        IntStream.range(0, 101).mapToObj(i -> "run_ids=r" + i).collect(Collectors.joining("&"));
    assertThat(home.get("metrics/get-history-bulk-interval?metric_key=m&" + many).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    String all =
        IntStream.range(0, 99)
            .mapToObj("&run_ids=%032x"::formatted)
            .collect(Collectors.joining(""));
    assertThat(sample(all).status()).isEqualTo(200);
    assertThat(home.get("metrics/get-history-bulk-interval?metric_key=m").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    String bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m";
    log(run, 0, 1, "4");
    Answer listed = MlflowHarness.answer(home.server.get(bulk + "&run_id=" + run + "&run_id=x"));
    assertThat(listed.json().path("metrics").toString())
        .isEqualTo(
            "[{\"key\":\"m\",\"value\":4.0,\"timestamp\":1,\"step\":0,\"run_id\":\"%s\"}]"
                .formatted(run));
    assertThat(
            MlflowHarness.answer(home.server.get(bulk + "&" + many.replace("run_ids", "run_id")))
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }
}
