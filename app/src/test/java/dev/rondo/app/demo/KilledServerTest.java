package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestClient;
import dev.rondo.app.Examples;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.app.ServerProcess;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionQuery;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server, killed again and again while it ingests, trains and deploys, ends where a
/// server ends that nobody disturbed: the same data, the same models, each step done once.
class KilledServerTest {
  private static final int KILLS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final EventTime START = EventTime.parse("2020-01-01");
  private static final String END = "2020-02-02";
  private static final Caller CALLER = Caller.platform("test", Demo.PROJECT);

  private static final String INTERRUPTED = "SELECT id FROM release WHERE status = 'INTERRUPTED'";

  /// What must not depend on how often the server was killed.
  private static final List<String> QUESTIONS =
      List.of(
          "SELECT pipeline, status, count(*) FROM execution GROUP BY 1, 2 ORDER BY 1, 2",
          "SELECT pipeline, position, count(*) FROM execution_attempt AS a JOIN execution AS e"
              + " ON e.key = a.execution WHERE a.status = 'SUCCEEDED' GROUP BY 1, 2 ORDER BY 1, 2",
          "SELECT name, version, digest FROM asset WHERE kind IN ('snapshot', 'model')"
              + " ORDER BY name, length(version), version",
          "SELECT broken, count(*) FROM quarantine GROUP BY 1 ORDER BY 1",
          "SELECT version, content ->> 'digest' FROM model_version ORDER BY 1",
          "SELECT version FROM serving_deployment WHERE state IN ('ACTIVE', 'PREVIOUS')"
              + " ORDER BY state");

  @TempDir Path folder;

  @Test
  void endsWhereAnUndisturbedOneEnds() throws Exception {
    Path data = folder.resolve("data");
    Simulator.write(data, 7);
    Path calm = folder.resolve("calm");
    prepare(calm, data);
    try (Server server = Server.start(new ServerOptions(calm, 0))) {
      server.loop().start(CALLER, "train", Map.of());
      ask(server);
      server.loop().advance(CALLER, EventTime.parse(END));
    }
    Path disturbed = folder.resolve("disturbed");
    prepare(disturbed, data);
    killed(disturbed, "/pipelines/train/runs", "{}", PATIENCE);
    try (Server server = Server.start(new ServerOptions(disturbed, 0))) {
      ask(server);
    }
    Random random = new Random(11);
    for (int kill = 0; kill < KILLS; kill++) {
      Duration time = Duration.ofMillis(200 + random.nextInt(1_500));
      killed(disturbed, "/clock", "{\"now\":\"" + END + "\"}", time);
    }
    try (Server server = Server.start(new ServerOptions(disturbed, 0))) {
      server.loop().advance(CALLER, EventTime.parse(END));
      server.components().events().awaitSettled(PATIENCE);
      try (TestClient client = new TestClient(server.url())) {
        assertThat(client.post(path("/predict"), trip(0).json()).statusCode()).isEqualTo(200);
      }
    }
    for (String question : QUESTIONS) {
      assertThat(answers(disturbed, question)).as(question).isEqualTo(answers(calm, question));
    }
    assertThat(answers(disturbed, "SELECT id FROM run WHERE status = 'RUNNING'")).isEmpty();
    assertThat(answers(disturbed, "SELECT id FROM release WHERE status = 'RUNNING'")).isEmpty();
    assertThat(answers(disturbed, "SELECT status FROM execution WHERE pipeline = 'train'"))
        .as("the loop has turned")
        .hasSizeGreaterThan(2);
    assertThat(answers(disturbed, "SELECT id FROM execution_attempt WHERE status = 'LOST'"))
        .as("tasks that were killed at work")
        .hasSizeGreaterThan(KILLS / 2);
    assertThat(answers(disturbed, INTERRUPTED)).as("releases that were killed").isNotEmpty();
  }

  /// A home with the example pushed and its first data.
  private void prepare(Path home, Path data) throws IOException {
    Path work = folder.resolve("work-" + home.getFileName());
    Examples.copy(Path.of("..", "examples", "taxi-duration"), work);
    Path monitor = work.resolve("monitors/trip-duration.yaml");
    Files.writeString(
        monitor,
        Files.readString(monitor)
            .replace("max-age: 56d", "max-age: 7d")
            .replace("cool-down: 21d", "cool-down: 7d"));
    try (Server server = Server.start(new ServerOptions(home, 0))) {
      server.loop().projects().create(CALLER, data);
      String commit = new GitPush(work).push(server.url() + "/git/" + Demo.PROJECT + ".git");
      assertThat(server.builds().await(CALLER, new CommitId(commit), PATIENCE).message()).isEmpty();
      server.components().events().awaitSettled(PATIENCE);
      server.loop().advance(CALLER, START);
    }
  }

  /// Waits for the first model, and asks what passengers will ask in the weeks to come.
  private static void ask(Server server) {
    ExecutionId training =
        server.loop().engine().list(CALLER, ExecutionQuery.newest(1)).getFirst().id();
    assertThat(server.loop().engine().await(CALLER, training, PATIENCE).status())
        .isEqualTo(ExecutionStatus.SUCCEEDED);
    server.components().events().awaitSettled(PATIENCE);
    try (TestClient client = new TestClient(server.url())) {
      for (int n = 0; n < 400; n++) {
        assertThat(client.post(path("/predict"), trip(n).json()).statusCode()).isEqualTo(200);
      }
    }
  }

  private static String path(String end) {
    return "/api/v1/endpoints/" + Demo.ENDPOINT + end;
  }

  private static Trip trip(int n) {
    String pickup = LocalDateTime.of(2020, 1, 1, 0, 30).plusHours(2L * n).withNano(0) + ":00";
    return new Trip("trip-" + n, pickup, 8, 22, 2.5, OptionalInt.of(1));
  }

  /// Starts the server, has it do something, and kills it after so long, or while it deploys.
  private void killed(Path home, String path, String body, Duration time) throws Exception {
    try (ServerProcess process = ServerProcess.start(home, folder.resolve("out"));
        TestClient client = new TestClient(process.url())) {
      CompletableFuture<?> moving =
          CompletableFuture.runAsync(
              () -> client.post("/api/v1/projects/" + Demo.PROJECT + path, body));
      Instant end = Instant.now().plus(time);
      while (Instant.now().isBefore(end) && !isReleasing(home)) {
        LockSupport.parkNanos(1_000_000);
      }
      process.kill();
      moving.handle((_, _) -> true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /// Whether a release is under way, and none was killed so far.
  private static boolean isReleasing(Path home) throws SQLException, IOException {
    return answers(home, INTERRUPTED).isEmpty()
        && !answers(home, "SELECT id FROM release WHERE status = 'RUNNING'").isEmpty();
  }

  private static List<String> answers(Path home, String question) throws SQLException, IOException {
    try (Stream<Path> files = Files.list(home);
        Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:"
                    + files
                        .filter(file -> file.toString().endsWith(".db"))
                        .findFirst()
                        .orElseThrow());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(rows.getString(i)).append(' ');
        }
        answers.add(line.toString());
      }
      return answers;
    }
  }
}
