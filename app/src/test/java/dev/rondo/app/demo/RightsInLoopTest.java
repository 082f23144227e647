package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.access.Role;
import dev.rondo.app.Examples;
import dev.rondo.app.ServerOptions;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.BuildStatus;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Git;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users with roles make the loop do: by starting pipelines, and by pushing what it starts.
class RightsInLoopTest {
  private static final String PASSWORD = "long.enough.to.be.one";
  private static final String EVIL =
      """
      name: evil
      tasks:
        gate:
          uses: promote-if-better
          with: {model: m, examples: {}, choice: {mae: 0.0}, registered: {model: m, version: 1}}
      """;

  private static final String WITHDRAWAL =
      """
      name: evil
      parameters: {now: null}
      tasks:
        judge:
          uses: judge-window
          with: {monitor: trip-duration, service: trip_duration, until: "${parameters.now}"}
      """;

  @TempDir Path folder;
  private Git git;

  @Test
  void nobodyMakesTheLoopDoWhatTheyMayNotDo() throws IOException {
    Path data = folder.resolve("data");
    Simulator.write(data, 7, 1, 200);
    Path work = folder.resolve("work");
    Examples.copy(TaxiServer.EXAMPLE, work);
    git = Git.init(work);
    try (TaxiServer taxi = TaxiServer.start(new ServerOptions(folder.resolve("home"), 0), data)) {
      add(taxi, "engineer", Role.DATA_ENGINEER);
      add(taxi, "scientist", Role.DATA_SCIENTIST);
      add(taxi, "joiner", Role.ML_ENGINEER);
      Build refused = push(taxi, "scientist");
      assertThat(refused.status()).isEqualTo(BuildStatus.FAILED);
      assertThat(refused.mistakes().toString())
          .contains("Pipeline 'train'", "promote models", "Endpoint", "deploy", "'scientist'");
      Files.writeString(work.resolve("NOTES.md"), "Looked at.");
      assertThat(push(taxi, "joiner").message()).isEmpty();

      assertThat(taxi.advance("2019-10-08").statusCode()).isEqualTo(200);
      assertThat(start(taxi, "refresh", "engineer")).isEqualTo(ExecutionStatus.SUCCEEDED);
      HttpResponse<String> forbidden = submit(taxi, "refresh", "scientist");
      assertThat(forbidden.statusCode()).isEqualTo(403);
      assertThat(forbidden.body())
          .contains("Pipeline 'refresh' takes the permission to write data, which 'scientist'");

      Files.writeString(work.resolve("features").resolve("NOTES.md"), "Everybody may.");
      assertThat(push(taxi, "scientist").message()).isEmpty();
      Path triggers = work.resolve("triggers.yaml");
      Files.writeString(work.resolve("pipelines").resolve("evil.yaml"), EVIL);
      Files.writeString(
          triggers, Files.readString(triggers) + "  - {name: often, pipeline: evil, every: 1d}\n");
      Build evil = push(taxi, "scientist");
      assertThat(evil.status()).isEqualTo(BuildStatus.FAILED);
      assertThat(evil.stages().getLast().name()).isEqualTo("rights");
      assertThat(evil.mistakes())
          .hasSize(2)
          .allSatisfy(mistake -> assertThat(mistake.message()).contains("promote models"));
      Files.writeString(work.resolve("pipelines").resolve("evil.yaml"), WITHDRAWAL);
      assertThat(push(taxi, "scientist").mistakes())
          .hasSize(2)
          .allSatisfy(mistake -> assertThat(mistake.message()).contains("promote models"));
    }
  }

  private static void add(TaxiServer taxi, String name, Role role) {
    String user = Json.write(Json.object().put("name", name).put("password", PASSWORD));
    assertThat(taxi.client().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    String roles = Json.write(Json.object().put("role", role.text()));
    assertThat(
            taxi.client().post(TaxiServer.ROOT + "/users/" + name + "/roles", roles).statusCode())
        .isEqualTo(200);
  }

  private static String login(String user) {
    String pair = user + ":" + PASSWORD;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Build push(TaxiServer taxi, String user) {
    CommitId pushed = new CommitId(git.commit("What " + user + " thought of"));
    String url = taxi.server().url() + "/git/" + Demo.PROJECT + ".git";
    git.ok("-c", "http.extraHeader=Authorization: " + login(user), "push", "-q", url, "main");
    Build build = taxi.server().builds().await(TaxiServer.CALLER, pushed, TaxiServer.PATIENCE);
    taxi.server().components().events().awaitSettled(TaxiServer.PATIENCE);
    return build;
  }

  private static HttpResponse<String> submit(TaxiServer taxi, String pipeline, String user) {
    return taxi.client()
        .post(
            TaxiServer.ROOT + "/pipelines/" + pipeline + "/runs",
            "{}",
            "Authorization",
            login(user));
  }

  private static ExecutionStatus start(TaxiServer taxi, String pipeline, String user) {
    HttpResponse<String> started = submit(taxi, pipeline, user);
    assertThat(started.statusCode()).as(started.body()).isLessThan(300);
    ExecutionId id = new ExecutionId(Json.parse(started.body()).path("id").asString());
    Execution ended =
        taxi.server().loop().engine().await(TaxiServer.CALLER, id, TaxiServer.PATIENCE);
    taxi.server().components().events().awaitSettled(TaxiServer.PATIENCE);
    return ended.status();
  }
}
