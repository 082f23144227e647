package dev.rondo.bench;

import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Points of metrics over HTTP by MLflow's protocol, each answered when it is on the disk: in
/// batches, and one by one from several clients. Clients and server share the machine.
final class LogBenchmark implements Benchmark {
  private static final String BATCHES = "ledger.log_batch_metrics_per_second";
  private static final String SINGLE = "ledger.log_metric_per_second";
  private static final int BATCH_CLIENTS = 4;
  private static final int CLIENTS = 16;
  private static final int RUNS = 5;
  private static final Duration LENGTH = Duration.ofSeconds(3);

  @Override
  public String title() {
    return "points of metrics over HTTP, in batches of %,d and from %d clients"
        .formatted(LogRequests.BATCH, CLIENTS);
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
          Samples.of(
              RUNS,
              () ->
                  LogRequests.BATCH
                      * LogRequests.rate(port, BATCH_CLIENTS, LENGTH, LogRequests::batch));
      Samples single =
          Samples.of(RUNS, () -> LogRequests.rate(port, CLIENTS, LENGTH, LogRequests::point));
      return List.of(new Figure(BATCHES, "1/s", batches), new Figure(SINGLE, "1/s", single));
    }
  }
}
