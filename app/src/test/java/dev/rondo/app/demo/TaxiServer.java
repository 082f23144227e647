package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestClient;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.json.Json;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A server with the taxi project, whose data lie in a folder: what a user does with it, each act
/// until all that follows from it is done.
final class TaxiServer implements AutoCloseable {
  /// The sources of the project.
  static final Path EXAMPLE = Path.of("..", "examples", "taxi-duration");

  static final String ROOT = "/api/v1/projects/" + Demo.PROJECT;
  static final Duration PATIENCE = Duration.ofMinutes(4);
  static final Caller CALLER = Caller.platform("test", Demo.PROJECT);

  private final Server server;
  private final TestClient client;

  private TaxiServer(Server server) {
    this.server = server;
    this.client = new TestClient(server.url());
  }

  static TaxiServer start(ServerOptions options, Path data) throws IOException {
    TaxiServer taxi = new TaxiServer(Server.start(options));
    String project =
        Json.write(Json.object().put("name", Demo.PROJECT.value()).put("data", data.toString()));
    assertThat(taxi.client.post("/api/v1/projects", project).statusCode()).isEqualTo(201);
    return taxi;
  }

  Server server() {
    return server;
  }

  TestClient client() {
    return client;
  }

  /// @param work the working tree
  Build push(Path work) {
    String pushed = new GitPush(work).push(server.url() + "/git/" + Demo.PROJECT + ".git");
    Build build = server.builds().await(CALLER, new CommitId(pushed), PATIENCE);
    server.components().events().awaitSettled(PATIENCE);
    return build;
  }

  HttpResponse<String> advance(String day) {
    return client.post(ROOT + "/clock", "{\"now\":\"" + day + "\"}");
  }

  void train() {
    JsonNode started = Json.parse(client.post(ROOT + "/pipelines/train/runs", "{}").body());
    ExecutionId id = new ExecutionId(started.get("id").asString());
    Execution ended = server.loop().engine().await(CALLER, id, PATIENCE);
    assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    server.components().events().awaitSettled(PATIENCE);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
