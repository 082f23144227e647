package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Points of metrics over HTTP by MLflow's protocol, each answered when it is on the disk: in
/// batches, and one by one from several clients. Clients and server share the machine.
final class LogBenchmark implements Benchmark {
  private static final String BATCHES = "ledger.log_batch_metrics_per_second";
  private static final String SINGLE = "ledger.log_metric_per_second";
  private static final int BATCH = 1_000;
  private static final int KEYS = 10;
  private static final int BATCH_CLIENTS = 4;
  private static final int CLIENTS = 16;
  private static final int RUNS = 5;
  private static final Duration LENGTH = Duration.ofSeconds(3);

  @Override
  public String title() {
    return "points of metrics over HTTP, in batches of %,d and from %d clients"
        .formatted(BATCH, CLIENTS);
  }

  @Override
  public List<String> figures() {
    return List.of(BATCHES, SINGLE);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Server server = Server.start(new ServerOptions(scratch.folder("home"), 0))) {
      int port = URI.create(server.url()).getPort();
      Samples batches =
          Samples.of(RUNS, () -> BATCH * rate(port, BATCH_CLIENTS, LogBenchmark::batch));
      Samples single = Samples.of(RUNS, () -> rate(port, CLIENTS, LogBenchmark::point));
      return List.of(new Figure(BATCHES, "1/s", batches), new Figure(SINGLE, "1/s", single));
    }
  }

  /// The n-th request to a run.
  private interface Note {
    byte[] of(String run, int number);
  }

  /// Every client has a run of its own.
  private static double rate(int port, int clients, Note note) throws Exception {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      runs.add(create(port));
    }
    IntFunction<byte[]> requests = n -> note.of(runs.get(n % clients), n);
    return Load.run(port, clients, LENGTH, requests).requestsPerSecond();
  }

  private static String create(int port) throws IOException {
    try (HttpConnection connection = HttpConnection.open(port)) {
      connection.send(HttpConnection.post("/api/2.0/mlflow/runs/create", "{}"));
      return Json.parse(connection.body()).at("/run/info/run_id").asString();
    }
  }

  private static byte[] batch(String run, int number) {
    StringBuilder json = new StringBuilder(96 * BATCH).append("{\"run_id\":\"").append(run);
    json.append("\",\"metrics\":[");
    for (int i = 0; i < BATCH; i++) {
      int step = (number * BATCH + i) / KEYS;
      json.append(i == 0 ? "{\"key\":\"metric_" : ",{\"key\":\"metric_").append(i % KEYS);
      json.append("\",\"value\":0.").append(1_000_000 + step * 7919 % 1_000_000);
      json.append(",\"timestamp\":").append(1_700_000_000_000L + step);
      json.append(",\"step\":").append(step).append('}');
    }
    return HttpConnection.post("/api/2.0/mlflow/runs/log-batch", json.append("]}").toString());
  }

  private static byte[] point(String run, int number) {
    return HttpConnection.post(
        "/api/2.0/mlflow/runs/log-metric",
        "{\"run_id\":\"%s\",\"key\":\"loss\",\"value\":0.%d,\"timestamp\":%d,\"step\":%d}"
            .formatted(run, number, 1_700_000_000_000L + number, number));
  }
}
