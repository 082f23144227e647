package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Signature;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelPackageTest {
  private static final String RUN = "0123456789abcdef0123456789abcdef";
  private static final String ROOT = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String GET = "/model-versions/get-artifact?name=eta&version=1&path=";

  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    register("eta", "onnx");
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void register(String model, String format) {
    Blob blob = home.blobs.put("the trees".getBytes(StandardCharsets.UTF_8));
    ModelContent content =
        new ModelContent(
            blob.digest(),
            blob.size(),
            format,
            Signature.floats(List.of("distance", "hour \"x\""), "prediction"),
            Map.<String, Digest>of());
    home.registry.register(Callers.ALL, new Registration(model, RUN, content, ""));
  }

  private JsonNode uri(String model) {
    return home.get("model-versions/get-download-uri?name=" + model + "&version=1")
        .json()
        .path("artifact_uri");
  }

  private HttpResponse<String> file(String path) {
    return home.server.get(ROOT + "/registered/eta/1/" + path);
  }

  @Test
  void aVersionOfOursSaysWhereItsFilesAre() {
    assertThat(uri("eta").asString()).isEqualTo("mlflow-artifacts:/registered/eta/1");
    assertThat(home.get("model-versions/get?name=eta&version=1").json().at("/model_version/source"))
        .isEqualTo(uri("eta"));
    register("trees", "xgboost");
    assertThat(uri("trees").asString("?")).isEmpty();
  }

  @Test
  void itsFolderIsListed() {
    JsonNode files =
        MlflowHarness.answer(home.server.get(ROOT + "?path=registered/eta/1")).json().path("files");
    assertThat(files.valueStream().map(file -> file.path("path").asString()))
        .containsExactly(
            "MLmodel", "conda.yaml", "model.onnx", "python_env.yaml", "requirements.txt");
    assertThat(files.get(2).path("file_size").asInt()).isEqualTo(9);
    for (JsonNode file : files) {
      assertThat(file(file.path("path").asString()).body().getBytes(StandardCharsets.UTF_8))
          .hasSize(file.path("file_size").asInt());
    }
    for (String other : List.of("registered/eta/2", "registered/eta", "registered/eta/1/MLmodel")) {
      assertThat(home.server.get(ROOT + "?path=" + other).body()).as(other).isEqualTo("{}");
    }
  }

  @Test
  void itsDescriptionSaysHowItIsLoaded() {
    JsonNode described = Yaml.parse("MLmodel", file("MLmodel").body()).root();
    assertThat(described.path("run_id").asString()).isEqualTo(RUN);
    JsonNode python = described.at("/flavors/python_function");
    assertThat(python.path("loader_module").asString()).isEqualTo("mlflow.onnx");
    assertThat(python.path("data").asString()).isEqualTo("model.onnx");
    assertThat(described.at("/signature/inputs").asString())
        .isEqualTo(
            "[{\"type\":\"double\",\"name\":\"distance\",\"required\":true},"
                + "{\"type\":\"double\",\"name\":\"hour \\\"x\\\"\",\"required\":true}]");
    assertThat(file("MLmodel").body()).as("equal each time").isEqualTo(file("MLmodel").body());
  }

  @Test
  void aFileOfAVersionIsDownloadedByItsName() {
    assertThat(home.server.get(GET + "model.onnx").body()).isEqualTo("the trees");
    assertThat(home.server.get(GET + "requirements.txt").body()).contains("onnxruntime");
    assertThat(MlflowHarness.answer(home.server.get(GET + "weights.bin")).error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void soIsAFileOfAVersionThatAClientRegistered() {
    RunId run = home.ledger.start(Callers.ALL, RunStart.of("user", "r")).id();
    Blob blob = home.blobs.put("weights".getBytes(StandardCharsets.UTF_8));
    home.ledger.files().put(Callers.ALL, ArtifactRoot.of(run), "model/w.bin", blob);
    home.post("registered-models/create", "{'name': 'theirs'}");
    home.post(
        "model-versions/create",
        "{'name': 'theirs', 'source': 'runs:/%s/model', 'run_id': '%s'}".formatted(run, run));
    String get = "/model-versions/get-artifact?name=theirs&version=1&path=";
    HttpResponse<String> file = home.server.get(get + "w.bin");
    assertThat(file.body()).isEqualTo("weights");
    assertThat(file.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));
    assertThat(home.server.get(get + "../model/w.bin").statusCode()).isEqualTo(400);
    assertThat(home.server.get(get + "MLmodel").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../../blobs", "MLmodel/..", "%2e%2e/x", "a%255cb", "C:/x", "a//b", "./a"})
  void noPathLeadsOut(String path) {
    assertThat(file(path).statusCode()).isBetween(400, 404);
    assertThat(home.server.get(GET + path).statusCode()).isEqualTo(400);
  }

  @Test
  void nothingCanBePutThere() {
    assertThat(put("/registered/eta/1/MLmodel").statusCode()).isEqualTo(404);
    assertThat(file("MLmodel").body()).contains("mlflow.onnx");
  }

  private HttpResponse<String> put(String path) {
    return home.server.send(
        HttpRequest.newBuilder(home.server.uri(ROOT + path))
            .PUT(HttpRequest.BodyPublishers.ofString("x"))
            .build());
  }

  @Test
  void aCopyOfAVersionPointsAtTheSameFiles() {
    home.post("registered-models/create", "{'name': 'copy'}");
    home.post("model-versions/create", "{'name': 'copy', 'source': 'models:/eta/1'}");
    assertThat(uri("copy")).isEqualTo(uri("eta"));
  }
}
