package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.api.testing.OpenApiCheck;
import dev.rondo.api.testing.TestClient;
import dev.rondo.app.Examples;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import dev.rondo.delivery.Build;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.monitoring.Gain;
import dev.rondo.quality.HandOver;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Registry;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionQuery;
import dev.rondo.workflow.ExecutionStatus;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.SubmitOptions;
import dev.rondo.workflow.TaskSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One turn of the loop through the front door: pushed, trained, asked, moved on, and asked what
/// became of it; then everything that must not get in. All of it stands in one file, since one turn
/// takes half a minute and serves all.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopTest {
  private static final String ROOT = TaxiServer.ROOT;
  private static final String PREDICT = "/api/v1/endpoints/" + Demo.ENDPOINT + "/predict";
  private static final Duration PATIENCE = TaxiServer.PATIENCE;
  private static final Caller CALLER = TaxiServer.CALLER;
  private static final Trip TRIP =
      new Trip("trip-1", "2020-01-01T08:15:00", 8, 22, 2.5, OptionalInt.of(1));

  @TempDir static Path folder;
  private static TaxiServer taxi;
  private static Server server;
  private static TestClient client;
  private static OpenApiCheck check;
  private static String commit;

  @BeforeAll
  static void start() throws IOException {
    Path data = folder.resolve("data");
    Simulator.write(data, 7);
    taxi = TaxiServer.start(new ServerOptions(folder.resolve("home"), 0), data);
    server = taxi.server();
    client = taxi.client();
    check = OpenApiCheck.of(client);
    Examples.copy(TaxiServer.EXAMPLE, work());
    Build build = push();
    assertThat(build.message()).isEmpty();
    commit = build.commit().value();
    advance("2020-01-01");
    train();
  }

  @AfterAll
  static void stop() {
    taxi.close();
  }

  private static Path work() {
    return folder.resolve("work");
  }

  private static Build push() {
    return taxi.push(work());
  }

  private static void advance(String day) {
    HttpResponse<String> answer = check.check(taxi.advance(day));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void train() {
    taxi.train();
  }

  private static JsonNode get(String path) {
    HttpResponse<String> answer = check.check(client.get(ROOT + path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static HttpResponse<String> predict(String body) {
    return check.check(client.post(PREDICT, body));
  }

  private static void refuses(String body, String... reasons) {
    HttpResponse<String> answer = predict(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(reasons);
  }

  @Test
  @Order(1)
  void aGoodRequestIsAnswered() {
    JsonNode answer = Json.parse(predict(TRIP.json()).body());
    assertThat(answer.get("requestId").asString()).isEqualTo("trip-1");
    assertThat(answer.get("version").asInt()).isEqualTo(1);
    assertThat(answer.get("value").asDouble()).isBetween(3.0, 60.0);
  }

  @Test
  @Order(2)
  void aWrongRequestIsRefusedWithItsMistakes() {
    refuses(TRIP.json().replace("\"pickup_location_id\":8,", ""), "pickup_location_id");
    refuses(TRIP.json().replace("_location_id\":8,", "_location_id\":9999,"), "265");
    refuses(TRIP.json().replace(":2.5", ":NaN"), "malformed");
    refuses(TRIP.json().replace(":2.5", ":\"NaN\""), "trip_distance");
    refuses(TRIP.json().replace(":2.5", ":\"far\""), "trip_distance");
    refuses("{}", "request_id", "trip_distance");
    refuses("[]", "object");
    String large = TRIP.json().replace("trip-1", "x".repeat(10 << 20));
    assertThat(predict(large).statusCode()).isEqualTo(413);
  }

  @Test
  @Order(2)
  void aPipelinesLogIsNotThereForWhomItsRunIsHiddenFrom() {
    String pair = "ben:correct.horse.battery";
    String[] ben = {
      "Authorization",
      "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
    };
    String logs = "/runs/" + get("/runs?kind=pipeline").at("/items/0/id").asString() + "/logs";
    tell("/api/v1/users", "{'name': 'ben', 'password': 'correct.horse.battery'}");
    tell(ROOT + "/users/ben/roles", "{'role': 'data-scientist'}");
    assertThat(client.get(ROOT + logs, ben).statusCode()).isEqualTo(200);
    tell(
        "/api/2.0/mlflow/experiments/permissions/create",
        "{'experiment_id': '0', 'username': 'ben', 'permission': 'NO_PERMISSIONS'}");
    assertThat(client.get(ROOT + logs, ben).statusCode()).isEqualTo(404);
  }

  private static void tell(String path, String body) {
    HttpResponse<String> answer = client.post(path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  @Test
  @Order(11)
  void aPipelineOfAUserWhoWasRemovedFails() {
    Caller gone = new Caller("gone", Demo.PROJECT, CALLER.permissions());
    Pipeline pipeline = Pipeline.of("nobodys", List.of(TaskSpec.of("only", "ingest")));
    Engine engine = server.loop().engine();
    ExecutionId id = engine.submit(gone, pipeline, Map.of(), SubmitOptions.MANUAL);
    assertThat(engine.await(CALLER, id, PATIENCE).status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(engine.tasks(CALLER, id).getFirst().failure().orElseThrow().message())
        .startsWith("There is no user 'gone' any more");
  }

  @Test
  @Order(2)
  void aZoneWithoutHistoryIsAnsweredAllTheSame() {
    HttpResponse<String> answer =
        predict(TRIP.json().replace("_location_id\":8,", "_location_id\":250,"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void aPredictionIsTracedBackToTheRowsThatGiveItsFeaturesOnceMore() {
    predict(TRIP.json().replace("trip-1", "trip-rows"));
    JsonNode origin = get("/lineage?prediction=trip-rows");
    JsonNode zone = only(origin.get("rows"), "view", "zone_activity");
    assertThat(zone.at("/keys/pickup_location_id").asInt()).isEqualTo(8);
    assertThat(zone.get("from").asString()).startsWith("2019-12-25T00:00");
    assertThat(zone.get("to").asString()).startsWith("2020-01-01T00:00");
    assertThat(zone.at("/dataset/name").asString()).isEqualTo("trips");
    assertThat(zone.get("count").asInt())
        .isPositive()
        .isEqualTo(only(origin.get("features"), "name", "zone_trips_7d").get("value").asInt());
    JsonNode route = only(origin.get("rows"), "view", "route_history");
    assertThat(route.at("/keys/dropoff_location_id").asInt()).isEqualTo(22);
    assertThat(only(origin.get("rows"), "view", "city_pace").get("keys")).isEmpty();
    assertThat(rondo("lineage", "trip-rows"))
        .containsSubsequence("features", "zone_trips_7d", "rows behind them", " of trips@");

    predict(TRIP.json().replace("trip-1", "trip-late").replace("2020-01-01", "2020-01-09"));
    assertThat(get("/lineage?prediction=trip-late").get("rows")).hasSize(4);
    predict(TRIP.json().replace("trip-1", "trip-early").replace("2020-01-01", "2019-12-30"));
    assertThat(get("/lineage?prediction=trip-early").get("rows")).isEmpty();
  }

  @Test
  @Order(2)
  void runsThatOnlyBearTheNameOfThoseThatBringValuesOnlineHideNoRows() {
    predict(TRIP.json().replace("trip-1", "trip-named"));
    for (String moment : List.of("2020-01-01T00:00:01Z", "no time", "")) {
      String made = mlflow("create", "{'experiment_id':'0','run_name':'materialize-online'}");
      String run = Json.parse(made).at("/run/info/run_id").asString();
      mlflow("log-parameter", "{'run_id':'%s','key':'service','value':'trip_duration'}", run);
      mlflow("log-parameter", "{'run_id':'%s','key':'moment','value':'" + moment + "'}", run);
      mlflow("update", "{'run_id':'%s','status':'FINISHED'}", run);
    }
    assertThat(get("/lineage?prediction=trip-named").get("rows")).hasSize(4);
  }

  private String mlflow(String what, String body, Object... arguments) {
    HttpResponse<String> answer =
        client.post("/api/2.0/mlflow/runs/" + what, body.formatted(arguments).replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  @Order(2)
  void theInferenceProtocolSpeaksOfTheSameModel() {
    JsonNode model = Json.parse(client.get("/v2/models/trip-duration").body());
    int width = model.at("/inputs/0/shape/1").asInt();
    String row = "1" + ",1".repeat(width - 1);
    String body =
        """
        {"id":"a","inputs":[{"name":"%s","shape":[1,%d],"datatype":"FP32","data":[%s]}]}\
        """
            .formatted(model.at("/inputs/0/name").asString(), width, row);
    JsonNode answer = Json.parse(client.post("/v2/models/trip-duration/infer", body).body());
    assertThat(answer.get("id").asString()).isEqualTo("a");
    assertThat(answer.get("model_version").asString()).isEqualTo("1");
    assertThat(answer.at("/outputs/0/data/0").isNumber()).isTrue();
    assertThat(client.get("/v2/models/trip-duration/versions/1/ready").statusCode()).isEqualTo(200);
    assertThat(client.get("/v2/models/trip-duration/versions/7/ready").statusCode()).isEqualTo(503);
    assertThat(client.get("/v2/models/trip-duration/versions/x").statusCode()).isEqualTo(404);
  }

  @Test
  @Order(3)
  void threeDaysLaterEverythingIsOnRecord() {
    advance("2020-01-04");
    assertThat(get("").get("now").asString()).startsWith("2020-01-04");
    assertThat(get("").get("commit").asString()).isEqualTo(commit);
    JsonNode runs = get("/runs?kind=pipeline").get("items");
    assertThat(runs)
        .isNotEmpty()
        .allSatisfy(run -> assertThat(run.get("status").asString()).isEqualTo("FINISHED"));
    assertThat(get("/models").at("/items/0/champion").asInt()).isEqualTo(1);
    JsonNode version = get("/models/trip-duration/versions/1");
    assertThat(version.get("evaluations")).isNotEmpty();
    assertThat(get("/endpoints").at("/items/0/active").asInt()).isEqualTo(1);
    JsonNode release = get("/releases?limit=1").at("/items/0");
    assertThat(release.get("endpoint").asString()).isEqualTo(Demo.ENDPOINT);
    assertThat(release.get("status").asString()).isEqualTo("succeeded");
    assertThat(release.get("stages"))
        .extracting(stage -> stage.get("name").asString())
        .containsExactly("load", "golden", "latency", "switch");
    JsonNode trace = get("/lineage?kind=model-version&name=trip-duration&version=1");
    assertThat(trace.get("assets"))
        .extracting(asset -> asset.get("kind").asString())
        .contains("model-version", "training-set");
    assertThat(get("/lineage?kind=model-version&name=trip-duration")).isEqualTo(trace);
    assertThat(client.get("/metrics").body())
        .contains("rondo_inference_requests_total{code=\"ok\"")
        .contains("code=\"invalid-request\"")
        .contains("rondo_inference_duration_seconds_bucket");
  }

  @Test
  @Order(3)
  void aPredictionIsTracedBackToFilesAndCode() {
    JsonNode origin = get("/lineage?prediction=trip-1");
    assertThat(origin.at("/prediction/endpoint").asString()).isEqualTo(Demo.ENDPOINT);
    assertThat(origin.at("/prediction/eventTime").asString()).startsWith("2020-01-01T08:15");
    assertThat(origin.at("/prediction/value").asDouble()).isBetween(3.0, 60.0);
    assertThat(origin.at("/deployment/state").asString()).isEqualTo("active");
    assertThat(origin.at("/modelVersion/version").asString()).isEqualTo("1");
    assertThat(get("/runs/" + origin.get("trainingRun").asString())).isNotNull();
    assertThat(origin.at("/trainingSet/digest").asString()).hasSize(64);
    assertThat(origin.get("snapshots")).isNotEmpty();
    assertThat(origin.get("sourceFiles"))
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(folder.resolve("data").resolve(file.get("name").asString()))
                .exists()
                .extracting(path -> Digest.of(path).value())
                .isEqualTo(file.get("digest").asString()));
    assertThat(origin.get("commit").asString()).isEqualTo(commit);
    assertThat(get("/lineage?prediction=trip-1&endpoint=" + Demo.ENDPOINT)).isEqualTo(origin);
    refusesLineage("?prediction=trip-none", 404, "'trip-none'");
    refusesLineage("?prediction=trip-1&endpoint=none", 404, "'none'");
    refusesLineage("?prediction=trip-1&kind=snapshot&name=trips", 400, "not both");
    refusesLineage("?kind=snapshot&name=none", 404, "snapshot:none");
    refusesLineage("", 400, "'prediction'");
  }

  private static JsonNode only(JsonNode all, String key, String value) {
    return all.valueStream()
        .filter(one -> one.get(key).asString().equals(value))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(3)
  void theCommandLineShowsWhatTheServerKnows() {
    assertThat(rondo("runs", "list", "--limit", "1"))
        .startsWith("id\tkind\tname\tstatus\tstarted\tended\n")
        .contains("\tFINISHED\t");
    assertThat(rondo("pipelines", "list")).startsWith("name\ttasks\tdescription\n");
    assertThat(rondo("models", "list")).isEqualTo("name\tchampion\ntrip-duration\t1\n");
    assertThat(rondo("models", "show", "trip-duration"))
        .startsWith("version\tstatus\taliases\tcreated\trun\treason\n1\t");
    assertThat(rondo("models", "show", "trip-duration", "1")).contains("evaluations");
    assertThat(rondo("endpoints", "list"))
        .isEqualTo("name\tmodel\tactive\tprevious\ntrip-duration\ttrip-duration\t1\t0\n");
    assertThat(rondo("status"))
        .contains("url       " + server.url())
        .containsSubsequence(
            "now        2020-", "commit     " + commit, "champion  1", "active    1");
    assertThat(rondo("lineage", "trip-1"))
        .startsWith("prediction\n  id         trip-1\n")
        .containsSubsequence(
            "features",
            "zone_trips_7d",
            "rows behind them",
            " of trips@",
            "deployment",
            "model version",
            "trip-duration@1",
            "training run",
            "training set")
        .containsSubsequence("snapshots", "trips@", "source files", ".csv@", "commit", commit);
    assertThat(rondo("lineage", "model-version", "trip-duration"))
        .startsWith("kind\tname\tversion\tmaker\trun\tnote\nmodel-version\ttrip-duration\t1\t")
        .contains("\ntraining-set\t");
    assertThat(rondo("lineage", "snapshot", "trips", "1", "--downstream"))
        .contains("\nmodel-version\ttrip-duration\t1\tregister-model\t");
  }

  @Test
  @Order(3)
  void everyStepHasWrittenWhatItReadAndMade() {
    JsonNode deployment = get("/lineage?kind=deployment&name=" + Demo.ENDPOINT);
    assertThat(deployment.get("assets"))
        .extracting(asset -> asset.get("kind").asString())
        .contains("decision", "evaluation", "model-version", "training-set", "snapshot", "bundle");
    assertThat(deployment.get("assets"))
        .allSatisfy(asset -> assertThat(asset.get("notRebuildable").isNull()).isTrue());
    assertThat(deployment.get("runs"))
        .extracting(run -> run.get("kind").asString())
        .contains("build", "decision", "release", "task");
    String trainer = get("/lineage?prediction=trip-1").get("trainingRun").asString();
    JsonNode environment = get("/runs/" + trainer).get("environment");
    assertThat(environment.get("commit").asString()).isEqualTo(commit);
    assertThat(environment.get("seed").asLong()).isEqualTo(7);
    assertThat(environment.get("cpuSeconds").asDouble()).isPositive();
    assertThat(environment.get("packages")).isNotEmpty();
    String pipeline = get("/runs/" + trainer).at("/run/parent").asString();
    assertThat(get("/runs/" + pipeline).at("/environment/commit").asString()).isEqualTo(commit);
  }

  @Test
  @Order(3)
  void whatHasChangedSinceTheLastRunOfTheNameIsTold() {
    String last =
        get("/runs?kind=task")
            .get("items")
            .valueStream()
            .filter(run -> run.get("name").asString().equals("ingest"))
            .map(run -> run.get("id").asString())
            .findFirst()
            .orElseThrow();
    JsonNode causes = get("/causes?of=" + last);
    assertThat(causes.get("lastGoodRun").asString()).hasSize(32);
    assertThat(causes.get("causes"))
        .extracting(cause -> cause.get("kind").asString())
        .contains("snapshot");
    assertThat(rondo("why", "trip-duration@1")).contains("Version 1 of 'trip-duration'");
    assertThat(client.get(ROOT + "/causes").statusCode()).isEqualTo(400);
    assertThat(client.get(ROOT + "/causes?of=" + "0".repeat(32)).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(3)
  void aVersionIsMadeAgainBitForBitUnlessItsRowsAreGone() throws IOException {
    assertThat(rondo("reproduce", "trip-duration", "1")).contains("same").contains("true");
    Digest rows =
        server.components().ledger().assets(CALLER, Asset.Kind.TRAINING_SET, 1).stream()
            .map(set -> new Digest(set.facts().path("matrix").asString()))
            .findFirst()
            .orElseThrow();
    Path file = server.components().blobs().existing(rows);
    Path aside = folder.resolve("aside");
    Files.move(file, aside);
    try {
      HttpResponse<String> refused =
          client.post(ROOT + "/models/trip-duration/versions/1/reproduce", "{}");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(412);
      assertThat(refused.body()).contains("cannot be reproduced").contains("no longer stored");
      assertThat(get("/lineage?kind=model-version&name=trip-duration&version=1").get("assets"))
          .filteredOn(asset -> !asset.get("gone").isNull())
          .singleElement()
          .satisfies(asset -> {
            assertThat(asset.get("kind").asString()).isEqualTo("training-set");
            assertThat(asset.get("gone").asString()).contains("not in the store");
            assertThat(asset.get("notRebuildable").isNull()).isTrue();
          });
    } finally {
      Files.move(aside, file);
    }
  }

  @Test
  @Order(3)
  void theRowsOfAnEntityAreFoundInTablesTrainingSetsAndModels() {
    String found = rondo("entities", "find", "pickup_location_id=8");
    assertThat(found)
        .contains("table\ttrips\t", "training set\ttrip_duration\t")
        .contains("model version\ttrip-duration\t1");
    HttpResponse<String> wrong =
        client.post(ROOT + "/entities/search", "{\"key\":{\"customer\":\"4711\"}}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("customer").contains("pickup_location_id");
    assertThat(
            client
                .post(ROOT + "/entities/search", "{\"key\":{\"pickup_location_id\":\"eight\"}}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  @Order(3)
  void anEvaluationIsKeptWholeAndComesOutTheSameAgain() {
    String versions = "/models/trip-duration/versions/1/evaluations";
    JsonNode kept = get(versions).at("/items/0");
    assertThat(kept.get("digest").asString()).hasSize(64);
    JsonNode report = get(versions + "/" + kept.get("id").asString()).get("report");
    assertThat(report.at("/whole/figures/0/metric").asString()).isEqualTo("mae");
    assertThat(report.at("/whole/figures/0/value").asDouble())
        .isCloseTo(kept.at("/metrics/mae").asDouble(), within(1e-5));
    assertThat(report.at("/whole/rows").asInt()).isGreaterThan(100);
    assertThat(report.get("slices"))
        .hasSizeGreaterThan(8)
        .extracting(slice -> slice.get("column").asString())
        .contains("pickup_location_id", "vendor_id");
    JsonNode lineage = get("/lineage?kind=evaluation&name=trip-duration%20v1");
    assertThat(lineage.get("assets"))
        .extracting(asset -> asset.get("kind").asString())
        .contains("evaluation", "training-set", "model-version");
    assertThat(rondo("models", "evaluate", "trip-duration", "1"))
        .startsWith("slice\trows\tmetric\tvalue\tlow\thigh\nall\t")
        .contains("\tmae\t", "Equal: it came out again with the digest ");
  }

  @Test
  @Order(4)
  void aVersionIsEvaluatedByWhatItAnsweredElsewhere() throws IOException {
    Path file = folder.resolve("answers.json");
    String answers =
        """
        {"task": "binary", "dataset": "late-trips", "labels": [1, 0, 1, 1, 0, 0],
         "scores": [0.9, 0.2, 0.4, 0.8, 0.6, 0.1], "features": {"zone": [1, 1, 2, 2, null, 1]}}\
        """;
    Files.writeString(file, answers);
    assertThat(rondo("models", "evaluate", "trip-duration", "1", "--answers", file.toString()))
        .contains("\troc_auc\t0.8889\t", "zone missing (small)");
    assertThat(rondo("models", "evaluate", "trip-duration", "1"))
        .contains("\troc_auc\t0.8889\t", "Equal: it came out again");
    String address = ROOT + "/models/trip-duration/versions/1/evaluations";
    assertThat(check.check(client.post(address + "/answers", answers)).statusCode()).isEqualTo(409);
    assertThat(check.check(client.post(address + "/answers", answers.replace("0.9", "1.9"))).body())
        .contains("row 0 is 1.9");
    assertThat(check.check(client.post(address, "{\"trainingSet\":\"none\"}")).statusCode())
        .isEqualTo(404);
  }

  @Test
  @Order(3)
  void aVersionsPapersAreShownAndKept() {
    JsonNode made = get("/models/trip-duration/versions/1").get("papers");
    assertThat(made.get("generated").asBoolean()).isTrue();
    assertThat(made.get("card").asString())
        .contains("# trip-duration version 1", "Tell a passenger", "| mae |", "trip_distance")
        .contains("before 2020-01-01T00:00", "**ml-engineer**: Sara Cohen");
    assertThat(made.at("/deployments/0/endpoint").asString()).isEqualTo(Demo.ENDPOINT);
    assertThat(made.at("/deployments/0/until").isNull()).isTrue();
    assertThat(made.get("approvals"))
        .extracting(decision -> decision.get("what").asString())
        .contains("production", "alias production given");
    assertThat(
            rondo("models", "describe", "trip-duration", "1", "--owner", "mei", "--licence", "MIT"))
        .contains("mei", "MIT");
    assertThat(
            rondo(
                "models",
                "approve",
                "trip-duration",
                "1",
                "--as",
                "ml-engineer",
                "--reason",
                "Tried it."))
        .contains("approved", "Tried it.");
    String papers = ROOT + "/models/trip-duration/versions/1/papers";
    assertThat(check.check(client.post(papers, "{\"licence\":\"free for all\"}")).body())
        .contains("is not an SPDX licence expression");
    assertThat(check.check(client.post(papers, "{\"card\":\"# Mine\"}")).statusCode())
        .isEqualTo(200);
    JsonNode now = get("/models/trip-duration/versions/1/papers");
    assertThat(now.get("card").asString()).isEqualTo("# Mine");
    assertThat(now.get("owner").asString()).isEqualTo("mei");
    assertThat(now.get("history")).hasSize(2);
    assertThat(client.get("/models/trip-duration/1").body()).contains("<h1>Mine</h1>", "mei");
  }

  private static String rondo(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--port", String.valueOf(server.port())));
    int exit =
        RondoCommand.build(new Terminal(print, print, false, Map.of()), List.of())
            .execute(all.toArray(String[]::new));
    assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void refusesLineage(String query, int status, String reason) {
    HttpResponse<String> answer = check.check(client.get(ROOT + "/lineage" + query));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(reason);
  }

  @Test
  @Order(4)
  void aBrokenContractIsRejectedAndTheRunningCommitStays() throws IOException {
    String file = "contracts/trips.yaml";
    String before = edit(file, "logicalType: integer", "logicalType: intger");
    Build build = push();
    assertThat(build.bundle()).isEmpty();
    assertThat(build.mistakes())
        .anySatisfy(mistake -> {
          assertThat(mistake.file()).isEqualTo(file);
          assertThat(mistake.line()).isGreaterThan(1);
          assertThat(mistake.message()).contains("intger");
        });
    JsonNode told = get("/builds/" + build.commit().value());
    assertThat(told.at("/build/status").asString()).isEqualTo("failed");
    assertThat(told.get("mistakes"))
        .anySatisfy(mistake -> {
          assertThat(mistake.get("file").asString()).isEqualTo(file);
          assertThat(mistake.get("line").asInt()).isGreaterThan(1);
        });
    staysAsItWas();
    Files.writeString(work().resolve(file), before);
  }

  @Test
  @Order(4)
  void aContractThatTheDataDoNotKeepIsRejected() throws IOException {
    String file = "contracts/trips.yaml";
    String before =
        edit(
            file,
            "      - name: vendor_id\n",
            "      - name: driver_id\n        logicalType: integer\n        required: true\n"
                + "        description: Who drove.\n      - name: vendor_id\n");
    Build build = push();
    assertThat(build.bundle()).isEmpty();
    assertThat(build.message()).contains("driver_id");
    assertThat(build.mistakes()).first().extracting(Mistake::file).isEqualTo(file);
    staysAsItWas();
    Files.writeString(work().resolve(file), before);
  }

  @Test
  @Order(4)
  void rulesThatFailOnTheDataAreRejected() throws IOException {
    String file = "sources/trips.sql";
    String before = edit(file, "period AS file_month", "month_of_file AS file_month");
    Build build = push();
    assertThat(build.bundle()).isEmpty();
    assertThat(build.message()).contains("month_of_file");
    staysAsItWas();
    Files.writeString(work().resolve(file), before);
  }

  @Test
  @Order(5)
  void aLeakIsRejected() throws IOException {
    String file = "services/trip_duration.yaml";
    String before =
        edit(
            file,
            "  - name: vendor_id\n",
            "  - name: vendor_id\n"
                + "  - {name: minute_of_end, field: dropoff_datetime, transform: minute-of-day}\n");
    Build build = push();
    assertThat(build.bundle()).isEmpty();
    assertThat(build.mistakes())
        .anySatisfy(mistake -> {
          assertThat(mistake.file()).isEqualTo(file);
          assertThat(mistake.message()).contains("dropoff_datetime", "known only afterwards");
        });
    staysAsItWas();
    Files.writeString(work().resolve(file), before);
  }

  @Test
  @Order(8)
  void onlyWhatIsRoutedToTheSchedulerTrains() {
    int before = trainings();
    aged("2020-01-02", "experimentation", "data-engineering");
    assertThat(trainings()).isEqualTo(before);
    aged("2020-01-03", "experimentation", "scheduler");
    assertThat(trainings()).isEqualTo(before + 1);
    aged("2020-01-03", "experimentation", "scheduler");
    assertThat(trainings()).as("what is told twice is answered once").isEqualTo(before + 1);
  }

  private static int trainings() {
    return server
        .loop()
        .engine()
        .list(CALLER, ExecutionQuery.newest(100).withPipeline("train"))
        .size();
  }

  /// Says what a monitor says of a model that has grown old.
  private static void aged(String end, String... routes) {
    Map<String, Object> data = Map.of("end", end, "reason", "It is old.", "routes", routes);
    server
        .components()
        .database()
        .write(tx -> {
          server
              .components()
              .events()
              .publish(tx, CALLER, "monitor.model-aged", "trip-duration", data);
          return true;
        });
    server.components().events().awaitSettled(PATIENCE);
  }

  @Test
  @Order(6)
  void aWeekLaterTheFirstModelHasBeenAskedAgain() {
    Map<LocalDate, List<Trip>> days =
        new TripFiles(server.components().sql(), folder.resolve("data"))
            .requests(YearMonth.of(2020, 1));
    List<Trip> asked = Objects.requireNonNull(days.get(LocalDate.of(2020, 1, 2)));
    asked.forEach(trip -> assertThat(predict(trip.json()).statusCode()).isEqualTo(200));
    advance("2020-01-05");
    Gain gain = server.components().monitoring().gain(CALLER, Demo.ENDPOINT).orElseThrow();
    assertThat(gain.firstVersion()).isEqualTo(1);
    assertThat(gain.answered().rows()).as("every trip has ended").isEqualTo(asked.size());
    assertThat(gain.answered().millionths()).isPositive();
    assertThat(gain.first()).as("it still answers itself").isEqualTo(gain.answered());
    assertThat(client.get("/").body()).contains("What the loop has been worth");
    assertThat(server.components().quality().results(CALLER, Demo.ENDPOINT, 10))
        .as("what came in and what went out")
        .anySatisfy(kept -> {
          assertThat(kept.handOver()).isEqualTo(HandOver.REQUEST);
          assertThat(kept.result().accepted()).isGreaterThanOrEqualTo(asked.size());
        })
        .anySatisfy(kept -> {
          assertThat(kept.handOver()).isEqualTo(HandOver.PREDICTION);
          assertThat(kept.result().failed()).isEmpty();
        });
  }

  @Test
  @Order(7)
  void whoChangedWhatRunsIsOnRecord() {
    train();
    int running = get("/endpoints").at("/items/0/active").asInt();
    int other = running == 1 ? 2 : 1;
    String promote = "/models/trip-duration/versions/" + other + "/promote";
    HttpResponse<String> promoted =
        check.check(client.post(ROOT + promote, "{\"reason\":\"An expert's choice.\"}"));
    assertThat(promoted.statusCode()).as(promoted.body()).isEqualTo(200);
    server.components().events().awaitSettled(PATIENCE);
    HttpResponse<String> back =
        check.check(
            client.post(
                ROOT + "/endpoints/" + Demo.ENDPOINT + "/rollback", "{\"reason\":\"A regret.\"}"));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    server.components().events().awaitSettled(PATIENCE);
    assertThat(get("/endpoints").at("/items/0/active").asInt()).isEqualTo(running);
    String page = client.get("/audit?check=true").body().replaceAll("\\s+", " ");
    assertThat(page)
        .contains("entries are as they were recorded", "project created", "code pushed")
        .containsOnlyOnce("local</td><td>model promoted</td> <td>trip-duration v" + other)
        .containsOnlyOnce("local</td><td>model rolled back</td> <td>trip-duration v" + running)
        .contains("An expert's choice.", "A regret.", "rondo:");
  }

  @Test
  @Order(9)
  void asManyRollbacksAsThereWereChampions() {
    int running = get("/endpoints").at("/items/0/active").asInt();
    Registry registry = server.components().registry();
    ModelVersion known = registry.load(CALLER, Demo.ENDPOINT, running);
    for (int i = 1; i <= 2; i++) {
      String run = "%032x".formatted(i);
      int version =
          registry
              .register(CALLER, new Registration(Demo.ENDPOINT, run, known.content(), ""))
              .version();
      registry.promote(CALLER, Demo.ENDPOINT, version, "A test.");
      server.components().events().awaitSettled(PATIENCE);
      assertThat(get("/endpoints").at("/items/0/active").asInt()).isEqualTo(version);
    }
    registry.rollBack(CALLER, Demo.ENDPOINT, "The first regret.");
    registry.rollBack(CALLER, Demo.ENDPOINT, "The second regret.");
    server.components().events().awaitSettled(PATIENCE);
    assertThat(registry.champion(CALLER, Demo.ENDPOINT))
        .map(ModelVersion::version)
        .contains(running);
    assertThat(get("/endpoints").at("/items/0/active").asInt()).isEqualTo(running);
  }

  @Test
  @Order(10)
  void examplesThatBreakTheirPromiseAreNotTrainedOn() throws IOException {
    train();
    String before = edit("suites/examples.yaml", "{min: 100}", "{min: 100000000}");
    assertThat(push().message())
        .as("at the same moment, but what was built before the push is not taken again")
        .isEmpty();
    JsonNode started = Json.parse(client.post(ROOT + "/pipelines/train/runs", "{}").body());
    ExecutionId id = new ExecutionId(started.get("id").asString());
    Execution ended = server.loop().engine().await(CALLER, id, PATIENCE);
    assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
    server.components().events().awaitSettled(PATIENCE);
    assertThat(server.components().quality().results(CALLER, "trip_duration", 1))
        .first()
        .satisfies(kept -> {
          assertThat(kept.handOver()).isEqualTo(HandOver.TRAINING);
          assertThat(kept.result().blocking()).hasSize(1);
        });
    assertThat(get("/notices").get("items"))
        .anySatisfy(notice -> {
          assertThat(notice.get("title").asString()).contains("trip_duration was not trained on");
          assertThat(notice.get("role").asString()).isEqualTo("data-scientist");
        });
    Files.writeString(work().resolve("suites/examples.yaml"), before);
  }

  /// Replaces the first place of a text in a file.
  private static String edit(String file, String from, String to) throws IOException {
    Path path = work().resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(from);
    int at = before.indexOf(from);
    Files.writeString(path, before.substring(0, at) + to + before.substring(at + from.length()));
    return before;
  }

  private static void staysAsItWas() {
    assertThat(get("").get("commit").asString()).isEqualTo(commit);
    assertThat(predict(TRIP.json()).statusCode()).isEqualTo(200);
  }

  @Test
  void aSecondServerOnTheSameHomeIsRefused() {
    assertThatThrownBy(() -> Server.start(new ServerOptions(folder.resolve("home"), 0)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("home");
    assertThat(client.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsToldAndLeavesNothingOpen() throws IOException {
    int port = URI.create(server.url()).getPort();
    Path other = folder.resolve("other");
    assertThatThrownBy(() -> Server.start(new ServerOptions(other, port)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Port " + port)
        .hasMessageContaining("--port");
    try (Server second = Server.start(new ServerOptions(other, 0))) {
      assertThat(second.loop().projects().names()).isEmpty();
    }
  }
}
