package dev.rondo.app.demo;

import dev.rondo.app.HttpConnection;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks the endpoint over HTTP, over a few connections at once.
final class PredictClient implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final String path;
  private final List<HttpConnection> connections = new ArrayList<>();
  private final ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
  private long failed;

  PredictClient(int port, String endpoint) {
    path = "/api/v1/endpoints/" + endpoint + "/predict";
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(HttpConnection.open(port));
      }
    } catch (IOException e) {
      close();
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE, "The server does not answer: " + e.getMessage(), e);
    }
  }

  /// Sends all requests and waits for the answers.
  void ask(List<Trip> trips) {
    AtomicInteger next = new AtomicInteger();
    List<Future<Long>> running = new ArrayList<>();
    for (HttpConnection connection : connections) {
      running.add(senders.submit(() -> ask(connection, trips, next)));
    }
    try {
      for (Future<Long> sender : running) {
        failed += sender.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The replay was interrupted.", e);
    } catch (ExecutionException e) {
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE, "The server stopped answering: " + e.getMessage(), e);
    }
  }

  /// How many of the requests that this connection took from the common list failed.
  private long ask(HttpConnection connection, List<Trip> trips, AtomicInteger next)
      throws IOException {
    long refused = 0;
    for (int n = next.getAndIncrement(); n < trips.size(); n = next.getAndIncrement()) {
      if (connection.send(HttpConnection.post(path, trips.get(n).json())) != 200) {
        refused++;
        System.getLogger(PredictClient.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "The request for " + trips.get(n).id() + " failed: " + connection.body());
      }
    }
    return refused;
  }

  long failed() {
    return failed;
  }

  @Override
  public void close() {
    senders.close();
    for (HttpConnection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        System.getLogger(PredictClient.class.getName())
            .log(System.Logger.Level.DEBUG, "A connection did not close.", e);
      }
    }
  }
}
