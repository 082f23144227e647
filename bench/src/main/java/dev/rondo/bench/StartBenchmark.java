package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// From the command `rondo up`, as a person gives it, to the server's first HTTP answer; on a home
/// that was used before, with the start-up cache and without it in turn.
final class StartBenchmark implements Benchmark {
  private static final String WITH_CACHE = "start.ready_ms";
  private static final String WITHOUT_CACHE = "start.ready_without_cache_ms";
  private static final int RUNS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(3);

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
    int port = freePort();
    Path errors = scratch.folder().resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("rondo.root", "."), "rondo").toString(),
            "up",
            "--home",
            scratch.folder().resolve("home").toString(),
            "--port",
            Integer.toString(port));
    builder.environment().put("RONDO_JAVA_OPTIONS", option);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(errors.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      awaitAnswer(process, port, errors);
      return (System.nanoTime() - start) / 1e6;
    } finally {
      end(process);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitAnswer(Process process, int port, Path errors) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isAnswering(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw Problem.of(
            ProblemCode.UNAVAILABLE, "The server did not start: %s", Files.readString(errors));
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private static boolean isAnswering(int port) {
    try (HttpConnection connection = HttpConnection.open(port)) {
      return connection.send(HttpConnection.get("/api/v1/status")) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
