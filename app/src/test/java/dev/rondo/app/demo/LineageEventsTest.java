package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.openlineage.OpenLineageOptions;
import dev.rondo.api.testing.OpenApiCheck;
import dev.rondo.api.testing.TestClient;
import dev.rondo.app.Examples;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.delivery.Build;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Wait;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunQuery;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a small turn of the loop tells in OpenLineage's words: data with rows that break the
/// contract, a training, a release, a judged window, and an ingest that fails.
class LineageEventsTest {
  private static final String ROOT = TaxiServer.ROOT;
  private static final String EVENTS = ROOT + "/openlineage/events";
  private static final String NAMESPACE = "rondo://tests/" + Demo.PROJECT;
  private static final Caller CALLER = TaxiServer.CALLER;
  private static final int BAD_ROWS = 3;

  @TempDir static Path folder;
  private static TaxiServer taxi;
  private static Server server;
  private static TestClient client;
  private static String commit;
  private static List<JsonNode> events;

  @BeforeAll
  static void turn() throws IOException {
    Path data = folder.resolve("data");
    Simulator.write(data, 7, 3, 1_500);
    spoil(data.resolve("simulated_tripdata_2019-11.csv"));
    taxi = TaxiServer.start(options(), data);
    server = taxi.server();
    client = taxi.client();
    push();
    advance("2019-12-10", 200);
    taxi.train();
    assertThat(client.post("/api/v1/endpoints/" + Demo.ENDPOINT + "/predict", trip()).statusCode())
        .isEqualTo(200);
    advance("2019-12-17", 200);
    Files.writeString(
        data.resolve("simulated_tripdata_2019-12.csv"), "\n", StandardOpenOption.APPEND);
    advance("2019-12-18", 409);
    Ledger ledger = server.components().ledger();
    Run explored = ledger.start(CALLER, RunStart.of("notebook", "explore"));
    ledger.finish(CALLER, explored.id(), RunStatus.KILLED);
    server.components().events().awaitSettled(TaxiServer.PATIENCE);
    events = pulled();
  }

  private static ServerOptions options() {
    Map<String, String> environment =
        Map.of(
            "RONDO_OPENLINEAGE_FILE",
            folder.resolve("told").resolve("events.ndjson").toString(),
            "RONDO_OPENLINEAGE_NAMESPACE",
            "rondo://tests");
    return new ServerOptions(
        folder.resolve("home"), 0, OpenLineageOptions.of(environment), Set.of());
  }

  /// Trips of no length break the contract.
  private static void spoil(Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    int distance = List.of(lines.getFirst().split(",")).indexOf("trip_distance");
    for (int row = 1; row <= BAD_ROWS; row++) {
      String[] fields = lines.get(row).split(",", -1);
      fields[distance] = "0";
      lines.set(row, String.join(",", fields));
    }
    Files.write(file, lines);
  }

  private static void push() throws IOException {
    Path work = folder.resolve("work");
    Examples.copy(TaxiServer.EXAMPLE, work);
    Build build = taxi.push(work);
    assertThat(build.message()).isEmpty();
    commit = build.commit().value();
  }

