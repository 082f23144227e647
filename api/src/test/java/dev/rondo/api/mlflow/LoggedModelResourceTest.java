package dev.rondo.api.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LoggedModelResourceTest {
  @TempDir Path folder;
  private MlflowHarness home;
  private RunId run;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.get("experiments/get?experiment_id=0");
    run = home.ledger.start(Callers.ALL, RunStart.of("client", "a")).id();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private String create(String more) {
    return home.post("logged-models", "{'experiment_id': '0'" + more + "}")
        .json()
        .at("/model/info/model_id")
        .asString();
  }

  private Answer send(String method, String path, String json) {
    return MlflowHarness.answer(
        home.server.send(
            HttpRequest.newBuilder(home.server.uri("/api/2.0/mlflow/logged-models/" + path))
                .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
                .build()));
  }

  private Iterable<String> search(String fields) {
    return names(home.post("logged-models/search", "{'experiment_ids': ['0']" + fields + "}"));
  }

  private static Iterable<String> names(Answer answer) {
    return answer
        .json()
        .path("models")
        .valueStream()
        .map(one -> one.at("/info/name").asString())
        .toList();
  }

  @Test
  void aModelIsLoggedFinishedAndDeleted() {
    String id =
        create(
            ", 'name': 'clf', 'model_type': 'classifier', 'source_run_id': '"
                + run
                + "', 'params': [{'key': 'depth', 'value': '3'}], 'tags': [{'key': 'a', 'value': 'b'}]");
    Answer made = home.get("logged-models/" + id);
    assertThat(made.json().at("/model/info/artifact_uri").asString())
        .isEqualTo("mlflow-artifacts:/0/models/" + id + "/artifacts");
    assertThat(made.json().at("/model/info/status").asString()).isEqualTo("LOGGED_MODEL_PENDING");
    assertThat(made.json().at("/model/info/creation_timestamp_ms").isNumber()).isTrue();
    assertThat(made.json().at("/model/data/params/0/value").asString()).isEqualTo("3");
    home.ledger
        .files()
        .put(
            Callers.ALL,
            ArtifactRoot.of(new LoggedModelId(id)),
            "MLmodel",
            home.blobs.put("x".getBytes(UTF_8)));
    assertThat(
            home.post(
                    "runs/outputs",
                    "{'run_id': '"
                        + run
                        + "', 'models': [{'model_id': '"
                        + id
                        + "', 'step': '2'}]}")
                .json())
        .isEmpty();
    assertThat(
            send("PATCH", id, "{'status': 'LOGGED_MODEL_READY'}")
                .json()
                .at("/model/info/status")
                .asString())
        .isEqualTo("LOGGED_MODEL_READY");
    assertThat(send("PATCH", id, "{'status': 2}").status()).isEqualTo(200);
    assertThat(send("PATCH", id, "{}").message())
        .startsWith("Missing value for required parameter 'status'");
    assertThat(send("PATCH", id, "{'status': 'DONE'}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.ledger.outputs(Callers.ALL, run))
        .singleElement()
        .satisfies(asset -> assertThat(asset.asset().version()).isEqualTo(id));
    assertThat(
            home.get("logged-models/" + id + "/artifacts/directories")
                .json()
                .at("/files/0/path")
                .asString())
        .isEqualTo("MLmodel");
    assertThat(
            home.server
                .get(
                    "/ajax-api/2.0/mlflow/logged-models/"
                        + id
                        + "/artifacts/files?artifact_file_path=MLmodel")
                .body())
        .isEqualTo("x");
    assertThat(send("DELETE", id, "").json()).isEmpty();
    assertThat(home.get("logged-models/" + id).error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.get("logged-models/" + id + "?allow_deleted=True").status()).isEqualTo(200);
    assertThat(send("DELETE", id, "").status()).isEqualTo(404);
  }

  private Answer register(String name, String id) {
    return home.post(
        "model-versions/create", "{'name': '" + name + "', 'source': 'models:/" + id + "'}");
  }

  @Test
  void noRegistrationIsLostWhenManyComeAtOnce() throws Exception {
    String id = create("");
    home.post("registered-models/create", "{'name': 'taxi'}");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls = Collections.nCopies(12, () -> register("taxi", id));
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get().status()).isEqualTo(200);
      }
    }
    JsonNode info = home.get("logged-models/" + id).json().at("/model/info");
    assertThat(info.path("registrations")).hasSize(12);
    String tag = info.at("/tags/0/value").asString();
    assertThat(Json.parse(tag)).hasSize(12);
    send("DELETE", id + "/tags/mlflow.modelVersions", "");
    assertThat(home.get("logged-models/" + id).json().at("/model/info/registrations")).hasSize(12);
  }

  @Test
  void aLoggedModelIsRegisteredMoreOftenThanATagCanTell() {
    String id = create("");
    String name = "n".repeat(200);
    home.post("registered-models/create", "{'name': '" + name + "'}");
    for (int version = 1; version <= 40; version++) {
      assertThat(register(name, id).status()).isEqualTo(200);
    }
    JsonNode info = home.get("logged-models/" + id).json().at("/model/info");
    assertThat(info.path("registrations")).hasSize(40);
    assertThat(info.at("/tags/0/value").asString())
        .contains("\"version\":40")
        .hasSizeLessThan(8_001);
  }

  @Test
  void tagsAndParametersAreAdded() {
    String id = create("");
    assertThat(home.get("logged-models/" + id).json().at("/model/info/name").asString())
        .isNotEmpty();
    assertThat(
            send(
                    "PATCH",
                    id + "/tags",
                    "{'tags': [{'key': 'mlflow.modelVersions', 'value': '[{\\'name\\': \\'m\\', \\'version\\': 4}]'}]}")
                .json())
        .isEmpty();
    Answer found = home.get("logged-models/" + id);
    assertThat(found.json().at("/model/info/tags/0/value").asString()).contains("\"version\": 4");
    assertThat(found.json().at("/model/info/registrations").isMissingNode()).isTrue();
    assertThat(send("DELETE", id + "/tags/mlflow.modelVersions", "").status()).isEqualTo(200);
    assertThat(send("DELETE", id + "/tags/mlflow.modelVersions", "").status()).isEqualTo(404);
    String params = "logged-models/" + id + "/params";
    assertThat(home.post(params, "{'params': [{'key': 'a', 'value': '1'}]}").json()).isEmpty();
    assertThat(home.post(params, "{'params': [{'key': 'a', 'value': '1'}]}").status())
        .isEqualTo(200);
    assertThat(
            home.post(
                    params, "{'params': [{'key': 'b', 'value': '1'}, {'key': 'a', 'value': '2'}]}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.get("logged-models/" + id).json().at("/model/data/params")).hasSize(1);
  }

  private static String filter(String text) {
    return ", 'filter': '" + text.replace("'", "\\'") + "'";
  }

  @Test
  void searchesByWhatIsKnownInPages() {
    IntStream.range(0, 5)
        .forEach(i ->
            create(
                ", 'name': 'm"
                    + i
                    + "', 'model_type': 't"
                    + i % 2
                    + "', 'params': [{'key': 'p', 'value': '"
                    + i
                    + "'}]"));
    create(
        ", 'name': 'ready', 'source_run_id': '"
            + run
            + "', 'tags': [{'key': 'a b', 'value': 'x'}]");
    assertThat(search(filter("name LIKE 'm%' AND model_type = 't1'"))).hasSize(2);
    assertThat(search(filter("params.p IN ('1', '2')"))).containsExactlyInAnyOrder("m1", "m2");
    assertThat(search(filter("tags.`a b` = 'x' AND attributes.source_run_id = '" + run + "'")))
        .containsExactly("ready");
    assertThat(search(filter("status = 'PENDING' AND creation_timestamp > 0"))).hasSize(6);
    assertThat(search(filter("status = 'LOGGED_MODEL_PENDING'"))).hasSize(6);
    assertThat(search(filter("status IN ('LOGGED_MODEL_UPLOAD_FAILED', 'READY')"))).isEmpty();
    Answer first =
        home.post(
            "logged-models/search",
            "{'experiment_ids': ['0'], 'max_results': 4, 'order_by': [{'field_name': 'name'}]}");
    assertThat(names(first)).containsExactly("m0", "m1", "m2", "m3");
    String token = first.json().path("next_page_token").asString();
    assertThat(
            search(
                ", 'max_results': 4, 'order_by': [{'field_name': 'name'}], 'page_token': '"
                    + token
                    + "'"))
        .containsExactly("m4", "ready");
    assertThat(
            home.post(
                    "logged-models/search",
                    "{'experiment_ids': ['0'], 'page_token': '" + token + "'}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(
            search(
                ", 'order_by': [{'field_name': 'metrics.`x`', 'ascending': false}, {'field_name': 'name'}]"))
        .hasSize(6);
    assertThat(home.post("logged-models/search", "{}").json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'filter': 'foo = 1'",
        "'filter': 'name > \\'x\\''",
        "'filter': 'metrics.a = \\'x\\''",
        "'datasets': [{'dataset_digest': 'x'}]",
        "'order_by': [{'field_name': 'params.p'}]",
        "'order_by': [{}]",
        "'max_results': -1",
        "'experiment_ids': ['x']",
        "'filter': 'name = \\'x\\' OR name = \\'y\\''"
      })
  void whatCannotBeSearchedByIsRefused(String fields) {
    String ids = fields.contains("experiment_ids") ? "" : "'experiment_ids': ['0'], ";
    assertThat(home.post("logged-models/search", "{" + ids + fields + "}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a:b", "a.b", "a%b", "a\\\"b", "a\\u0000b"})
  void aNameMustFit(String name) {
    assertThat(
            MlflowHarness.answer(
                    home.server.post(
                        "/api/2.0/mlflow/logged-models",
                        "{\"experiment_id\": \"0\", \"name\": \"" + name + "\"}"))
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void longValuesAreCut() {
    String key = "'key': 'k', 'value': '";
    String tooLong = key + "v".repeat(8_001) + "'";
    String id = create(", 'params': [{" + tooLong + "}], 'tags': [{" + tooLong + "}]");
    JsonNode model = home.get("logged-models/" + id).json().path("model");
    assertThat(model.at("/data/params/0/value").asString()).isEqualTo("v".repeat(6_000));
    assertThat(model.at("/info/tags/0/value").asString()).isEqualTo("v".repeat(8_000));
    assertThat(
            home.post("logged-models/" + id + "/params", "{'params': [{" + tooLong + "}]}").json())
        .isEmpty();
    String other = key + "w".repeat(9_000) + "'";
    assertThat(send("PATCH", id + "/tags", "{'tags': [{" + other + "}]}").status()).isEqualTo(200);
    assertThat(home.get("logged-models/" + id).json().at("/model/info/tags/0/value").asString())
        .isEqualTo("w".repeat(8_000));
  }

  @Test
  void aLongNameIsTakenAndOneBeyondAllSenseCut() {
    String name = "n".repeat(8_001);
    String id = create(", 'name': '" + name + "', 'model_type': '" + "t".repeat(300) + "'");
    JsonNode info = home.get("logged-models/" + id).json().at("/model/info");
    assertThat(info.path("name").asString()).isEqualTo("n".repeat(8_000));
    assertThat(info.path("model_type").asString()).hasSize(300);
    assertThat(search(filter("name LIKE 'nnn%'"))).hasSize(1);
    assertThat(send("PATCH", id, "{'status': 'LOGGED_MODEL_READY'}").status()).isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(home.get("logged-models/m-" + "0".repeat(32)).message()).contains("not found");
    assertThat(home.get("logged-models/nonsense").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.post("logged-models", "{'experiment_id': '99'}").status()).isEqualTo(404);
    assertThat(home.post("logged-models", "{}").message())
        .startsWith("Missing value for required parameter 'experiment_id'");
    assertThat(
            home.post("runs/outputs", "{'run_id': '" + "0".repeat(32) + "', 'models': []}")
                .status())
        .isEqualTo(404);
    assertThat(home.post("runs/outputs", "{'run_id': '" + "0".repeat(32) + "'}").message())
        .startsWith("Missing value for required parameter 'models'.");
  }

  @Test
  void aModelAmongARunsFilesIsNotedInTheHistory() {
    String model =
        "{\\'artifact_path\\': \\'model\\', \\'flavors\\': {\\'sklearn\\': {}}, \\'utc_time_created\\': \\'now\\', \\'run_id\\': \\'"
            + run
            + "\\'}";
    String body = "{'run_id': '" + run + "', 'model_json': '" + model + "'}";
    assertThat(home.post("runs/log-model", body).json()).isEmpty();
    home.post("runs/log-model", body);
    assertThat(home.ledger.tags(Callers.ALL, run))
        .singleElement()
        .satisfies(tag -> {
          assertThat(tag.key()).isEqualTo("mlflow.log-model.history");
          assertThat(tag.value()).startsWith("[{\"artifact_path\":\"model\"").contains("},{");
        });
    assertThat(
            home.post("runs/log-model", "{'run_id': '" + run + "', 'model_json': 'x'}").message())
        .startsWith("Malformed model info");
    assertThat(
            home.post("runs/log-model", "{'run_id': '" + run + "', 'model_json': '{}'}").message())
        .startsWith("Model json is missing mandatory fields");
  }
}
