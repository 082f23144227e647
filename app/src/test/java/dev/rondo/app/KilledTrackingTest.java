package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestClient;
import dev.rondo.kernel.json.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was answered is there, once, however the server ends.
class KilledTrackingTest {
  private static final int CLIENTS = 16;

  /// Two clients write to each.
  private static final int RUNS = CLIENTS / 2;

  private static final int BEFORE_THE_KILL = 3_000;
  private static final long PATIENCE_SECONDS = 120;
  private static final String ROOT = "/api/2.0/mlflow/";

  @TempDir Path folder;

  /// What one client was answered, and what it was not any more.
  private record Logged(String run, String key, List<Integer> answered, int unanswered) {}

  @Test
  void everyAnsweredMetricParameterAndTagIsThereOnce() throws Exception {
    Path home = folder.resolve("home");
    Path out = folder.resolve("out");
    List<Logged> logged;
    try (ServerProcess server = ServerProcess.start(home, out)) {
      logged = logUntilKilled(server);
    }
    assertThat(logged).allSatisfy(one -> assertThat(one.answered()).isNotEmpty());
    try (ServerProcess server = ServerProcess.start(home, out);
        TestClient client = new TestClient(server.url())) {
      logged.forEach(one -> verify(client, one));
      Logged first = logged.getFirst();
      assertThat(log(client, first.run(), first.key(), first.unanswered()))
          .as("a client that asks again is answered")
          .isTrue();
      assertThat(steps(client, first)).doesNotHaveDuplicates().contains(first.unanswered());
      server.kill();
    }
  }

  private static List<Logged> logUntilKilled(ServerProcess server) throws Exception {
    Semaphore answered = new Semaphore(0);
    try (TestClient client = new TestClient(server.url());
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<String> runs = IntStream.range(0, RUNS).mapToObj(_ -> run(client)).toList();
      List<Future<Logged>> writing =
          IntStream.range(0, CLIENTS)
              .mapToObj(n ->
                  threads.submit(
                      () -> write(server.url(), runs.get(n % RUNS), "loss-" + n, answered)))
              .toList();
      assertThat(answered.tryAcquire(BEFORE_THE_KILL, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      server.kill();
      List<Logged> logged = new ArrayList<>();
      for (Future<Logged> one : writing) {
        logged.add(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return logged;
    }
  }

  private static String run(TestClient client) {
    JsonNode made =
        Json.parse(client.post(ROOT + "runs/create", "{\"experiment_id\":\"0\"}").body());
    return made.at("/run/info/run_id").asString();
  }

  /// Writes until the server is gone.
  private static Logged write(String url, String run, String key, Semaphore counter) {
    List<Integer> answered = new ArrayList<>();
    try (TestClient client = new TestClient(url)) {
      while (log(client, run, key, answered.size())) {
        answered.add(answered.size());
        counter.release();
      }
    }
    return new Logged(run, key, answered, answered.size());
  }

  /// @return whether all three were answered
  private static boolean log(TestClient client, String run, String key, int step) {
    String name = key + "/" + step;
    ObjectNode metric = Json.object().put("run_id", run).put("key", key).put("value", step * 0.5);
    try {
      boolean isKept =
          post(client, "runs/log-metric", metric.put("timestamp", 1_000L + step).put("step", step));
      return isKept && (step % 10 != 0 || entry(client, run, name));
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private static boolean entry(TestClient client, String run, String name) {
    ObjectNode entry = Json.object().put("run_id", run).put("key", name).put("value", name);
    return post(client, "runs/log-parameter", entry) && post(client, "runs/set-tag", entry);
  }

  private static boolean post(TestClient client, String path, ObjectNode body) {
    var answer = client.post(ROOT + path, Json.write(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return true;
  }

  private static void verify(TestClient client, Logged logged) {
    List<Integer> steps = steps(client, logged);
    assertThat(steps).doesNotHaveDuplicates().containsAll(logged.answered());
    assertThat(steps)
        .as("beside what was answered, at most what was under way")
        .isSubsetOf(with(logged.answered(), logged.unanswered()));
    JsonNode data =
        Json.parse(client.get(ROOT + "runs/get?run_id=" + logged.run()).body()).at("/run/data");
    double last = steps.stream().mapToInt(step -> step).max().orElseThrow() * 0.5;
    assertThat(entries(data.path("metrics"))).containsEntry(logged.key(), Double.toString(last));
    for (int step : logged.answered()) {
      if (step % 10 == 0) {
        String name = logged.key() + "/" + step;
        assertThat(entries(data.path("params"))).containsEntry(name, name);
        assertThat(entries(data.path("tags"))).containsEntry(name, name);
      }
    }
  }

  private static List<Integer> with(List<Integer> some, int more) {
    List<Integer> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  private static List<Integer> steps(TestClient client, Logged logged) {
    String path = "metrics/get-history?run_id=%s&metric_key=%s&max_results=25000";
    JsonNode history =
        Json.parse(client.get(ROOT + path.formatted(logged.run(), logged.key())).body());
    return history.path("metrics").valueStream().map(point -> point.path("step").asInt()).toList();
  }

  private static Map<String, String> entries(JsonNode list) {
    Map<String, String> entries = new TreeMap<>();
    list.forEach(
        entry -> entries.put(entry.path("key").asString(), entry.path("value").asString()));
    return entries;
  }
}
