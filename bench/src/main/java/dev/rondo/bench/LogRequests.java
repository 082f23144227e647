package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// Requests of MLflow's protocol that log something.
final class LogRequests {
  static final int BATCH = 1_000;
  private static final int KEYS = 10;
  private static final long START = 1_700_000_000_000L;

  private LogRequests() {}

  /// The n-th request to a run.
  interface Note {
    byte[] of(String run, int number);
  }

  /// How many requests a second are answered; every client has a run of its own.
  static double rate(int port, int clients, Duration length, Note note) throws Exception {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      runs.add(create(port));
    }
    IntFunction<byte[]> requests = n -> note.of(runs.get(n % clients), n);
    return Load.run(port, clients, length, requests).requestsPerSecond();
  }

  /// A new run of the default experiment.
  static String create(int port) throws IOException {
    try (HttpConnection connection = HttpConnection.open(port)) {
      connection.send(
          HttpConnection.post("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"0\"}"));
      return Json.parse(connection.body()).at("/run/info/run_id").asString();
    }
  }

  /// Points of ten metrics.
  static byte[] batch(String run, int number) {
    return batch(run, number, KEYS, "metric_");
  }

  /// Points of one metric.
  static byte[] curve(String run, int number) {
    return batch(run, number, 1, "loss");
  }

  private static byte[] batch(String run, int number, int keys, String name) {
    StringBuilder json = new StringBuilder(96 * BATCH).append("{\"run_id\":\"").append(run);
    json.append("\",\"metrics\":[");
    for (int i = 0; i < BATCH; i++) {
      int step = (number * BATCH + i) / keys;
      json.append(i == 0 ? "{\"key\":\"" : ",{\"key\":\"").append(name);
      json.append(keys == 1 ? "" : Integer.toString(i % keys));
      json.append("\",\"value\":0.").append(1_000_000 + step * 7919 % 1_000_000);
      json.append(",\"timestamp\":").append(START + step);
      json.append(",\"step\":").append(step).append('}');
    }
    return HttpConnection.post("/api/2.0/mlflow/runs/log-batch", json.append("]}").toString());
  }

  /// One point.
  static byte[] point(String run, int number) {
    return HttpConnection.post(
        "/api/2.0/mlflow/runs/log-metric",
        "{\"run_id\":\"%s\",\"key\":\"loss\",\"value\":0.%d,\"timestamp\":%d,\"step\":%d}"
            .formatted(run, number, START + number, number));
  }

  /// Ten metrics, ten parameters and five tags of the n-th run.
  static byte[] facts(String run, int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<String> metrics = new ArrayList<>();
    List<String> params = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      metrics.add(
          "{\"key\":\"metric_%d\",\"value\":%s,\"timestamp\":%d,\"step\":0}"
              .formatted(i, random.nextDouble(), START));
      params.add("{\"key\":\"param_%d\",\"value\":\"value_%d\"}".formatted(i, random.nextInt(10)));
    }
    for (int i = 0; i < KEYS / 2; i++) {
      tags.add("{\"key\":\"tag_%d\",\"value\":\"value_%d\"}".formatted(i, random.nextInt(100)));
    }
    return HttpConnection.post(
        "/api/2.0/mlflow/runs/log-batch",
        "{\"run_id\":\"%s\",\"metrics\":[%s],\"params\":[%s],\"tags\":[%s]}"
            .formatted(
                run, String.join(",", metrics), String.join(",", params), String.join(",", tags)));
  }
}
