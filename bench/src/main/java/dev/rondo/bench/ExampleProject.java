package dev.rondo.bench;

import dev.rondo.app.Examples;
import dev.rondo.app.Server;
import dev.rondo.app.demo.GitPush;
import dev.rondo.app.demo.Simulator;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.SplittableRandom;

/// The example project on a server: given three small months, it has trained and deployed its
/// model.
final class ExampleProject {
  static final String ENDPOINT = "trip-duration";
  static final ProjectName NAME = new ProjectName("taxi-duration");
  static final Caller CALLER = Caller.platform("bench", NAME);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MONTHS = 3;
  private static final int TRIPS_A_MONTH = 1_000;
  private static final int ZONES = 36;
  private static final LocalDate NOW = Simulator.FIRST.plusMonths(MONTHS).atDay(1);

  private ExampleProject() {}

  static void deploy(Server server, Scratch scratch) throws IOException {
    Path data = scratch.folder("data");
    Simulator.write(data, 7, MONTHS, TRIPS_A_MONTH);
    server.loop().projects().create(CALLER, data);
    Path project = scratch.folder().resolve("project");
    Examples.copy(Examples.folder(NAME.value()), project);
    String commit = new GitPush(project).push(server.url() + "/git/" + NAME + ".git");
    Build build = server.builds().await(CALLER, new CommitId(commit), PATIENCE);
    if (build.bundle().isEmpty()) {
      throw Problem.conflict("The example's build failed: %s", build.message());
    }
    server.components().events().awaitSettled(PATIENCE);
    server.loop().advance(CALLER, EventTime.startOf(NOW));
    Execution training =
        server
            .loop()
            .engine()
            .await(CALLER, server.loop().start(CALLER, "train", Map.of()), PATIENCE);
    if (training.status() != ExecutionStatus.SUCCEEDED) {
      throw Problem.conflict("The training ended as %s.", training.status());
    }
    server.components().events().awaitSettled(PATIENCE);
  }

  /// A request of the day until which there is data: the same trip for the same number.
  static String trip(String id, int number) {
    SplittableRandom random = new SplittableRandom(number);
    return """
    {"request_id":"%s","pickup_datetime":"%sT%02d:%02d:00","pickup_location_id":%d,\
    "dropoff_location_id":%d,"trip_distance":%.2f,"vendor_id":1}\
    """
        .formatted(
            id,
            NOW,
            random.nextInt(24),
            random.nextInt(60),
            1 + random.nextInt(ZONES),
            1 + random.nextInt(ZONES),
            0.5 + random.nextInt(1_000) / 100.0);
  }
}
