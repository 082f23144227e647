package dev.rondo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From the command `rondo up`, as a person gives it, to the server's first HTTP answer; on a home
/// that was used before, with the start-up cache and without it in turn.
final class StartBenchmark implements Benchmark {
  private static final String WITH_CACHE = "start.ready_ms";
  private static final String WITHOUT_CACHE = "start.ready_without_cache_ms";
  private static final int RUNS = 5;

  @Override
  public String title() {
    return "the start of the server, to its first answer";
  }

  @Override
  public List<String> figures() {
    return List.of(WITH_CACHE, WITHOUT_CACHE);
  }

  @Override
  public List<Figure> run() throws Exception {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    try (Scratch scratch = Scratch.open()) {
      for (int i = 0; i <= RUNS; i++) {
        double cached = millis(scratch, "-XX:AOTMode=auto");
        double plain = millis(scratch, "-XX:AOTMode=off");
        if (i > 0) {
          with.add(cached);
          without.add(plain);
        }
      }
    }
    Samples plain = new Samples(without);
    return List.of(
        new Figure(
            WITH_CACHE,
            "ms",
            new Samples(with),
            Optional.of(new Figure.Peer("without the cache", plain))),
        new Figure(WITHOUT_CACHE, "ms", plain));
  }

  private static double millis(Scratch scratch, String option) throws Exception {
    try (ServerProcess server = ServerProcess.rondo(scratch.folder(), option)) {
      return server.startMillis();
    }
  }
}
