package dev.rondo.app.demo;

import dev.rondo.app.Server;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionQuery;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks what passengers asked, in order: a day's requests, then the clock moves to the next day.
final class Replay {
  private final Server server;
  private final Narrator narrator;
  private final TripFiles trips;
  private final Caller caller;
  private long requests;
  private long failed;
  private double asking;
  private double moving;

  Replay(Server server, Narrator narrator, TripFiles trips, Caller caller) {
    this.server = server;
    this.narrator = narrator;
    this.trips = trips;
    this.caller = caller;
  }

  /// Replays the days from `start` until before `end`.
  void run(LocalDate start, LocalDate end) {
    long days = end.toEpochDay() - start.toEpochDay();
    try (PredictClient client = new PredictClient(server.port(), Demo.ENDPOINT)) {
      for (YearMonth month = YearMonth.from(start);
          month.atDay(1).isBefore(end);
          month = month.plusMonths(1)) {
        Map<LocalDate, List<Trip>> byDay = trips.requests(month);
        for (LocalDate day = month.atDay(1);
            day.isBefore(month.plusMonths(1).atDay(1));
            day = day.plusDays(1)) {
          replay(client, day, byDay.getOrDefault(day, List.of()));
          long done = day.toEpochDay() - start.toEpochDay() + 1;
          narrator.progress(month.toString(), requests, requests * days / done);
        }
      }
      failed = client.failed();
    }
  }

  private void replay(PredictClient client, LocalDate day, List<Trip> asked) {
    long start = System.nanoTime();
    client.ask(asked);
    requests += asked.size();
    long middle = System.nanoTime();
    server.loop().advance(caller, EventTime.startOf(day.plusDays(1)));
    asking += (middle - start) / 1e9;
    moving += (System.nanoTime() - middle) / 1e9;
  }

  long requests() {
    return requests;
  }

  long failed() {
    return failed;
  }

  /// Where the time went: asking, retraining, and the rest of each day's work.
  Map<String, Double> seconds() {
    double training =
        executions("train").stream()
            .skip(1)
            .mapToDouble(e ->
                Duration.between(e.submitted(), e.ended().orElse(e.submitted())).toMillis()
                    / 1000.0)
            .sum();
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("replay_requests", asking);
    seconds.put("retraining", training);
    seconds.put("daily_data_and_watching", moving - training);
    return seconds;
  }

  /// The pipeline's executions, oldest first.
  private List<Execution> executions(String pipeline) {
    return server
        .loop()
        .engine()
        .list(caller, ExecutionQuery.newest(1000).withPipeline(pipeline))
        .reversed();
  }
}
