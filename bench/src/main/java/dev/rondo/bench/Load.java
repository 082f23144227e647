package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/// What a server did under load: each connection sends its next request when the last one is
/// answered.
///
/// @param nanos how long each answer took, ascending
record Load(double requestsPerSecond, long[] nanos) {

  /// @param requests makes the n-th request of all
  static Load run(int port, int connections, Duration length, IntFunction<byte[]> requests)
      throws Exception {
    List<Future<long[]>> running = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        int first = i;
        running.add(
            clients.submit(
                () -> connection(port, start + length.toNanos(), first, connections, requests)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    LongStream all = LongStream.empty();
    for (Future<long[]> client : running) {
      all = LongStream.concat(all, Arrays.stream(client.get()));
    }
    long[] nanos = all.sorted().toArray();
    return new Load(nanos.length / seconds, nanos);
  }

  private static long[] connection(
      int port, long end, int first, int step, IntFunction<byte[]> requests) throws IOException {
    long[] nanos = new long[1 << 12];
    int n = 0;
    try (HttpConnection connection = HttpConnection.open(port)) {
      for (long now = System.nanoTime(); now < end; n++) {
        byte[] request = requests.apply(first + n * step);
        long start = System.nanoTime();
        int status = connection.send(request);
        now = System.nanoTime();
        requireSuccess(status);
        nanos = n < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * n);
        nanos[n] = now - start;
      }
    }
    return Arrays.copyOf(nanos, n);
  }

  /// How long one answer takes.
  static double millis(HttpConnection connection, byte[] request) throws IOException {
    long start = System.nanoTime();
    int status = connection.send(request);
    double millis = (System.nanoTime() - start) / 1e6;
    requireSuccess(status);
    return millis;
  }

  private static void requireSuccess(int status) {
    if (status != 200) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "A request was answered with status %d.", status);
    }
  }

  /// How long the given share of answers took at the most.
  double millis(double share) {
    return nanos[(int) Math.min(nanos.length - 1L, Math.round(share * nanos.length))] / 1e6;
  }
}
