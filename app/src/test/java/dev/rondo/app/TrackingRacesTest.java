package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestClient;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Many clients of MLflow's protocol at once on a real server.
class TrackingRacesTest {
  private static final int CLIENTS = 12;
  private static final int WRITES = 40;
  private static final String ROOT = "/api/2.0/mlflow/";

  @TempDir static Path folder;
  private static Server server;
  private static TestClient client;

  @BeforeAll
  static void start() throws IOException {
    server = Server.start(new ServerOptions(folder.resolve("home"), 0));
    client = new TestClient(server.url());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  /// An answer with its status.
  private record Answer(int status, JsonNode json) {
    static Answer of(HttpResponse<String> response) {
      return new Answer(response.statusCode(), Json.parse(response.body()));
    }

    String error() {
      return status + " " + json.path("error_code").asString("");
    }
  }

  private static Answer post(String path, ObjectNode body) {
    return Answer.of(client.post(ROOT + path, Json.write(body)));
  }

  private static JsonNode get(String path) {
    return Json.parse(client.get(ROOT + path).body());
  }

  /// Has all clients do something at the same moment.
  private static <T> List<T> atOnce(IntFunction<T> work) throws Exception {
    CountDownLatch ready = new CountDownLatch(CLIENTS);
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<T>> working =
          IntStream.range(0, CLIENTS)
              .mapToObj(n ->
                  threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return work.apply(n);
                  }))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : working) {
        results.add(one.get());
      }
      return results;
    }
  }

  private static String run() {
    return post("runs/create", Json.object().put("experiment_id", "0"))
        .json()
        .at("/run/info/run_id")
        .asString();
  }

  private static ObjectNode metric(String run, String key, int step) {
    return Json.object()
        .put("run_id", run)
        .put("key", key)
        .put("value", step)
        .put("timestamp", step)
        .put("step", step);
  }

  private static List<Integer> steps(String run, String key) {
    return get("metrics/get-history?max_results=25000&run_id=" + run + "&metric_key=" + key)
        .path("metrics")
        .valueStream()
        .map(point -> point.path("step").asInt())
        .toList();
  }

  @Test
  void manyWritersToOneRunLoseNothing() throws Exception {
    String run = run();
    atOnce(n -> {
      for (int i = 0; i < WRITES; i++) {
        assertThat(post("runs/log-batch", batch(run, n, i)).status()).isEqualTo(200);
      }
      return n;
    });
    assertThat(steps(run, "shared"))
        .containsExactlyElementsOf(IntStream.range(0, CLIENTS * WRITES).boxed().toList());
    JsonNode data = get("runs/get?run_id=" + run).at("/run/data");
    assertThat(data.path("params").size()).isEqualTo(CLIENTS * WRITES);
    assertThat(values(data.path("metrics"), "shared")).containsExactly(CLIENTS * WRITES - 1);
    assertThat(values(data.path("metrics"), "same")).containsExactly(7);
    assertThat(steps(run, "same")).as("one point, told by all").containsExactly(7);
    String sampled = "metrics/get-history-bulk-interval?metric_key=shared&run_ids=" + run;
    assertThat(get(sampled).path("metrics").size()).isEqualTo(CLIENTS * WRITES);
  }

  private static ObjectNode batch(String run, int writer, int i) {
    int step = i * CLIENTS + writer;
    ObjectNode batch = Json.object().put("run_id", run);
    ArrayNode metrics = batch.putArray("metrics");
    metrics.add(metric(run, "shared", step).without("run_id"));
    metrics.add(metric(run, "same", 7).without("run_id"));
    String name = writer + "." + i;
    batch.putArray("params").addObject().put("key", name).put("value", name);
    batch.putArray("tags").addObject().put("key", "t").put("value", name);
    return batch;
  }

  private static List<Integer> values(JsonNode list, String key) {
    return list.valueStream()
        .filter(one -> one.path("key").asString().equals(key))
        .map(one -> one.path("value").asInt())
        .toList();
  }

  @Test
  void aRunThatIsDeletedWhileItIsWrittenKeepsWhatWasAnswered() throws Exception {
    String run = run();
    List<List<Integer>> kept =
        atOnce(n -> {
          List<Integer> answered = new ArrayList<>();
          for (int i = 0; i < WRITES; i++) {
            if (n == 0 && i == WRITES / 2) {
              assertThat(post("runs/delete", Json.object().put("run_id", run)).status())
                  .isEqualTo(200);
            }
            int step = i * CLIENTS + n;
            Answer answer = post("runs/log-metric", metric(run, "m", step));
            if (answer.status() == 200) {
              answered.add(step);
            } else {
              assertThat(answer.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
              assertThat(answer.json().path("message").asString())
                  .contains("must be in the 'active' state");
            }
          }
          return answered;
        });
    assertThat(kept.getFirst()).as("its own writes after the deletion").hasSize(WRITES / 2);
    assertThat(post("runs/restore", Json.object().put("run_id", run)).status()).isEqualTo(200);
    assertThat(steps(run, "m"))
        .containsExactlyElementsOf(kept.stream().flatMap(List::stream).sorted().toList());
    assertThat(post("runs/log-metric", metric(run, "m", 1_000_000)).status()).isEqualTo(200);
  }

  @Test
  void oneOfManyCreationsOfAnExperimentWins() throws Exception {
    assertOneWins(
        atOnce(_ -> post("experiments/create", Json.object().put("name", "wanted by all"))));
    String search = "experiments/search?max_results=10&filter=name%20%3D%20'wanted%20by%20all'";
    assertThat(get(search).path("experiments").size()).isEqualTo(1);
  }

  @Test
  void oneOfManyCreationsOfARegisteredModelWins() throws Exception {
    assertOneWins(
        atOnce(_ -> post("registered-models/create", Json.object().put("name", "wanted"))));
    assertThat(get("registered-models/get?name=wanted").at("/registered_model/name").asString())
        .isEqualTo("wanted");
  }

  private static void assertOneWins(List<Answer> answers) {
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(Answer::error)
        .containsOnly("400 RESOURCE_ALREADY_EXISTS");
  }

  @Test
  void registrationsAtOnceGetNumbersOfTheirOwn() throws Exception {
    post("registered-models/create", Json.object().put("name", "busy"));
    List<Integer> numbers =
        atOnce(n ->
            post(
                    "model-versions/create",
                    Json.object().put("name", "busy").put("source", "s3://models/" + n))
                .json()
                .at("/model_version/version")
                .asInt());
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CLIENTS).boxed().toList());
    for (int n = 0; n < CLIENTS; n++) {
      String uri = "model-versions/get-download-uri?name=busy&version=" + numbers.get(n);
      assertThat(get(uri).path("artifact_uri").asString()).isEqualTo("s3://models/" + n);
    }
  }
}
