package dev.rondo.app.demo;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Asks the endpoint over HTTP, over a few connections at once.
final class PredictClient implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final HttpClient http;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final URI predict;
  private final LongAdder failed = new LongAdder();

  PredictClient(String url, String endpoint) {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(senders).build();
    predict = URI.create(url + "/api/v1/endpoints/" + endpoint + "/predict");
  }

  /// Sends all requests and waits for the answers.
  void ask(List<Trip> trips) {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      senders.execute(() -> {
        try {
          for (int n = next.getAndIncrement(); n < trips.size(); n = next.getAndIncrement()) {
            ask(trips.get(n));
          }
        } finally {
          done.countDown();
        }
      });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The replay was interrupted.", e);
    }
  }

  private void ask(Trip trip) {
    HttpRequest request =
        HttpRequest.newBuilder(predict)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(trip.json()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        report(trip, answer.body());
      }
    } catch (IOException e) {
      report(trip, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(Trip trip, String why) {
    failed.increment();
    System.getLogger(PredictClient.class.getName())
        .log(System.Logger.Level.WARNING, "The request for " + trip.id() + " failed: " + why);
  }

  long failed() {
    return failed.sum();
  }

  @Override
  public void close() {
    http.close();
    senders.close();
  }
}
