package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/// The same requests to our server and to MLflow's own on SQLite, in turn, each server in processes
/// of its own: the time of a batch of metrics and of a single one under load, of a search and of a
/// metric's history; beside it the start and the memory.
final class MlflowBenchmark implements Benchmark {
  private static final String VARIABLE = "RONDO_BENCH_MLFLOW";
  private static final String PEER = "MLflow's server, SQLite";
  private static final String START = "ledger.mlflow_start_ms";
  private static final String MEMORY = "ledger.mlflow_idle_mb";
  private static final String BATCH = "ledger.mlflow_batch_ms";
  private static final String SINGLE = "ledger.mlflow_metric_ms";
  private static final String SEARCH = "ledger.mlflow_search_ms";
  private static final String HISTORY = "ledger.mlflow_history_ms";
  private static final double THROUGHPUT = 0.05;
  private static final double LATENCY = 0.1;
  private static final int RUN_COUNT = 2_000;
  private static final int POINTS = 20_000;
  private static final int FILLERS = 8;
  private static final int RUNS = 3;
  private static final int CALLS = 10;
  private static final Duration LENGTH = Duration.ofSeconds(3);

  @Override
  public String title() {
    return "metrics, %,d runs and %,d points, and MLflow's own server".formatted(RUN_COUNT, POINTS);
  }

  @Override
  public List<String> figures() {
    return List.of(START, MEMORY, BATCH, SINGLE, SEARCH, HISTORY);
  }

  private static String python() {
    return System.getenv().getOrDefault(VARIABLE, "python3");
  }

  @Override
  public Optional<String> obstacle() {
    return PythonModules.missing(python(), VARIABLE, "mlflow");
  }

  /// Two servers, and what both were asked.
  private record Pair(ServerProcess ours, ServerProcess theirs) implements AutoCloseable {
    /// What is asked of one of them.
    interface Ask {
      double millis(int port) throws Exception;
    }

    static Pair start(Path folder) throws IOException {
      ServerProcess theirs = mlflow(folder);
      try {
        return new Pair(ServerProcess.rondo(folder, "-XX:AOTMode=auto"), theirs);
      } catch (IOException | RuntimeException e) {
        theirs.close();
        throw e;
      }
    }

    Figure figure(String name, int runs, Ask ask) throws Exception {
      List<Double> mine = new ArrayList<>();
      List<Double> other = new ArrayList<>();
      for (int i = 0; i <= runs; i++) {
        double here = ask.millis(ours.port());
        double there = ask.millis(theirs.port());
        if (i > 0) {
          mine.add(here);
          other.add(there);
        }
      }
      return MlflowBenchmark.figure(name, "ms", mine, other);
    }

    Figure once(String name, String unit, ToDoubleFunction<ServerProcess> measure) {
      return MlflowBenchmark.figure(
          name, unit, List.of(measure.applyAsDouble(ours)), List.of(measure.applyAsDouble(theirs)));
    }

    @Override
    public void close() {
      try (theirs) {
        ours.close();
      }
    }
  }

  private static Figure figure(String name, String unit, List<Double> ours, List<Double> theirs) {
    return new Figure(
        name, unit, new Samples(ours), Optional.of(new Figure.Peer(PEER, new Samples(theirs))));
  }

  private static ServerProcess mlflow(Path folder) throws IOException {
    String store = "sqlite:///" + folder.resolve("mlflow.db");
    String files = folder.resolve("mlflow-artifacts").toString();
    return ServerProcess.start(
        folder,
        Map.of("MLFLOW_DISABLE_TELEMETRY", "true"),
        port ->
            List.of(
                python(),
                "-m",
                "mlflow",
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--backend-store-uri",
                store,
                "--artifacts-destination",
                files));
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Pair pair = Pair.start(scratch.folder())) {
      List<Figure> figures = new ArrayList<>();
      figures.add(pair.once(START, "ms", ServerProcess::startMillis));
      figures.add(pair.once(MEMORY, "MB", ServerProcess::megabytes));
      figures.add(pair.figure(BATCH, RUNS, MlflowBenchmark::batch).withLimit(THROUGHPUT));
      figures.add(pair.figure(SINGLE, RUNS, MlflowBenchmark::single).withLimit(THROUGHPUT));
      fill(pair.ours().port());
      fill(pair.theirs().port());
      figures.add(pair.figure(SEARCH, CALLS, MlflowBenchmark::search).withLimit(LATENCY));
      String curve = LogRequests.create(pair.ours().port());
      String other = LogRequests.create(pair.theirs().port());
      curve(pair.ours().port(), curve);
      curve(pair.theirs().port(), other);
      figures.add(
          pair.figure(
                  HISTORY, CALLS, port -> history(port, port == pair.ours().port() ? curve : other))
              .withLimit(LATENCY));
      return figures;
    }
  }

  private static double batch(int port) throws Exception {
    return 1_000 / LogRequests.rate(port, 4, LENGTH, LogRequests::batch);
  }

  private static double single(int port) throws Exception {
    return 1_000 / LogRequests.rate(port, 16, LENGTH, LogRequests::point);
  }

  /// Runs with ten metrics, ten parameters and five tags each.
  private static void fill(int port) throws Exception {
    List<Future<?>> filling = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(FILLERS)) {
      for (int i = 0; i < FILLERS; i++) {
        int first = i;
        filling.add(
            clients.submit(() -> {
              fill(port, first);
              return first;
            }));
      }
    }
    for (Future<?> client : filling) {
      client.get();
    }
  }

  private static void fill(int port, int first) throws IOException {
    try (HttpConnection connection = HttpConnection.open(port)) {
      for (int i = first; i < RUN_COUNT; i += FILLERS) {
        answered(
            connection,
            HttpConnection.post(
                "/api/2.0/mlflow/runs/create",
                "{\"experiment_id\":\"0\",\"start_time\":%d}".formatted(1_700_000_000_000L + i)));
        String run = Json.parse(connection.body()).at("/run/info/run_id").asString();
        answered(connection, LogRequests.facts(run, i));
      }
    }
  }

  private static void curve(int port, String run) throws IOException {
    try (HttpConnection connection = HttpConnection.open(port)) {
      for (int i = 0; i < POINTS / LogRequests.BATCH; i++) {
        answered(connection, LogRequests.curve(run, i));
      }
    }
  }

  private static double search(int port) throws IOException {
    return millis(
        port,
        HttpConnection.post(
            "/api/2.0/mlflow/runs/search",
            """
            {"experiment_ids":["0"],"max_results":100,"order_by":["metrics.metric_2 DESC"],\
            "filter":"metrics.metric_1 > 0.5"}\
            """));
  }

  private static double history(int port, String run) throws IOException {
    return millis(
        port,
        HttpConnection.get(
            "/api/2.0/mlflow/metrics/get-history?metric_key=loss&max_results="
                + POINTS
                + "&run_id="
                + run));
  }

  private static double millis(int port, byte[] request) throws IOException {
    try (HttpConnection connection = HttpConnection.open(port)) {
      long start = System.nanoTime();
      answered(connection, request);
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static void answered(HttpConnection connection, byte[] request) throws IOException {
    int status = connection.send(request);
    if (status != 200) {
      throw Problem.of(
          ProblemCode.UNAVAILABLE,
          "A request was answered with status %d: %s",
          status,
          connection.body());
    }
  }
}
