package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      ExampleProject.deploy(server, scratch);
      int port = URI.create(server.url()).getPort();
      List<Figure> figures = new ArrayList<>();
      for (int connections : CONNECTIONS) {
        figures.addAll(measure(port, connections));
      }
      return figures;
    }
  }

  private static List<Figure> measure(int port, int connections) throws Exception {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      String run = "bench-%d-%d-".formatted(connections, i);
      loads.add(Load.run(port, connections, LENGTH, n -> request(run + n, n)));
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
  private static byte[] request(String id, int number) {
    return HttpConnection.post(
        "/api/v1/endpoints/" + ExampleProject.ENDPOINT + "/predict",
        ExampleProject.trip(id, number));
  }
}
