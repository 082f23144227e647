package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RunResourceTest {
  private static final String NOBODY = "0".repeat(32);

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

  private String create(String fields) {
    String run = "{'experiment_id': '0'" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    return home.post("runs/create", run).json().at("/run/info/run_id").asString();
  }

  private JsonNode run(String id) {
    return home.get("runs/get?run_id=" + id).json().path("run");
  }

  private Answer note(String call, String run, String fields) {
    return home.post("runs/" + call, "{'run_id': '" + run + "', " + fields + "}");
  }

  private Answer search(String filter, String... orders) {
    ObjectNode asked = Json.object().put("filter", filter);
    asked.putArray("experiment_ids").add("0");
    List.of(orders).forEach(asked.withArray("order_by")::add);
    return MlflowHarness.answer(home.server.post("/api/2.0/mlflow/runs/search", Json.write(asked)));
  }

  private static List<String> names(Answer answer) {
    return answer
        .json()
        .path("runs")
        .valueStream()
        .map(run -> run.at("/info/run_name").asString())
        .toList();
  }

  @Test
  void aRunBeginsWithAllThatClientsRead() {
    Answer made =
        home.post(
            "runs/create",
            "{'experiment_id': '0', 'user_id': 'ada', 'run_name': 'first', 'start_time': '12.5',"
                + " 'tags': [{'key': 'mlflow.user', 'value': 'ada'}]}");
    JsonNode run = made.json().path("run");
    String id = run.at("/info/run_id").asString();
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(run)
        .isEqualTo(
            Json.parse(
                """
                {"info": {"run_id": "%1$s", "run_uuid": "%1$s", "run_name": "first",
                 "experiment_id": "0", "user_id": "ada", "status": "RUNNING", "start_time": 12,
                 "artifact_uri": "mlflow-artifacts:/0/%1$s/artifacts",
                 "lifecycle_stage": "active"},
                 "data": {"tags": [{"key": "mlflow.user", "value": "ada"},
                  {"key": "mlflow.runName", "value": "first"}]}, "inputs": {}}
                """
                    .formatted(id)));
    assertThat(run(id)).isEqualTo(run);
    assertThat(home.get("runs/get?run_uuid=" + id).json().path("run")).isEqualTo(run);
  }

  @Test
  void aRunWithoutANameGetsOneAndTheTagIsTheName() {
    assertThat(run(create("")).at("/info/run_name").asString()).matches("[a-z]+-[a-z]+-[0-9]+");
    assertThat(run(create("")).at("/info/start_time").asLong()).isZero();
    String id = create("'tags': [{'key': 'mlflow.runName', 'value': 'tagged'}]");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo("tagged");
    note("set-tag", id, "'key': 'mlflow.runName', 'value': 'other'");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo("other");
    note("update", id, "'run_name': 'third'");
    assertThat(run(id).at("/data/tags/0/value").asString()).isEqualTo("third");
    assertThat(
            home.post(
                    "runs/create",
                    "{'experiment_id': '0', 'run_name': 'a',"
                        + " 'tags': [{'key': 'mlflow.runName', 'value': 'b'}]}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void aRunEndsGoesOnAndEndsAgain() {
    String id = create("");
    Answer ended = note("update", id, "'status': 'FINISHED', 'end_time': '77'");
    assertThat(ended.json().at("/run_info/end_time").asLong()).isEqualTo(77);
    assertThat(ended.json().at("/run_info/status").asString()).isEqualTo("FINISHED");
    JsonNode info = note("update", id, "'status': 1").json().path("run_info");
    assertThat(info.path("status").asString()).isEqualTo("RUNNING");
    assertThat(info.has("end_time")).isFalse();
    assertThat(note("update", id, "'status': 'SCHEDULED'").json().at("/run_info/status").asString())
        .isEqualTo("SCHEDULED");
    assertThat(note("update", id, "'status': 'NONSENSE'").json().at("/run_info/status").asString())
        .isEqualTo("SCHEDULED");
    Answer unknown = note("update", id, "'status': 9, 'run_name': 'other'");
    assertThat(unknown.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(note("update", id, "'status': '-1', 'run_name': 'other'").status()).isEqualTo(400);
    assertThat(run(id).at("/info/run_name").asString()).isNotEqualTo("other");
    assertThat(note("update", id, "'status': 3.0").json().at("/run_info/status").asString())
        .isEqualTo("FINISHED");
    assertThat(note("update", id, "'status': 'KILLED'").json().at("/run_info/end_time").isNumber())
        .isTrue();
  }

  @Test
  void aDeletedRunTakesNothingUntilItIsRestored() {
    String id = create("");
    assertThat(home.post("runs/delete", "{'run_id': '" + id + "'}").json()).isEmpty();
    assertThat(home.post("runs/delete", "{'run_id': '" + id + "'}").status()).isEqualTo(200);
    assertThat(run(id).at("/info/lifecycle_stage").asString()).isEqualTo("deleted");
    for (String call : List.of("log-parameter", "set-tag")) {
      assertThat(note(call, id, "'key': 'a', 'value': '1'").message())
          .contains("must be in the 'active' state. Current state is deleted.");
    }
    assertThat(note("log-batch", id, "'tags': []").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(note("update", id, "'status': 'FAILED'").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    home.post("runs/restore", "{'run_id': '" + id + "'}");
    assertThat(note("set-tag", id, "'key': 'a', 'value': '1'").status()).isEqualTo(200);
  }

  @Test
  void experimentsMustBeThere() {
    assertThat(home.post("runs/create", "{'experiment_id': '9'}").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.post("runs/create", "{'experiment_id': 'x'}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    home.post("experiments/create", "{'name': 'gone'}");
    home.post("experiments/delete", "{'experiment_id': '1'}");
    assertThat(home.post("runs/create", "{'experiment_id': '1'}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log-parameter", "log-metric", "set-tag", "update", "log-batch"})
  void runsMustBeThere(String call) {
    String fields = "'key': 'a', 'value': '1', 'timestamp': 1";
    assertThat(note(call, NOBODY, fields).message())
        .contains("Run with id=" + NOBODY + " not found");
    assertThat(note(call, "short", fields).error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.post("runs/" + call, "{" + fields + "}").message())
        .startsWith("Missing value for required parameter 'run_id'.");
    assertThat(home.post("runs/" + call, "nonsense").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void aParameterIsWrittenOnce() {
    String id = create("");
    assertThat(note("log-parameter", id, "'key': 'p', 'value': '1'").json()).isEmpty();
    assertThat(note("log-parameter", id, "'key': 'p', 'value': '1'").status()).isEqualTo(200);
    Answer refused = note("log-parameter", id, "'key': 'p', 'value': '2'");
    assertThat(refused.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(refused.message()).contains("Changing param values is not allowed.");
    note("log-parameter", id, "'key': 'long', 'value': '" + "x".repeat(9_000) + "'");
    assertThat(run(id).at("/data/params/0/value").asString()).hasSize(6_000);
    note("set-tag", id, "'key': 'long', 'value': '" + "x".repeat(9_000) + "'");
    assertThat(run(id).at("/data/tags/0/value").asString()).hasSize(8_000);
  }

  @Test
  void tagsAreSetAndDeleted() {
    String id = create("");
    note("set-tag", id, "'key': 'a/b c', 'value': ''");
    assertThat(run(id).at("/data/tags/0/key").asString()).isEqualTo("a/b c");
    assertThat(note("delete-tag", id, "'key': 'a/b c'").json()).isEmpty();
    assertThat(note("delete-tag", id, "'key': 'a/b c'").message())
        .isEqualTo("No tag with name: a/b c in run with id " + id);
    assertThat(note("set-tag", id, "'key': 'a'").message())
        .startsWith("Missing value for required parameter 'value'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a//b", "../a", "a/./b", "a/..", "a#b", "", "a\\\\b"})
  void keysArePlain(String key) {
    String id = create("");
    String fields = "'key': '" + key + "', 'value': '1', 'timestamp': 1";
    for (String call : List.of("log-metric", "log-parameter", "set-tag")) {
      assertThat(note(call, id, fields).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    }
    assertThat(note("log-batch", id, "'metrics': [{" + fields + "}]").status()).isEqualTo(400);
  }

  @Test
  void aNameIsTakenAsTheTagThatItIs() {
    String name = "training of the model with " + "hyper-parameters ".repeat(30);
    String id = create("'run_name': '" + name + "', 'user_id': '" + "u".repeat(300) + "'");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo(name);
    assertThat(run(id).at("/info/user_id").asString()).hasSize(300);
    note("update", id, "'run_name': '" + "n".repeat(8_001) + "'");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo("n".repeat(8_000));
    note("set-tag", id, "'key': 'mlflow.runName', 'value': '" + "t".repeat(8_001) + "'");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo("t".repeat(8_000));
    String both = "x".repeat(8_001);
    String tags = "'tags': [{'key': 'mlflow.runName', 'value': '" + both + "'}]";
    assertThat(run(create("'run_name': '" + both + "', " + tags)).at("/info/run_name").asString())
        .isEqualTo("x".repeat(8_000));
  }

  @Test
  void aRunWithABlankNameIsGivenOne() {
    String id = create("'run_name': ' '");
    assertThat(run(id).at("/info/run_name").asString()).matches("[a-z]+-[a-z]+-[0-9]+");
    String made = run(id).at("/info/run_name").asString();
    note("update", id, "'run_name': 'x'");
    note("set-tag", id, "'key': 'mlflow.runName', 'value': ''");
    assertThat(run(id).at("/info/run_name").asString()).isEqualTo(made);
  }

  @Test
  void keysHaveALimit() {
    String id = create("");
    assertThat(note("set-tag", id, "'key': '" + "k".repeat(250) + "', 'value': ''").status())
        .isEqualTo(200);
    assertThat(note("set-tag", id, "'key': '" + "k".repeat(251) + "', 'value': ''").message())
        .contains("'key' exceeds the maximum length of 250 characters");
  }

  private static String many(int count, String fields) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{" + fields.replace("#", "k" + i) + "}")
        .reduce((a, b) -> a + "," + b)
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource({"metrics,1000", "params,100", "tags,100"})
  void batchesHaveALimit(String what, int most) {
    String id = create("");
    String entry = "'key': '#', 'value': '1', 'timestamp': 1";
    assertThat(note("log-batch", id, "'" + what + "': [" + many(most, entry) + "]").status())
        .isEqualTo(200);
    assertThat(note("log-batch", id, "'" + what + "': [" + many(most + 1, entry) + "]").message())
        .contains("A batch logging request can contain at most " + most + " " + what);
    assertThat(
            note(
                    "log-batch",
                    id,
                    "'metrics': [" + many(950, entry) + "], 'params': [" + many(51, entry) + "]")
                .message())
        .contains("A batch logging request can contain at most 1000 metrics, params, and tags");
  }

  @ParameterizedTest
  @CsvSource({"metrics", "params", "tags"})
  void whatIsNoListIsToldAndNotLost(String what) {
    String id = create("");
    Answer refused = note("log-batch", id, "'" + what + "': {'key': 'a', 'value': 1}");
    assertThat(refused.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(refused.message()).contains("'" + what + "'", "a list is needed");
    assertThat(note("log-batch", id, "'" + what + "': null").status()).isEqualTo(200);
  }

  @Test
  void aBatchIsReadInEveryFormAndNotedWholeOrNotAtAll() {
    String id = create("");
    Answer noted =
        note(
            "log-batch",
            id,
            "'metrics': [{'key': 'm', 'value': 1.5, 'timestamp': 5, 'step': 2, 'x': {'y': [1]}},"
                + " {'key': 'm', 'value': '2.5', 'timestamp': '6', 'step': '3'},"
                + " {'value': 'NaN', 'key': 'nan', 'timestamp': 1},"
                + " {'value': '-Infinity', 'key': 'low', 'timestamp': 1.0, 'step': null}],"
                + " 'params': [{'key': 'p', 'value': '1'}], 'tags': [{'key': 't', 'value': 'x'}],"
                + " 'unknown': [{}]");
    assertThat(noted.status()).isEqualTo(200);
    assertThat(run(id).path("data"))
        .isEqualTo(
            Json.parse(
                """
                {"metrics": [
                  {"key": "low", "value": -1.7976931348623157E308, "timestamp": 1, "step": 0},
                  {"key": "m", "value": 2.5, "timestamp": 6, "step": 3},
                  {"key": "nan", "value": "NaN", "timestamp": 1, "step": 0}],
                 "params": [{"key": "p", "value": "1"}],
                 "tags": [{"key": "t", "value": "x"},
                  {"key": "mlflow.runName", "value": "%s"}]}
                """
                    .formatted(run(id).at("/info/run_name").asString())));
    assertThat(
            note(
                    "log-batch",
                    id,
                    "'tags': [{'key': 't', 'value': 'y'}], 'params': [{'key': 'p', 'value': '2'}]")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(run(id).at("/data/tags/0/value").asString()).isEqualTo("x");
    assertThat(
            note(
                    "log-batch",
                    id,
                    "'params': [{'key': 'q', 'value': '1'}, {'key': 'q', 'value': '1'}]")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    String twice = Json.write("{\"run_id\": \"" + id + "\", \"tags\": [{\"key\": \"z\"}]}");
    assertThat(home.server.post("/api/2.0/mlflow/runs/log-batch", twice).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'key': 'a', 'value': 1",
        "'key': 'a', 'timestamp': 1",
        "'value': 1, 'timestamp': 1",
        "'key': 'a', 'value': 1, 'timestamp': -1",
        "'key': 'a', 'value': 'x', 'timestamp': 1",
        "'key': 'a', 'value': 1, 'timestamp': 1, 'step': 'x'",
        "'key': 'a', 'value': null, 'timestamp': 1",
        "'key': 'a', 'value': '', 'timestamp': 1",
        "'key': 'a', 'value': '0x1p3', 'timestamp': 1",
        "'key': 'a', 'value': '1f', 'timestamp': 1",
        "'key': 'a', 'value': '1d', 'timestamp': 1",
        "'key': 'a', 'value': 'true', 'timestamp': 1",
        "'key': 'a', 'value': '.', 'timestamp': 1",
        "'key': 'a', 'value': [], 'timestamp': 1",
        "'key': 'a', 'value': 1, 'timestamp': 99999999999999999999"
      })
  void pointsNeedKeyValueAndTime(String fields) {
    String id = create("");
    assertThat(note("log-metric", id, fields).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(note("log-batch", id, "'metrics': [{" + fields + "}]").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'nan',NaN",
        "'NAN',NaN",
        "'-nan',NaN",
        "'inf',1.7976931348623157E308",
        "'Infinity',1.7976931348623157E308",
        "'-inf',-1.7976931348623157E308",
        "true,1.0",
        "false,0.0",
        "' 1 ',1.0",
        "'+1',1.0",
        "'.5',0.5",
        "'5.',5.0",
        "'1e3',1000.0"
      })
  void aValueMayComeInManyForms(String value, String stored) {
    String id = create("");
    String point = "'key': '%s', 'value': " + value + ", 'timestamp': 1";
    assertThat(note("log-metric", id, point.formatted("a")).status()).isEqualTo(200);
    String batch = "'metrics': [{" + point.formatted("b") + "}]";
    assertThat(note("log-batch", id, batch).status()).isEqualTo(200);
    assertThat(run(id).at("/data/metrics").valueStream().map(m -> m.path("value").asString()))
        .containsExactly(stored, stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../../etc", "-x"})
  void batchesAndInputsNameARun(String id) {
    assertThat(note("log-batch", id, "'tags': []").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(note("log-inputs", id, "'datasets': []").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "params.p ILIKE 'A%'",
        "run_id IN ('a','b')",
        "start_time > 10",
        "metrics.`a b` > 1",
        "params.\"p\" = \"1\"",
        "tags.x IS NULL",
        "dataset.name = 'd'",
        "metric.a>1e-3",
        "created > 0",
        "Created > 0",
        "attributes.artifact_uri LIKE 'mlflow-artifacts:/0/%'",
        "attr.`run name` != 'x' and run.status = 'RUNNING'",
        "params.p = 'x'' OR ''1''=''1'"
      })
  void takesTheseFilters(String filter) {
    create("");
    assertThat(search(filter).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "metrics.a > 'x'",
        "params.p = 1",
        "tags.x == 'a'",
        "params.p = '1' OR params.p = '2'",
        "NOT params.p = '1'",
        "(metrics.a>1)",
        "metrics.a = NaN",
        "attributes.foo = 'x'",
        "duration > 5",
        "experiment_id = '0'",
        "run_name IN ('a')",
        "run_id IN ('A')",
        "metrics.a IS NULL",
        "params.p = 'x'; DROP TABLE run"
      })
  void refusesTheseFilters(String filter) {
    assertThat(search(filter).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "end_time DESC NULLS LAST",
        "duration desc",
        "metrics.a ASC, params.b",
        "experiment_id",
        "dataset.name"
      })
  void refusesTheseOrders(String order) {
    assertThat(search("", order).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void findsRunsInOrderAndInPages() {
    for (int i = 0; i < 5; i++) {
      String id = create("'run_name': 'r" + i + "', 'start_time': " + i);
      if (i != 2) {
        note("log-metric", id, "'key': 'm', 'timestamp': 1, 'value': " + i % 4);
      }
    }
    assertThat(names(search(""))).containsExactly("r4", "r3", "r2", "r1", "r0");
    assertThat(names(search("", "metrics.m DESC"))).containsExactly("r3", "r1", "r4", "r0", "r2");
    assertThat(names(search("metrics.m >= 1"))).containsExactly("r3", "r1");
    assertThat(names(search("attributes.start_time > 2", "created"))).containsExactly("r3", "r4");
    assertThat(names(search("run_name LIKE 'r_'", "run_name"))).hasSize(5);
    assertThat(search("", "metrics.m", "metrics.m DESC").status()).isEqualTo(400);
    String page = "'experiment_ids': ['0'], 'max_results': 2, 'order_by': ['metrics.m']";
    Answer first = home.post("runs/search", "{" + page + "}");
    assertThat(names(first)).containsExactly("r4", "r0");
    String token = ", 'page_token': '" + first.json().path("next_page_token").asString() + "'";
    assertThat(names(home.post("runs/search", "{" + page + token + "}")))
        .containsExactly("r1", "r3");
    assertThat(home.post("runs/search", "{'experiment_ids': ['0']" + token + "}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.post("runs/search", "{}").json()).isEmpty();
    assertThat(home.post("runs/search", "{'experiment_ids': ['77']}").json()).isEmpty();
    assertThat(home.post("runs/search", "{'experiment_ids': ['0'], 'max_results': 50001}").status())
        .isEqualTo(400);
    assertThat(home.post("runs/search", "{'experiment_ids': ['0'], 'max_results': 0}").status())
        .isEqualTo(400);
  }

  @Test
  void datasetsAreToldWithTheRun() {
    String id = create("");
    String dataset =
        "{'tags': [{'key': 'mlflow.data.context', 'value': 'training'}], 'dataset': {'name':"
            + " 'iris', 'digest': 'abc', 'source_type': 'http', 'source': 'x', 'schema': 's'}}";
    assertThat(note("log-inputs", id, "'datasets': [" + dataset + "]").json()).isEmpty();
    assertThat(run(id).at("/inputs/dataset_inputs").toString())
        .isEqualTo("[" + dataset.replace('\'', '"').replaceAll("(?<=[:,]) ", "") + "]");
    assertThat(
            home.post("experiments/search-datasets", "{'experiment_ids': ['0']}").json().toString())
        .isEqualTo(
            "{\"dataset_summaries\":[{\"experiment_id\":\"0\",\"name\":\"iris\","
                + "\"digest\":\"abc\",\"context\":\"training\"}]}");
    assertThat(home.post("experiments/search-datasets", "{}").status()).isEqualTo(400);
    assertThat(
            note("log-inputs", id, "'datasets': [" + dataset.replace("abc", "d".repeat(37)) + "]")
                .message())
        .contains("exceeds the maximum length of 36 characters");
    assertThat(note("log-inputs", id, "'datasets': [{}]").message()).contains("'dataset'");
  }

  @Test
  void aRunOfAnotherFormIsNotThere() {
    List<Answer> answers =
        List.of(
            home.get("artifacts/list?run_id=foreign"),
            home.post("runs/outputs", "{'run_id': 'foreign', 'models': []}"),
            home.post("runs/log-model", "{'run_id': 'foreign', 'model_json': '{}'}"));
    for (Answer answer : answers) {
      assertThat(answer.error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
      assertThat(answer.message()).isEqualTo("Run with id=foreign not found");
    }
  }

  @Test
  void aNumberBeyondALongIsNamed() {
    String run = create("");
    String point = "{'key': 'm', 'value': 1, 'timestamp': 1000000000000000000000000000000}";
    assertThat(note("log-batch", run, "'metrics': [" + point + "]").message())
        .contains("timestamp")
        .doesNotContain("run_id");
  }

  @Test
  void whatIsTooLongIsToldInTheWordsOfTheProtocol() {
    assertThat(home.post("experiments/create", "{'name': '" + "x".repeat(501) + "'}").message())
        .contains("exceeds the maximum length of 500 characters");
  }

  @Test
  void workOfThePlatformShowsInClients() {
    RunId pipeline = home.ledger.start(Callers.ALL, RunStart.of("pipeline", "train")).id();
    home.clock.advance(Duration.ofSeconds(1));
    RunId task =
        home.ledger.start(Callers.ALL, RunStart.of("task", "fit").withParent(pipeline)).id();
    home.ledger.recordInput(
        Callers.ALL,
        task,
        new Asset(Asset.Kind.TRAINING_SET, "trips", "3", Digest.of("x")),
        Map.of());
    Answer nested = search("tags.mlflow.parentRunId = '" + pipeline + "'");
    assertThat(names(nested)).containsExactly("fit");
    JsonNode run = nested.json().at("/runs/0");
    assertThat(run.at("/data/tags/1").toString())
        .isEqualTo("{\"key\":\"mlflow.parentRunId\",\"value\":\"" + pipeline + "\"}");
    JsonNode dataset = run.at("/inputs/dataset_inputs/0/dataset");
    assertThat(dataset.path("name").asString()).isEqualTo("trips");
    assertThat(dataset.path("digest").asString())
        .isEqualTo(Digest.of("x").value().substring(0, 32));
    assertThat(dataset.path("source").asString()).contains("\"version\":\"3\"");
  }
}
