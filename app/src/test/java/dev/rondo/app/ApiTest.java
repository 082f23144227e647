package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Route;
import dev.rondo.api.http.RouteTable;
import dev.rondo.api.resource.QuarantineResource;
import dev.rondo.api.testing.OpenApiCheck;
import dev.rondo.api.testing.TestClient;
import dev.rondo.api.testing.TestServer;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Git;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The whole assembly, asked over HTTP. `-Drondo.write-docs=true` writes the page of the routes.
class ApiTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "routes.md");
  private static final Path EXAMPLE = Path.of("..", "examples", "taxi-duration");
  private static final String PROJECT = "taxi-duration";
  private static final String ROOT = "/api/v1/projects/" + PROJECT;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static Server server;
  private static TestClient client;
  private static OpenApiCheck check;

  @BeforeAll
  static void start() throws IOException {
    server = Server.start(new ServerOptions(folder.resolve("home"), 0));
    client = new TestClient(server.url());
    check = OpenApiCheck.of(client);
    asks(everyPlainGet());
    create();
    push();
    answer(post("/clock", "{\"now\":\"2018-03-01\"}"), 200);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  /// 300 trips of two months, in the columns of the real files; one has no distance.
  private static void create() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    for (int month = 1; month <= 2; month++) {
      Files.writeString(data.resolve("trips_2018-0" + month + ".csv"), trips(month));
    }
    String body = Json.write(Json.object().put("name", PROJECT).put("data", data.toString()));
    answer(client.post("/api/v1/projects", body), 201);
  }

  private static String trips(int month) {
    Random random = new Random(month);
    StringBuilder csv =
        new StringBuilder(
            "vendor_id,pickup_datetime,dropoff_datetime,passenger_count,trip_distance,"
                + "rate_code_id,store_and_fwd_flag,pickup_location_id,dropoff_location_id,"
                + "payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,"
                + "improvement_surcharge,total_amount,congestion_surcharge\n");
    for (int i = 0; i < 150; i++) {
      LocalDateTime pickup =
          LocalDateTime.of(2018, month, 1 + i * 27 / 150, random.nextInt(24), 0, 30);
      double distance = i == 77 ? 0 : 1 + random.nextInt(80) / 10.0;
      csv.append(
          String.format(
              Locale.ROOT,
              "1,%s,%s,1,%.2f,1,N,%d,%d,1,9.5,0.0,0.5,0.0,0.0,0.3,12.8,\n",
              text(pickup),
              text(pickup.plusMinutes(5 + Math.round(4 * distance))),
              distance,
              1 + random.nextInt(20),
              1 + random.nextInt(20)));
    }
    return csv.toString();
  }

  private static String text(LocalDateTime time) {
    return time.toString().replace('T', ' ');
  }

  private static void push() throws IOException {
    Path work = folder.resolve("work");
    Examples.copy(EXAMPLE, work);
    Path contract = work.resolve("contracts/trips.yaml");
    String column = "      - name: store_and_fwd_flag\n";
    String text = Files.readString(contract);
    assertThat(text).contains(column);
    Files.writeString(
        contract, text.replace(column, column + "        classification: confidential\n"));
    Git git = Git.init(work);
    CommitId commit = new CommitId(git.commit("The example"));
    git.ok("push", "-q", server.url() + "/git/" + PROJECT + ".git", "main");
    var build = server.builds().await(platform(), commit, PATIENCE);
    assertThat(build.message()).isEmpty();
    server.components().events().awaitSettled(PATIENCE);
  }

  private static Caller platform() {
    return Caller.platform("test", new ProjectName(PROJECT));
  }

  /// The routes that need nothing but a project.
  private static List<String> everyPlainGet() {
    return server.router().routes().stream()
        .filter(route -> route.method() == Method.GET)
        .filter(route -> route.pattern().startsWith("/api/v1/"))
        .map(Route::pattern)
        .map(pattern -> pattern.replace("{project}", PROJECT))
        .filter(path -> !path.contains("{"))
        .toList();
  }

  private static void asks(List<String> paths) {
    assertThat(paths).hasSizeGreaterThan(8);
    for (String path : paths) {
      HttpResponse<String> answer = check.check(client.get(path));
      assertThat(answer.statusCode()).as(path + ": " + answer.body()).isLessThan(500);
    }
  }

  private static HttpResponse<String> post(String path, String json) {
    return client.post(ROOT + path, json);
  }

  private static JsonNode answer(HttpResponse<String> answer, int status) {
    assertThat(check.check(answer).statusCode()).as(answer.body()).isEqualTo(status);
    return Json.parse(answer.body());
  }

  private static JsonNode get(String path) {
    return answer(client.get(ROOT + path), 200);
  }

  @Test
  void thePublishedTableIsThatOfTheRoutes() throws IOException {
    String generated = RouteTable.markdown(server.router());
    if (Boolean.getBoolean("rondo.write-docs")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE).hasContent(generated);
  }

  @Test
  void garbageCollectionLeavesWhatSomethingPointsAt() throws IOException {
    Path blobs = folder.resolve("home/blobs");
    Path unused = blobs.resolve("ab/" + "c".repeat(62));
    Files.createDirectories(unused.getParent());
    Files.writeString(unused, "x");
    List<Path> stored;
    try (var all = Files.walk(blobs)) {
      stored = all.filter(Files::isRegularFile).toList();
    }
    for (Path blob : stored) {
      Files.setLastModifiedTime(blob, FileTime.fromMillis(0));
    }
    String path = "/api/v1/garbage?project=" + PROJECT;
    JsonNode found = answer(client.post(path, "{\"olderThan\":\"30d\"}"), 200);
    assertThat(found.path("unusedBlobs").asInt()).isEqualTo(1);
    assertThat(unused).exists();
    JsonNode removed = answer(client.post(path, "{\"remove\":true}"), 200);
    assertThat(removed.path("blobs").asInt()).isEqualTo(stored.size());
    assertThat(unused).doesNotExist();
    assertThat(stored.stream().filter(Files::exists)).hasSize(stored.size() - 1).isNotEmpty();
    assertThat(client.post(path, "{\"olderThan\":\"soon\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void everyAnswerIsAsTheDocumentSays() {
    asks(everyPlainGet());
    assertThat(get("").get("commit").asString()).hasSize(40);
    assertThat(get("").get("now").asString()).startsWith("2018-03-01");
    assertThat(get("/datasets/trips/quarantine").get("rows").asInt()).isEqualTo(2);
    assertThat(get("/monitors/trip-duration/windows").get("items")).isNotNull();
    assertThat(get("/events?limit=3").get("items")).hasSize(3);
    JsonNode runs = get("/runs?kind=pipeline&limit=1");
    String run = runs.at("/items/0/id").asString();
    assertThat(get("/runs/" + run).at("/tasks/0/status").asString()).isEqualTo("SUCCEEDED");
    assertThat(get("/runs/" + run + "/logs").get("items")).isNotNull();
  }

  /// Two rows have no distance: one is corrected, the other given up.
  @Test
  void quarantinedRowsComeBackOrAreGivenUp() throws IOException {
    assertThat(get("/datasets/trips/quarantine").get("open").asInt()).isEqualTo(2);
    JsonNode entry = get("/datasets/trips/quarantine/entries?limit=1").at("/items/0");
    assertThat(entry.at("/broken/0").asString()).isEqualTo("distance");
    assertThat(rondo("quarantine", "list", "trips")).contains("[\"distance\"]", "\topen\t");
    Path file = folder.resolve("fixes.csv");
    rondo("quarantine", "export", "trips", "--output", file.toString());
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).startsWith("quarantine_id,broken_rules,vendor_id,");
    String id = entry.get("id").asString();
    Files.writeString(file, "quarantine_id,trip_distance\n" + id + ",2.5\n");
    assertThat(rondo("quarantine", "reingest", "trips", file.toString()))
        .contains("accepted", "trips@");
    JsonNode back = get("/datasets/trips/quarantine/entries?state=reingested").at("/items/0");
    assertThat(back.get("id").asString()).isEqualTo(id);
    assertThat(back.at("/content/trip_distance").asString()).isEqualTo("0.00");
    assertThat(back.at("/resolution/snapshot").asString()).startsWith("trips@");
    String snapshot = back.at("/resolution/snapshot").asString();
    assertThat(rondo("quarantine", "reingest", "trips", file.toString()))
        .contains("resolvedBefore  1")
        .doesNotContain(snapshot);
    String other = get("/datasets/trips/quarantine/entries").at("/items/0/id").asString();
    assertThat(rondo("quarantine", "retry", "trips")).contains("judged          1");
    assertThat(rondo("quarantine", "discard", "trips", other, "--reason", "Nobody knows."))
        .contains("discarded  1");
    JsonNode counts = get("/datasets/trips/quarantine");
    assertThat(counts.get("rows").asInt()).isEqualTo(2);
    assertThat(counts.get("reingested").asInt()).isEqualTo(1);
    assertThat(counts.get("discarded").asInt()).isEqualTo(1);
    JsonNode trace = get("/lineage?kind=snapshot&name=trips&version=" + snapshot.substring(6));
    assertThat(trace.get("assets"))
        .extracting(asset -> asset.get("name").asString())
        .contains("trips-corrections", "trips-quarantine", "trips_2018-01.csv");
    assertThat(server.components().quality().results(platform(), "trips", 100))
        .filteredOn(check -> check.batch().startsWith("quarantine of "))
        .filteredOn(check -> check.result().contract().equals("taxi-trips"))
        .extracting(check -> check.result().read())
        .containsExactlyInAnyOrder(1L, 1L);
    server.components().events().awaitSettled(PATIENCE);
    assertThat(client.get("/audit").body()).contains("quarantine reingested", "Nobody knows.");
  }

  @Test
  void whoOnlyReadsSeesNoClassifiedValuesOfQuarantinedRows() {
    Caller reader = new Caller("reader", new ProjectName(PROJECT), Set.of(Permission.READ));
    try (TestServer other =
        TestServer.start(
            new QuarantineResource(server.loop())::routes, _ -> reader, HttpOptions.local(0))) {
      for (String state : List.of("open", "reingested", "discarded")) {
        String path = ROOT + "/datasets/trips/quarantine/entries?state=" + state;
        JsonNode masked = Json.parseObject(other.get(path).body()).get("items");
        JsonNode rows = get("/datasets/trips/quarantine/entries?state=" + state).get("items");
        assertThat(masked).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
          ObjectNode row = (ObjectNode) rows.get(i).get("content");
          assertThat(row.path("store_and_fwd_flag").asString()).isEqualTo("N");
          assertThat(masked.get(i).get("content"))
              .isEqualTo(row.deepCopy().put("store_and_fwd_flag", "*"));
        }
      }
      answer(other.get(ROOT + "/datasets/trips/quarantine/export"), 403);
    }
  }

  @Test
  void wrongCorrectionsChangeNothing() {
    String reingest = ROOT + "/datasets/trips/quarantine/reingest";
    answer(client.post(reingest, "{}"), 415);
    answer(bytes(reingest, "id,trip_distance\n1,2\n"), 422);
    answer(bytes(reingest, "quarantine_id,trip_distance\n99999,2\n"), 404);
    answer(bytes(ROOT + "/datasets/none/quarantine/reingest", "quarantine_id\n1\n"), 404);
    answer(post("/datasets/trips/quarantine/discard", "{\"ids\":[\"x\"],\"reason\":\"y\"}"), 400);
    answer(post("/datasets/trips/quarantine/discard", "{\"ids\":[\"1\"],\"reason\":\" \"}"), 400);
    answer(client.get(ROOT + "/datasets/none/quarantine/entries"), 404);
    answer(client.get(ROOT + "/datasets/trips/quarantine/entries?state=lost"), 400);
  }

  private static HttpResponse<String> bytes(String path, String csv) {
    return client.send(
        HttpRequest.newBuilder(client.uri(path))
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofString(csv))
            .build());
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

  @Test
  void buildsAreListedAndDescribed() {
    JsonNode page = get("/builds?limit=1");
    JsonNode build = page.at("/items/0");
    assertThat(build.get("status").asString()).isEqualTo("succeeded");
    assertThat(get("/builds?after=" + page.get("next").asString()).get("items")).isEmpty();
    JsonNode detail = get("/builds/" + build.get("commit").asString());
    assertThat(detail.get("build")).isEqualTo(build);
    assertThat(detail.get("stages"))
        .extracting(stage -> stage.get("status").asString())
        .containsOnly("passed");
    assertThat(detail.at("/stages/0/duration").asString()).startsWith("PT");
    assertThat(detail.get("mistakes")).isEmpty();
    assertThat(detail.get("log").asString()).isNotEmpty();
    assertThat(get("/releases").get("items")).isEmpty();
  }

  @Test
  void whatWasIngestedIsCheckedByASuiteOfTheProject() {
    JsonNode checked = answer(post("/checks", "{\"dataset\":\"trips\",\"suite\":\"trips\"}"), 200);
    assertThat(checked.get("passed").asBoolean()).isTrue();
    assertThat(checked.get("rows").asInt()).isEqualTo(298);
    assertThat(checked.at("/sources/0").asString()).startsWith("trips@");
    String strict = "{\"dataset\":\"trips\",\"suite\":\"trips\",\"parameters\":{\"longest\":3}}";
    checked = answer(post("/checks", strict), 200);
    assertThat(checked.get("passed").asBoolean()).isFalse();
    answer(post("/checks", "{\"dataset\":\"none\",\"suite\":\"trips\"}"), 404);
    answer(post("/checks", "{\"dataset\":\"trips\",\"suite\":\"none\"}"), 404);
    answer(post("/checks", "{\"dataset\":\"trips\",\"suite\":{}}"), 422);
  }

  @Test
  void whatIsMissingOrWrongIsAProblem() {
    answer(client.get(ROOT + "/runs/" + "0".repeat(32)), 404);
    answer(client.get(ROOT + "/runs/nonsense"), 400);
    answer(client.get(ROOT + "/runs?limit=0"), 400);
    answer(client.get(ROOT + "/models/none"), 404);
    answer(client.get(ROOT + "/models/none/versions/x"), 400);
    answer(client.get(ROOT + "/lineage?kind=nonsense&name=a&version=1"), 400);
    answer(client.get(ROOT + "/builds/" + "0".repeat(40)), 404);
    answer(client.get(ROOT + "/builds/main"), 400);
    answer(client.get(ROOT + "/monitors/none/windows"), 404);
    answer(client.get(ROOT + "/datasets/none/quarantine"), 404);
    answer(client.get("/api/v1/projects/none"), 404);
    answer(client.get("/api/v1/projects/none/events"), 404);
    answer(post("/models/none/versions/1/promote", "{\"reason\":\"x\"}"), 404);
    answer(post("/models/none/versions/1/promote", "{\"reason\":\"x\",\"despiteScan\":true}"), 404);
    answer(post("/endpoints/none/rollback", "{\"reason\":\"x\"}"), 404);
    answer(post("/pipelines/none/runs", "{}"), 404);
    answer(post("/clock", "{\"now\":\"yesterday\"}"), 400);
    answer(client.get("/api/v1/projects/no-such-project/pipelines"), 404);
    answer(client.post("/api/v1/projects", "{\"name\":\"x\",\"data\":\"/none\"}"), 400);
    answer(client.post("/api/v1/projects", "{\"name\":\"x\",\"data\":\"\"}"), 400);
    answer(client.post("/api/v1/projects", "{\"name\":\"x\",\"data\":\"/a\\u0000\"}"), 400);
    answer(client.post("/api/v1/endpoints/none/predict", "{}"), 404);
  }

  @Test
  void healthAndMetricsAreTold() {
    assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(client.get("/health/ready").body()).contains("\"status\":\"up\"");
    assertThat(client.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
    assertThat(client.get("/metrics").body())
        .contains("jvm_memory_used_bytes{area=\"heap\"}", "rondo_prediction_log_records_total 0");
  }
}