  private static void advance(String day, int status) {
    HttpResponse<String> answer = taxi.advance(day);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private static String trip() {
    return new Trip("trip-1", "2019-12-10T08:15:00", 8, 22, 2.5, java.util.OptionalInt.of(1))
        .json();
  }

  private static List<JsonNode> pulled() {
    OpenApiCheck check = OpenApiCheck.of(client);
    List<JsonNode> all = new ArrayList<>();
    String after = "0";
    for (JsonNode page = page(check, after);
        !page.get("items").isEmpty();
        page = page(check, after)) {
      page.get("items").forEach(all::add);
      after = page.get("next").asString();
    }
    return all;
  }

  private static JsonNode page(OpenApiCheck check, String after) {
    HttpResponse<String> answer = check.check(client.get(EVENTS + "?limit=40&after=" + after));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  @AfterAll
  static void stop() {
    taxi.close();
  }

  private static Stream<JsonNode> of(String job, String type) {
    return events.stream()
        .filter(event -> event.at("/job/name").asString().equals(job))
        .filter(event -> event.get("eventType").asString().equals(type));
  }

  private static JsonNode last(String job, String type) {
    return of(job, type).reduce((_, second) -> second).orElseThrow();
  }

  private static List<String> names(JsonNode event, String direction) {
    return event.get(direction).valueStream().map(data -> data.get("name").asString()).toList();
  }

  private static JsonNode dataset(JsonNode event, String direction, String name) {
    return event
        .get(direction)
        .valueStream()
        .filter(data -> data.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyEventIsOneOfTheStandard() {
    assertThat(events).hasSizeGreaterThan(100).allSatisfy(StandardClient::check);
  }

  @Test
  void everyRunStartsAndEndsInThisOrder() {
    Map<String, List<String>> types =
        events.stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.at("/run/runId").asString().replace("-", ""),
                    Collectors.mapping(
                        event -> event.get("eventType").asString(), Collectors.toList())));
    List<Run> runs = server.components().ledger().list(CALLER, RunQuery.newest(1_000));
    assertThat(runs).hasSizeBetween(30, 999);
    for (Run run : runs) {
      assertThat(types.get(run.id().value()))
          .as(run.toString())
          .containsExactly("START", end(run.status()));
    }
    assertThat(types.values()).allSatisfy(both -> assertThat(both).hasSize(2).startsWith("START"));
  }

  private static String end(RunStatus status) {
    return switch (status) {
      case FINISHED -> "COMPLETE";
      case FAILED -> "FAIL";
      case KILLED -> "ABORT";
      case RUNNING, SCHEDULED -> "";
    };
  }

  @Test
  void everyStageIsTold() {
    assertThat(events.stream().map(event -> event.at("/job/name").asString()))
        .contains(
            "refresh",
            "refresh.ingest",
            "refresh.online",
            "check.ingest.trips",
            "train",
            "train.features",
            "train.examples",
            "train.search",
            "train.search.trial",
            "train.validate",
            "train.fit",
            "train.register",
            "train.gate",
            "watch.judge",
            "release." + Demo.ENDPOINT,
            "notebook.explore");
    assertThat(events)
        .allSatisfy(
            event -> assertThat(event.at("/job/namespace").asString()).isEqualTo(NAMESPACE));
  }

  @Test
  void runsAreNestedAndKnowTheirCode() {
    JsonNode trial = of("train.search.trial", "COMPLETE").findFirst().orElseThrow();
    JsonNode parent = trial.at("/run/facets/parent");
    assertThat(parent.at("/job/name").asString()).isEqualTo("train.search");
    assertThat(parent.at("/run/runId")).isEqualTo(last("train.search", "START").at("/run/runId"));
    assertThat(parent.at("/root/job/name").asString()).isEqualTo("train");
    assertThat(parent.at("/root/run/runId")).isEqualTo(last("train", "START").at("/run/runId"));
    assertThat(trial.at("/job/facets/sourceCodeLocation/version").asString()).isEqualTo(commit);
    assertThat(trial.at("/job/facets/jobType/jobType").asString()).isEqualTo("TRIAL");
    JsonNode pipeline = last("refresh", "COMPLETE");
    assertThat(pipeline.at("/run/facets/nominalTime/nominalStartTime").asString())
        .isEqualTo("2019-12-17T00:00:00Z");
    assertThat(pipeline.at("/job/facets/documentation/description").asString())
        .startsWith("Takes what has arrived");
  }

  @Test
  void dataFlowFromFilesToTheDeployment() {
    assertThat(names(last("refresh.ingest", "COMPLETE"), "inputs"))
        .containsExactly(
            folder.resolve("data").resolve("simulated_tripdata_2019-12.csv").toString());
    JsonNode features = last("train.features", "COMPLETE");
    assertThat(names(features, "inputs")).contains("trips");
    JsonNode examples = last("train.examples", "COMPLETE");
    assertThat(names(examples, "inputs")).containsAll(names(features, "outputs"));
    String set = names(examples, "outputs").getFirst();
    assertThat(set).startsWith("training-set/");
    JsonNode fit = last("train.fit", "COMPLETE");
    assertThat(names(fit, "inputs")).containsExactly(set);
    JsonNode register = last("train.register", "COMPLETE");
    assertThat(names(register, "inputs")).containsExactlyElementsOf(names(fit, "outputs"));
    JsonNode release = last("release." + Demo.ENDPOINT, "COMPLETE");
    assertThat(names(release, "inputs")).containsExactlyElementsOf(names(register, "outputs"));
    assertThat(names(release, "outputs")).containsExactly("deployment/" + Demo.ENDPOINT);
    JsonNode version = dataset(register, "outputs", "model-version/trip-duration");
    assertThat(version.at("/facets/version/datasetVersion").asString()).isEqualTo("1");
  }

  @Test
  void tablesHaveTheirColumnsOwnersAndPurpose() {
    JsonNode trips = dataset(last("refresh.ingest", "COMPLETE"), "outputs", "trips");
    assertThat(trips.at("/facets/schema/fields"))
        .anySatisfy(field -> {
          assertThat(field.get("name").asString()).isEqualTo("trip_distance");
          assertThat(field.get("type").asString()).isEqualTo("DOUBLE");
          assertThat(field.get("description").asString()).isNotEmpty();
        });
    assertThat(trips.at("/facets/ownership/owners/0/name").asString()).isNotEmpty();
    assertThat(trips.at("/facets/documentation/description").asString()).isNotEmpty();
    assertThat(trips.at("/facets/datasetType/datasetType").asString()).isEqualTo("TABLE");
    assertThat(trips.at("/facets/dataSource/uri").asString()).isEqualTo(NAMESPACE);
  }

  @Test
  void rowsReadAreRowsWrittenAndRowsSetAside() {
    JsonNode ingest =
        of("refresh.ingest", "COMPLETE")
            .filter(event -> names(event, "outputs").contains("quarantine/trips"))
            .findFirst()
            .orElseThrow();
    long accepted = rows(dataset(ingest, "outputs", "trips"), "/outputFacets/outputStatistics");
    long aside =
        rows(dataset(ingest, "outputs", "quarantine/trips"), "/outputFacets/outputStatistics");
    JsonNode check = checkOf(ingest);
    JsonNode judged = dataset(check, "inputs", "trips");
    assertThat(rows(judged, "/inputFacets/inputStatistics")).isEqualTo(accepted + aside);
    long all =
        of("refresh.ingest", "COMPLETE")
            .flatMap(event -> event.get("outputs").valueStream())
            .filter(data -> data.get("name").asString().equals("quarantine/trips"))
            .mapToLong(data -> rows(data, "/outputFacets/outputStatistics"))
            .sum();
    assertThat(all).isEqualTo(server.loop().quarantine().count(CALLER, "trips")).isPositive();
  }

  private static long rows(JsonNode dataset, String facet) {
    return dataset.at(facet + "/rowCount").asLong();
  }

  private static JsonNode checkOf(JsonNode run) {
    return of("check.ingest.trips", "COMPLETE")
        .filter(event -> event.at("/run/facets/parent/run/runId").equals(run.at("/run/runId")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAContractFoundIsToldOfItsDataAndOfItsRun() {
    JsonNode ingest =
        of("refresh.ingest", "COMPLETE")
            .filter(event -> names(event, "outputs").contains("quarantine/trips"))
            .findFirst()
            .orElseThrow();
    JsonNode judged = dataset(checkOf(ingest), "inputs", "trips");
    List<JsonNode> broken =
        judged
            .at("/inputFacets/dataQualityAssertions/assertions")
            .valueStream()
            .filter(assertion -> !assertion.get("success").asBoolean())
            .toList();
    assertThat(broken)
        .anySatisfy(assertion -> {
          assertThat(assertion.get("column").asString()).isEqualTo("trip_distance");
          assertThat(assertion.get("severity").asString()).isEqualTo("error");
          assertThat(assertion.at("/params/breaches").asLong()).isPositive();
        });
    assertThat(ingest.at("/run/facets/test/tests"))
        .filteredOn(test -> test.get("status").asString().equals("fail"))
        .hasSameSizeAs(broken);
  }

  @Test
  void aFailureSaysWhy() {
    JsonNode ingest = last("refresh.ingest", "FAIL");
    assertThat(ingest.at("/run/facets/errorMessage/message").asString())
        .contains("2019-12.csv' has changed");
    assertThat(last("refresh", "FAIL").at("/run/facets/errorMessage/message").asString())
        .startsWith("Task 'ingest': ")
        .contains("has changed");
  }

  @Test
  void theFileHoldsTheSameInTheSameOrder() throws IOException {
    Path file = folder.resolve("told").resolve("events.ndjson");
    Wait.until("the last event", () -> lines(file).size() >= events.size());
    assertThat(lines(file).stream().map(Json::parse)).containsExactlyElementsOf(events);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void linesAreHandedOutToo() {
    HttpResponse<String> first = client.get(EVENTS + "?limit=5", "Accept", "application/x-ndjson");
    assertThat(first.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<JsonNode> read = first.body().lines().map(Json::parse).toList();
    assertThat(read).isEqualTo(events.subList(0, read.size()));
    String link = first.headers().firstValue("Link").orElseThrow();
    String next = link.substring(1, link.indexOf('>'));
    assertThat(
            client
                .get(next, "Accept", "application/x-ndjson")
                .body()
                .lines()
                .findFirst()
                .map(Json::parse))
        .isEqualTo(Optional.of(events.get(read.size())));
    String later = events.getLast().get("eventTime").asString();
    assertThat(Json.parse(client.get(EVENTS + "?since=" + later).body()).get("items"))
        .isNotEmpty()
        .hasSizeLessThan(20);
    assertThat(client.get(EVENTS + "?since=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void aCheckSaysNothingOfRunsThatAreHidden() {
    tell("/api/v1/users", "{'name': 'ben', 'password': 'correct.horse.battery'}");
    tell(ROOT + "/users/ben/roles", "{'role': 'data-scientist'}");
    assertThat(seenByBen()).contains("\"parent\"");
    tell(
        "/api/2.0/mlflow/experiments/permissions/create",
        "{'experiment_id': '0', 'username': 'ben', 'permission': 'NO_PERMISSIONS'}");
    assertThat(seenByBen()).contains("check.ingest.trips").doesNotContain("\"parent\"");
  }

  private static void tell(String path, String body) {
    HttpResponse<String> answer = client.post(path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  private static String seenByBen() {
    byte[] pair = "ben:correct.horse.battery".getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
    return client.get(EVENTS + "?limit=1000", "Authorization", basic).body();
  }

  @Test
  void figuresAreTold() {
    Wait.until(
        "everything to be sent",
        () ->
            client.get("/metrics").body().contains("rondo_openlineage_waiting{receiver=")
                && client
                    .get("/metrics")
                    .body()
                    .matches("(?s).*rondo_openlineage_waiting\\S+ 0(\\.0)?\\s.*"));
    assertThat(client.get("/metrics").body()).contains("rondo_openlineage_up{receiver=");
  }
}
