package dev.rondo.app.demo;

import dev.rondo.app.Examples;
import dev.rondo.app.Server;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One turn of the loop after the other: the project is pushed, the first model is trained on three
/// months, and then everything that passengers ask in the months after is asked over HTTP, day by
/// day in event time, while the platform ingests, watches, retrains, promotes and rolls back by
/// itself.
final class Demo {
  static final String ENDPOINT = "trip-duration";
  static final ProjectName PROJECT = new ProjectName("taxi-duration");
  private static final int FIRST_MONTHS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Server server;
  private final Narrator narrator;
  private final Optional<Path> data;
  private final Caller caller = Caller.platform("demo", PROJECT);
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  Demo(Server server, Narrator narrator, Optional<Path> data) {
    this.server = server;
    this.narrator = narrator;
    this.data = data;
  }

  /// Runs to the end of the data.
  ObjectNode run() throws Exception {
    if (server.loop().projects().names().contains(PROJECT)) {
      throw Problem.conflict(
          "This home has a project '%s' already; give the demo a new one with --home.", PROJECT);
    }
    Path folder = timed("simulate", this::data);
    String commit = timed("push_and_build", () -> push(folder));
    TripFiles trips = new TripFiles(server.components().sql(), folder);
    LocalDate start = YearMonth.from(trips.firstDay()).plusMonths(FIRST_MONTHS).atDay(1);
    try (AutoCloseable _ = new Moments(server, narrator).listen()) {
      timed("first_data", () -> advance(start));
      timed("first_training", this::train);
      Replay replay = new Replay(server, narrator, trips, caller);
      replay.run(start, trips.end());
      seconds.putAll(replay.seconds());
      timed("last_labels", () -> advance(trips.end().plusDays(1)));
      ObjectNode result =
          timed(
              "report",
              () ->
                  new Report(server, caller)
                      .write(EventTime.startOf(start), EventTime.startOf(trips.end()), replay));
      result.put("commit", commit);
      ObjectNode spent = result.putObject("seconds");
      seconds.forEach((phase, value) -> spent.put(phase, Math.round(value * 10) / 10.0));
      spent.put(
          "total", Math.round(seconds.values().stream().mapToDouble(v -> v).sum() * 10) / 10.0);
      tell(result);
      return result;
    }
  }

  private interface Part<T> {
    T run() throws Exception;
  }

  private <T> T timed(String phase, Part<T> part) throws Exception {
    long start = System.nanoTime();
    T value = part.run();
    seconds.merge(phase, (System.nanoTime() - start) / 1e9, Double::sum);
    return value;
  }

  private Path data() throws IOException {
    if (data.isPresent()) {
      narrator.say("Real trips from " + data.get() + ".");
      return data.get();
    }
    Path folder = server.components().home().resolve("simulated-trips");
    narrator.say("No --data was given: the trips are SIMULATED, from a fixed seed.");
    Simulator.write(folder, 7);
    return folder;
  }

  /// Pushes the example as a user would, and waits for its build.
  private String push(Path folder) throws IOException {
    server.loop().projects().create(caller, folder);
    Path clone = Files.createTempDirectory(server.components().home(), "demo-push");
    Examples.copy(Examples.folder(PROJECT.value()), clone.resolve("project"));
    String commit =
        new GitPush(clone.resolve("project")).push(server.url() + "/git/" + PROJECT + ".git");
    Build build = server.builds().await(caller, new CommitId(commit), PATIENCE);
    if (build.bundle().isEmpty()) {
      throw Problem.of(ProblemCode.INVALID_FILE, build.message(), build.mistakes());
    }
    server.components().events().awaitSettled(PATIENCE);
    narrator.say("Pushed and built commit " + commit.substring(0, 12) + ".");
    return commit;
  }

  private boolean advance(LocalDate day) {
    server.loop().advance(caller, EventTime.startOf(day));
    return true;
  }

  private boolean train() {
    ExecutionId id = server.loop().start(caller, "train", Map.of());
    Execution ended = server.loop().engine().await(caller, id, PATIENCE);
    server.components().events().awaitSettled(PATIENCE);
    if (ended.status() != ExecutionStatus.SUCCEEDED) {
      throw Problem.conflict("The first training failed; see: rondo runs logs %s", id.value());
    }
    return true;
  }

  private void tell(ObjectNode result) {
    narrator.say("");
    for (String line : summary(result)) {
      narrator.say(line);
    }
  }

  private static List<String> summary(ObjectNode r) {
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d rows read, %,d accepted, %,d quarantined.",
            r.path("rows_read").asLong(),
            r.path("rows_valid").asLong(),
            r.path("rows_quarantined").asLong()),
        String.format(
            Locale.ROOT,
            "%,d requests, %d failed. Mean error %.3f minutes; the first model alone: %.3f.",
            r.path("requests").asLong(),
            r.path("failed_requests").asLong(),
            r.path("closed_loop_mae").asDouble(),
            r.path("static_mae").asDouble()),
        String.format(
            Locale.ROOT,
            "In the spring of 2020: %.3f; the first model alone: %.3f.",
            r.path("closed_loop_mae_spring_2020").asDouble(),
            r.path("static_mae_spring_2020").asDouble()),
        String.format(
            Locale.ROOT,
            "%d retrainings, %d promotions, %d rollbacks, in %s s.",
            r.path("retrains").asInt(),
            r.path("promotions").asInt(),
            r.path("rollbacks").asInt(),
            Json.write(r.path("seconds").path("total"))));
  }
}
