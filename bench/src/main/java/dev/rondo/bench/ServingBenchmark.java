package dev.rondo.bench;

import dev.rondo.app.Examples;
import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.app.demo.GitPush;
import dev.rondo.app.demo.Simulator;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Predictions over HTTP by a whole server in this process, which was given the example project and
/// has trained and deployed its model: each request is checked, its features are looked up, and its
/// answer is logged. Clients and server share the machine.
final class ServingBenchmark implements Benchmark {
  private static final String RATE = "serving.infer_requests_per_second@";
  private static final String MIDDLE = "serving.infer_p50_ms@";
  private static final String SLOW = "serving.infer_p99_ms@";
  private static final List<Integer> CONNECTIONS = List.of(1, 32);
  private static final int RUNS = 5;
  private static final Duration LENGTH = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MONTHS = 3;
  private static final int TRIPS_A_MONTH = 1_000;
  private static final int ZONES = 36;
  private static final LocalDate NOW = Simulator.FIRST.plusMonths(MONTHS).atDay(1);
  private static final ProjectName PROJECT = new ProjectName("taxi-duration");
  private static final Caller CALLER = Caller.platform("bench", PROJECT);

  @Override
  public String title() {
    return "predictions over HTTP at %s connections".formatted(CONNECTIONS);
  }

  @Override
  public List<String> figures() {
    return Stream.of(RATE, MIDDLE, SLOW)
        .flatMap(name -> CONNECTIONS.stream().map(count -> name + count))
        .toList();
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Server server = Server.start(new ServerOptions(scratch.folder("home"), 0))) {
      deploy(server, scratch);
      int port = URI.create(server.url()).getPort();
      List<Figure> figures = new ArrayList<>();
      for (int connections : CONNECTIONS) {
        figures.addAll(measure(port, connections));
      }
      return figures;
    }
  }

  private static void deploy(Server server, Scratch scratch) throws IOException {
    Path data = scratch.folder("data");
    Simulator.write(data, 7, MONTHS, TRIPS_A_MONTH);
    server.loop().projects().create(CALLER, data);
    Path project = scratch.folder().resolve("project");
    Examples.copy(Examples.folder(PROJECT.value()), project);
    String commit = new GitPush(project).push(server.url() + "/git/" + PROJECT + ".git");
    Build build = server.builds().await(CALLER, new CommitId(commit), PATIENCE);
    if (build.bundle().isEmpty()) {
      throw Problem.conflict("The example's build failed: %s", build.message());
    }
    server.components().events().awaitSettled(PATIENCE);
    server.loop().advance(CALLER, EventTime.startOf(NOW));
    Execution training =
        server
            .loop()
            .engine()
            .await(CALLER, server.loop().start(CALLER, "train", Map.of()), PATIENCE);
    if (training.status() != ExecutionStatus.SUCCEEDED) {
      throw Problem.conflict("The training ended as %s.", training.status());
    }
    server.components().events().awaitSettled(PATIENCE);
  }

  private static List<Figure> measure(int port, int connections) throws Exception {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      String run = "bench-%d-%d-".formatted(connections, i);
      loads.add(Load.run(port, connections, LENGTH, n -> request(run, n)));
    }
    List<Load> counted = loads.subList(1, loads.size());
    return List.of(
        new Figure(
            RATE + connections,
            "1/s",
            new Samples(counted.stream().map(Load::requestsPerSecond).toList())),
        new Figure(
            MIDDLE + connections,
            "ms",
            new Samples(counted.stream().map(load -> load.millis(0.5)).toList())),
        new Figure(
            SLOW + connections,
            "ms",
            new Samples(counted.stream().map(load -> load.millis(0.99)).toList())));
  }

  /// The same for the same number in every run, but for its id.
  private static byte[] request(String run, int number) {
    SplittableRandom random = new SplittableRandom(number);
    String json =
        """
        {"request_id":"%s%d","pickup_datetime":"%sT%02d:%02d:00","pickup_location_id":%d,\
        "dropoff_location_id":%d,"trip_distance":%.2f,"vendor_id":1}\
        """
            .formatted(
                run,
                number,
                NOW,
                random.nextInt(24),
                random.nextInt(60),
                1 + random.nextInt(ZONES),
                1 + random.nextInt(ZONES),
                0.5 + random.nextInt(1_000) / 100.0);
    return HttpConnection.post("/api/v1/endpoints/trip-duration/predict", json);
  }
}
