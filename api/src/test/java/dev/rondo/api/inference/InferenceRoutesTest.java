package dev.rondo.api.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.TestClock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InferenceRoutesTest {
  private static TestServer server;

  /// Model `sum` adds each row's two features; `columns` takes them as two inputs.
  private static final class Sums implements InferenceBackend {
    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public List<String> models(Caller caller) {
      return List.of("columns", "sum");
    }

    @Override
    public Metadata metadata(Caller caller, String model, Optional<String> version) {
      if (!models(caller).contains(model) || version.filter(v -> !v.equals("3")).isPresent()) {
        throw Problem.notFound("There is no model '%s'.", model);
      }
      List<Tensor> inputs =
          model.equals("sum")
              ? List.of(new Tensor("features", "FP32", List.of(-1L, 2L)))
              : List.of(
                  new Tensor("a", "FP32", List.of(-1L, 1L)),
                  new Tensor("b", "FP32", List.of(-1L, 1L)));
      return new Metadata(
          model,
          List.of("3"),
          "onnx_onnxv1",
          inputs,
          List.of(new Tensor("prediction", "FP32", List.of(-1L, 1L))),
          Map.of("columns", "a,b"));
    }

    @Override
    public boolean ready(Caller caller, String model, Optional<String> version) {
      return model.equals("sum");
    }

    @Override
    public Answer infer(Caller caller, String model, Optional<String> version, Rows rows) {
      if (rows.values().get(0) == 503) {
        throw Problem.of(ProblemCode.UNAVAILABLE, "Too many requests wait.");
      }
      float[] sums = new float[rows.rows()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = rows.values().get(2 * i) + rows.values().get(2 * i + 1);
      }
      if (sums[0] == 777) {
        sums[0] = Float.NaN;
      }
      return new Answer(
          "3",
          List.of(
              new Output("prediction", List.of((long) sums.length, 1L), FloatBuffer.wrap(sums))));
    }
  }

  @BeforeAll
  static void start() {
    var ids = new IdSource(new TestClock(), new Random(1));
    server = TestServer.start(new InferenceRoutes(new Sums(), ids, "0.1.0")::routes);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> infer(String json) {
    return server.post("/v2/models/sum/infer", json);
  }

  private static String input(String shape, String type, String data) {
    return """
    {"inputs":[{"name":"features","shape":%s,"datatype":"%s","data":%s}]}\
    """
        .formatted(shape, type, data);
  }

  private static void answers(String json, String data) {
    HttpResponse<String> answer = infer(json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.parse(answer.body()).at("/outputs/0/data")).hasToString(data);
  }

  private static void refuses(String json, String reason) {
    HttpResponse<String> answer = infer(json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode body = Json.parse(answer.body());
    assertThat(body.propertyNames()).containsExactly("error");
    assertThat(body.get("error").asString()).contains(reason);
  }

  @Test
  void healthAndMetadataAreAsTheProtocolSays() {
    assertThat(server.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
    assertThat(server.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
    assertThat(Json.parse(server.get("/v2").body()).get("name").asString()).isEqualTo("rondo");
    assertThat(server.get("/v2/").statusCode()).isEqualTo(200);
    assertThat(server.get("/v2/models").body()).isEqualTo("{\"models\":[\"columns\",\"sum\"]}");
    JsonNode model = Json.parse(server.get("/v2/models/sum/versions/3").body());
    assertThat(model.at("/inputs/0/shape")).hasToString("[-1,2]");
    assertThat(model.at("/outputs/0/name").asString()).isEqualTo("prediction");
    assertThat(server.get("/v2/models/sum/ready").statusCode()).isEqualTo(200);
    assertThat(server.get("/v2/models/columns/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/v2/models/sum/versions/4").statusCode()).isEqualTo(404);
  }

  @Test
  void flatAndNestedDataMeanTheSame() {
    answers(input("[2,2]", "FP32", "[1,2,3,4.5]"), "[3.0,7.5]");
    answers(input("[2,2]", "FP32", "[[1,2],[3,4.5]]"), "[3.0,7.5]");
    answers(input("[1,2]", "INT64", "[[1,2]]"), "[3.0]");
    answers(input("[1,2]", "BOOL", "[true,false]"), "[1.0]");
    answers(
        """
        {"inputs":[{"data":[1,2],"parameters":{"x":{"y":[1]}},"datatype":"FP64","shape":[1,2],
        "name":"features"}],"parameters":{"a":1}}\
        """,
        "[3.0]");
  }

  @Test
  void severalInputsAreColumns() {
    HttpResponse<String> answer =
        server.post(
            "/v2/models/columns/versions/3/infer",
            """
            {"inputs":[{"name":"b","shape":[2,1],"datatype":"FP32","data":[10,20]},
            {"name":"a","shape":[2,1],"datatype":"FP32","data":[[1],[2]]}]}\
            """);
    assertThat(Json.parse(answer.body()).at("/outputs/0/data")).hasToString("[11.0,22.0]");
  }

  @Test
  void theIdComesBackAndIsMadeUpWhenMissing() {
    String body = input("[1,2]", "FP32", "[1,2]");
    JsonNode named = Json.parse(infer("{\"id\":\"my id\"," + body.substring(1)).body());
    assertThat(named.get("id").asString()).isEqualTo("my id");
    assertThat(named.get("model_name").asString()).isEqualTo("sum");
    assertThat(named.get("model_version").asString()).isEqualTo("3");
    assertThat(Json.parse(infer(body).body()).get("id").asString()).hasSize(32);
  }

  @Test
  void outputsCanBeChosen() {
    String body = input("[1,2]", "FP32", "[1,2]");
    String chosen = body.substring(0, body.length() - 1) + ",\"outputs\":[{\"name\":\"%s\"}]}";
    answers(chosen.formatted("prediction"), "[3.0]");
    refuses(chosen.formatted("other"), "no output 'other'");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses(input("[1,2]", "FP32", "[1]"), "has 1 values, but its shape [1, 2] needs 2");
    refuses(input("[1,3]", "FP32", "[1,2,3]"), "takes [-1, 2]");
    refuses(input("[2]", "FP32", "[1,2]"), "takes [-1, 2]");
    refuses(input("[-1,2]", "FP32", "[1,2]"), "takes [-1, 2]");
    refuses(input("[0,2]", "FP32", "[]"), "no row");
    refuses(input("[2,2]", "FP32", "[[1,2,3],[4]]"), "lengths");
    refuses(input("[4611686018427387904,2]", "FP32", "[1]"), "exceed maximum size");
    refuses(input("[1,2]", "FP16", "[1,2]"), "FP16");
    refuses(input("[1,2]", "BYTES", "[\"a\",\"b\"]"), "'a'");
    refuses(input("[1,2]", "FP32", "[1,\"2\"]"), "'2'");
    refuses(input("[1,2]", "FP32", "[1,null]"), "null");
    refuses(input("[1,2]", "FP32", "[1,1e39]"), "too large");
    refuses(input("[1,2]", "INT32", "[1,2.5]"), "no INT32");
    refuses(input("[1,2]", "UINT8", "[1,-2]"), "no UINT8");
    refuses(input("[1,2]", "FP32", "[true,1]"), "no FP32");
    refuses(input("[1,2]", "FP32", "[[[[[[[[[1]]]]]]]]]"), "nested");
    refuses("{\"inputs\":[]}", "missing");
    refuses("{\"inputs\":[{\"name\":\"features\"}]}", "no 'data'");
    refuses("{}", "missing");
    refuses("[]", "JSON object");
    refuses("{\"inputs\":[1]}", "JSON object");
    refuses("{\"id\":7}", "'id'");
    refuses("", "JSON object");
    String one = "{\"name\":\"features\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}";
    refuses("{\"inputs\":[" + one + "," + one + "]}", "each once");
  }

  @Test
  void nanIsNoJson() {
    refuses(input("[1,2]", "FP32", "[NaN,1]"), "malformed");
    refuses(input("[1,2]", "FP32", "[Infinity,1]"), "malformed");
    assertThat(infer(input("[1,2]", "FP32", "[776,1]")).statusCode()).isEqualTo(500);
  }

  @Test
  void aBodyCutInTheMiddleIsRefusedEverywhere() {
    String body = input("[1,2]", "FP32", "[[1,2.5]]");
    for (int length = 0; length < body.length(); length++) {
      assertThat(infer(body.substring(0, length)).statusCode()).isEqualTo(400);
    }
    refuses(body + "{}", "follows");
  }

  @Test
  void tenMegabytesAreTooMuch() {
    HttpResponse<String> answer = infer(input("[1,2]", "FP32", "[" + "1,".repeat(5 << 20) + "1]"));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).startsWith("{\"error\":");
  }

  @Test
  void aRequestWithoutContentTypeIsTaken() {
    HttpRequest untyped =
        HttpRequest.newBuilder(server.uri("/v2/models/sum/infer"))
            .POST(BodyPublishers.ofString(input("[1,2]", "FP32", "[1,2]")))
            .build();
    assertThat(server.send(untyped).statusCode()).isEqualTo(200);
    assertThat(infer(input("[1,2]", "FP32", "[503,2]")).statusCode()).isEqualTo(503);
  }

  @Test
  void binaryTensorsAreRefusedClearly() {
    HttpResponse<String> answer =
        server.post("/v2/models/sum/infer", "{}", "Inference-Header-Content-Length", "2");
    assertThat(answer.body()).contains("Binary");
  }
}
