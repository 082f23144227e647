package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestClient;
import dev.rondo.app.Examples;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `project.yaml` says of its models decides in the loop: the gates of the evaluation, and
/// whose approval a version waits for.
class ModelPolicyTest {
  private static final String VERSIONS = TaxiServer.ROOT + "/models/trip-duration/versions/";
  private static final String POLICY =
      """

      evaluation:
        slices: [{column: trip_distance, bins: 3}]
        gates: [{name: good-enough, metric: mae, at-most: %s, slices: [trip_distance]}]
      approval: {role: ml-engineer}
      card: {intended-use: To tell a passenger the duration.}
      """;

  @TempDir Path folder;

  @Test
  void gatesRejectAndAnApprovalPromotesWhatKeptThem() throws IOException {
    Path data = folder.resolve("data");
    Simulator.write(data, 7, 2, 1_500);
    try (TaxiServer taxi = TaxiServer.start(new ServerOptions(folder.resolve("home"), 0), data)) {
      push(taxi, "0.01");
      assertThat(taxi.advance("2019-11-10").statusCode()).isEqualTo(200);
      taxi.train();
      assertThat(version(taxi, 1).path("status").asString()).isEqualTo("rejected");
      assertThat(reason(taxi, 1)).contains("good-enough");

      push(taxi, "60");
      assertThat(taxi.advance("2019-11-12").statusCode()).isEqualTo(200);
      taxi.train();
      assertThat(version(taxi, 2).path("status").asString()).isEqualTo("candidate");
      assertThat(taxi.client().get(VERSIONS + "2/papers").body())
          .contains("To tell a passenger the duration.");
      HttpResponse<String> early = taxi.client().post(VERSIONS + "2/promote", said("I like it."));
      assertThat(early.statusCode()).isEqualTo(412);
      assertThat(early.body()).contains("needs the approval of a ml-engineer");

      decide(taxi, "data-scientist", "approved");
      decide(taxi, "ml-engineer", "rejected");
      assertThat(version(taxi, 2).path("status").asString()).isEqualTo("candidate");
      decide(taxi, "ml-engineer", "approved");
      assertThat(version(taxi, 2).path("status").asString()).isEqualTo("production");
      assertThat(reason(taxi, 2)).contains("good-enough");
      String trip = new Trip("t", "2019-11-10T08:15:00", 8, 22, 2.5, OptionalInt.of(1)).json();
      HttpResponse<String> answer =
          taxi.client().post("/api/v1/endpoints/" + Demo.ENDPOINT + "/predict", trip);
      assertThat(Json.parse(answer.body()).path("version").asInt()).as(answer.body()).isEqualTo(2);
    }
  }

  /// @param most the greatest error that the gate lets pass, in minutes
  private void push(TaxiServer taxi, String most) throws IOException {
    Path work = folder.resolve("work");
    if (!Files.exists(work)) {
      Examples.copy(TaxiServer.EXAMPLE, work);
    }
    String project = Files.readString(TaxiServer.EXAMPLE.resolve("project.yaml"));
    Files.writeString(work.resolve("project.yaml"), project + POLICY.formatted(most));
    assertThat(taxi.push(work).message()).isEmpty();
  }

  private static void decide(TaxiServer taxi, String role, String verdict) {
    String body =
        Json.write(
            Json.object().put("role", role).put("verdict", verdict).put("reason", "I looked."));
    TestClient client = taxi.client();
    assertThat(client.post(VERSIONS + "2/approvals", body).statusCode()).isEqualTo(200);
    taxi.server().components().events().awaitSettled(TaxiServer.PATIENCE);
  }

  private static String said(String reason) {
    return Json.write(Json.object().put("reason", reason));
  }

  private static JsonNode version(TaxiServer taxi, int number) {
    return Json.parse(taxi.client().get(VERSIONS + number).body()).path("version");
  }

  /// Why it has its status.
  private static String reason(TaxiServer taxi, int number) {
    return version(taxi, number).path("reason").asString();
  }
}
