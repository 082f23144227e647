package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// A server in processes of its own, from its command to its first answer and to its end.
///
/// @param startMillis how long the first answer took
record ServerProcess(Process process, int port, double startMillis) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(3);

  /// Starts a server, and waits until it says that it is well.
  ///
  /// @param folder for what it says of errors
  /// @param command with the port that it is given
  static ServerProcess start(
      Path folder, Map<String, String> environment, IntFunction<List<String>> command)
      throws IOException {
    int port = freePort();
    Path errors = folder.resolve("errors-" + port + ".txt");
    ProcessBuilder builder = new ProcessBuilder(command.apply(port));
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(errors.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      awaitAnswer(process, port, errors);
    } catch (Problem e) {
      end(process);
      throw e;
    }
    return new ServerProcess(process, port, (System.nanoTime() - start) / 1e6);
  }

  /// Rondo, as a person starts it.
  ///
  /// @param javaOptions for the server's process
  static ServerProcess rondo(Path folder, String javaOptions) throws IOException {
    return start(
        folder,
        Map.of("RONDO_JAVA_OPTIONS", javaOptions),
        port ->
            List.of(
                Path.of(System.getProperty("rondo.root", "."), "rondo").toString(),
                "up",
                "--home",
                folder.resolve("home").toString(),
                "--port",
                Integer.toString(port)));
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
      return connection.send(HttpConnection.get("/health")) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// What all of its processes hold in memory, each page counted once.
  double megabytes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToDouble(one -> ProcessMemory.megabytes(one.pid()))
        .sum();
  }

  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
