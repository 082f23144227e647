package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunBatch;
import dev.rondo.ledger.RunDraft;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// What people wait for in a ledger that has grown, over HTTP by MLflow's protocol: runs by a
/// metric and a parameter in the order of another metric, a long curve as a chart, experiments in
/// pages. And the same as pages of our own.
final class RunSearchBenchmark implements Benchmark {
  private static final String SEARCH = "ledger.search_runs_ms";
  private static final String HISTORY = "ledger.metric_history_ms";
  private static final String EXPERIMENTS = "ledger.experiments_page_ms";
  private static final String EXPERIMENTS_SEEN = "web.experiments_page_ms";
  private static final String RUNS_SEEN = "web.runs_page_ms";
  private static final String CURVE_SEEN = "web.run_page_ms";
  private static final int RUN_COUNT = 100_000;
  private static final int POINTS = 1_000_000;
  private static final int CHART = 1_000;
  private static final int EXPERIMENT_COUNT = 10_000;
  private static final int PAGE = 1_000;
  private static final int CALL = 25_000;
  private static final int RUNS = 30;
  private static final double SEARCH_MILLIS = 20;
  private static final double HISTORY_MILLIS = 100;
  private static final double SEEN_MILLIS = 50;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Caller CALLER = Caller.platform("bench", new ProjectName("default"));

  /// Pages from all of the list.
  private static final IntFunction<String> EXPERIMENT_PAGE =
      n -> "/experiments?from=" + n * EXPERIMENT_COUNT / RUNS;

  private static final IntFunction<String> RUN_PAGE =
      n ->
          "/experiments/0?order=metrics.metric_2%20DESC&filter=metrics.metric_1%20%3E%200.5%20AND"
              + "%20params.param_3%20%3D%20%27value_"
              + n % 10
              + "%27";

  @Override
  public String title() {
    return "%,d runs searched, %,d points charted, %,d experiments listed"
        .formatted(RUN_COUNT, POINTS, EXPERIMENT_COUNT);
  }

  @Override
  public List<String> figures() {
    return List.of(SEARCH, HISTORY, EXPERIMENTS, EXPERIMENTS_SEEN, RUNS_SEEN, CURVE_SEEN);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Server server = Server.start(new ServerOptions(scratch.folder("home"), 0))) {
      Ledger ledger = server.components().ledger();
      Bulk.add(RUN_COUNT, n -> addRun(ledger, n));
      Bulk.add(
          EXPERIMENT_COUNT,
          n -> ledger.experiments().create(CALLER, "e" + n, Optional.empty(), List.of()));
      RunId curve = addCurve(ledger);
      try (HttpClient pages = HttpClient.newHttpClient();
          HttpConnection connection = HttpConnection.open(URI.create(server.url()).getPort())) {
        return List.of(
            new Figure(SEARCH, "ms", search(connection)).withLimit(SEARCH_MILLIS),
            new Figure(HISTORY, "ms", history(connection, curve)).withLimit(HISTORY_MILLIS),
            new Figure(EXPERIMENTS, "ms", experiments(connection)).withLimit(SEARCH_MILLIS),
            new Figure(EXPERIMENTS_SEEN, "ms", pages(pages, server.url(), EXPERIMENT_PAGE))
                .withLimit(SEEN_MILLIS),
            new Figure(RUNS_SEEN, "ms", pages(pages, server.url(), RUN_PAGE))
                .withLimit(SEEN_MILLIS),
            new Figure(CURVE_SEEN, "ms", pages(pages, server.url(), _ -> "/runs/" + curve))
                .withLimit(SEEN_MILLIS));
      }
    }
  }

  private static Samples pages(HttpClient client, String url, IntFunction<String> path)
      throws Exception {
    int[] number = {0};
    return Samples.of(
        RUNS,
        () -> {
          URI page = URI.create(url + path.apply(number[0]++ % RUNS));
          long start = System.nanoTime();
          var answer =
              client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofByteArray());
          double millis = (System.nanoTime() - start) / 1e6;
          if (answer.statusCode() != 200) {
            throw Problem.conflict("%s was answered with status %d.", page, answer.statusCode());
          }
          return millis;
        });
  }

  private static void addRun(Ledger ledger, int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<Tag> tags = new ArrayList<>();
    List<Metric> metrics = new ArrayList<>();
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      metrics.add(new Metric("metric_" + i, random.nextDouble(), START, 0));
      parameters.add(new Parameter("param_" + i, "value_" + random.nextInt(10)));
    }
    for (int i = 0; i < 5; i++) {
      tags.add(new Tag("tag_" + i, "value_" + random.nextInt(100)));
    }
    RunId run = create(ledger, "run-" + number, number, tags);
    ledger.runs().log(CALLER, run, new RunBatch(parameters, metrics, List.of()));
  }

  private static RunId create(Ledger ledger, String name, int second, List<Tag> tags) {
    RunDraft draft =
        new RunDraft(
            ExperimentId.DEFAULT,
            Optional.of(name),
            "mlflow",
            Optional.empty(),
            START.plusSeconds(second),
            tags);
    return ledger.runs().create(CALLER, draft).run().id();
  }

  private static RunId addCurve(Ledger ledger) {
    RunId run = create(ledger, "curve", RUN_COUNT, List.of());
    for (int from = 0; from < POINTS; from += CALL) {
      List<Metric> points = new ArrayList<>(CALL);
      for (int step = from; step < from + CALL; step++) {
        points.add(new Metric("loss", 1.0 / (1 + step), START.plusMillis(step), step));
      }
      ledger.logMetrics(CALLER, run, points);
    }
    return run;
  }

  private static Samples search(HttpConnection connection) throws Exception {
    return Samples.of(
        RUNS,
        () ->
            Load.millis(
                connection,
                HttpConnection.post(
                    "/api/2.0/mlflow/runs/search",
                    """
                    {"experiment_ids":["0"],"max_results":100,"order_by":["metrics.metric_2 DESC"],\
                    "filter":"metrics.metric_1 > 0.5 AND params.param_3 = 'value_7'"}\
                    """)));
  }

  private static Samples history(HttpConnection connection, RunId run) throws Exception {
    return Samples.of(
        RUNS,
        () ->
            Load.millis(
                connection,
                HttpConnection.get(
                    "/api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=loss&max_results="
                        + CHART
                        + "&run_ids="
                        + run)));
  }

  /// One page after another, from the first to the last.
  private static Samples experiments(HttpConnection connection) throws Exception {
    String[] token = {""};
    return Samples.of(
        RUNS,
        () -> {
          double millis =
              Load.millis(
                  connection,
                  HttpConnection.get(
                      "/api/2.0/mlflow/experiments/search?max_results="
                          + PAGE
                          + "&page_token="
                          + token[0]));
          token[0] = Json.parse(connection.body()).path("next_page_token").asString("");
          return millis;
        });
  }
}
