package dev.rondo.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.testing.TestServer;
import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.Commit;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.quality.check.DataCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks over real HTTP, of every form of body, and of what comes with bad intent.
class CheckResourceTest {
  private static final String PATH = "/api/v1/projects/test/checks";
  private static final String CSV = "id,amount\n1,5\n2,-7\n";
  private static final String SUITE =
      """
      suite: orders
      columns:
        amount: [{be_between: {min: 0}}]
      """;
  private static final String BAD_SUITE =
      """
      suite: orders
      columns:
        amount:
          - be_betwen: {min: 0}
          - be_uniqe
      """;
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.0.0
      status: active
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: integer, required: true}
            - {name: amount, logicalType: integer, logicalTypeOptions: {minimum: 0}}
      """;
  private static final CheckLimits LIMITS = new CheckLimits(32 << 20, Duration.ofMinutes(5), 2);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private Tables tables;
  private SqlEngine engine;
  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    tables = new Tables(database, new IdSource(clock, new Random(1)), folder.resolve("tables"));
    engine = new SqlEngine(1000, 2, Files.createDirectories(folder.resolve("tmp")));
    start(LIMITS, Callers.ALL);
  }

  private void start(CheckLimits limits, Caller caller) {
    if (server != null) {
      server.close();
    }
    CheckResource resource = new CheckResource(engine, tables, _ -> project, clock, limits);
    server = TestServer.start(resource::routes, _ -> caller, HttpOptions.local(0));
  }

  private static final String HEAD =
      """
      name: test
      goal: g
      kpi: {name: k, value-per-unit: 1}
      task: {type: regression, target: t, unit: u, metric: mae}
      """;

  private Project project =
      ProjectParser.parse(
          Map.of(
              "project.yaml", HEAD.getBytes(StandardCharsets.UTF_8),
              "suites/orders.yaml", SUITE.getBytes(StandardCharsets.UTF_8),
              "contracts/orders.yaml", CONTRACT.getBytes(StandardCharsets.UTF_8)),
          Set.of());

  /// Whatever was sent, nothing of it stays.
  @AfterEach
  void close() {
    Wait.until("an empty folder", () -> left().isEmpty());
    server.close();
    database.close();
  }

  private List<Path> left() {
    try (Stream<Path> left = Files.list(engine.temporary())) {
      return left.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String type, BodyPublisher body, String query) {
    return server.send(
        HttpRequest.newBuilder(server.uri(PATH + query))
            .header("Content-Type", type)
            .POST(body)
            .build());
  }

  private HttpResponse<String> send(String type, String body, String query) {
    return send(type, BodyPublishers.ofString(body), query);
  }

  /// A form as `curl -F` sends it; of each part the name, the file's name and the content.
  private HttpResponse<String> form(String... parts) {
    return send("multipart/form-data; boundary=----x7", formText(parts), "");
  }

  private static String formText(String... parts) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < parts.length; i += 3) {
      body.append("------x7\r\nContent-Disposition: form-data; name=\"").append(parts[i]);
      body.append(parts[i + 1].isEmpty() ? "" : "\"; filename=\"" + parts[i + 1]);
      body.append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
      body.append(parts[i + 2]).append("\r\n");
    }
    return body.append("------x7--\r\n").toString();
  }

  private static JsonNode answer(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.parse(answer.body());
  }

  private static String query(String name, String value) {
    return "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Test
  void aFormWithDataAndASuiteIsAnsweredLikeTheCommand() throws IOException {
    JsonNode json = answer(form("data", "orders.csv", CSV, "suite", "orders.yaml", SUITE), 200);
    Path file = Files.writeString(folder.resolve("orders.csv"), CSV);
    ObjectNode same = DataCheck.of(file).at(new EventTime(clock.instant())).against(SUITE).json();
    same.putArray("sources").add("orders.csv");
    assertThat(json).isEqualTo(Json.parse(Json.write(same)));
    assertThat(json.path("passed").asBoolean(true)).isFalse();
    assertThat(form("data", "a.csv", CSV, "contract", "", CONTRACT).body())
        .contains("\"accepted\":1", "\"quarantined\":1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_000, 65_500, 65_535, 65_536, 131_000, 2_000_000})
  void aFormIsReadWhateverItsSize(int size) {
    String csv = CSV + "3,4\n".repeat(size / 4) + "5," + "1".repeat(1 + size % 4) + "\n";
    String tricky = "id\n\"\r\n-----x7\r\n------x\r\n\"\n";
    assertThat(answer(form("suite", "", SUITE, "data", "o.csv", csv), 200).path("rows").asInt())
        .isEqualTo(3 + size / 4);
    assertThat(
            answer(form("data", "o.csv", tricky, "suite", "", "suite: s\nexpect: []\n"), 200)
                .path("rows")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void theBodyMayBeTheDataAndTheSuiteOfTheProject() throws IOException {
    assertThat(answer(send("text/csv; charset=utf-8", CSV, "?suite=orders"), 200).path("rows"))
        .hasToString("2");
    assertThat(
            answer(send("text/csv", CSV, "?contract=contracts/orders.yaml"), 200)
                .at("/contract/quarantined")
                .asInt())
        .isEqualTo(1);
    String lines = "{\"amount\": 1}\n{\"amount\": null}\n";
    assertThat(
            answer(send("application/x-ndjson", lines, query("suite", SUITE)), 200)
                .path("passed")
                .asBoolean())
        .isTrue();
    Path parquet = engine.temporary().resolve("p.parquet");
    try (SqlSession session = engine.open(List.of(engine.temporary()))) {
      session.execute("COPY (SELECT -1 AS amount) TO " + SqlSession.text(parquet.toString()));
    }
    byte[] bytes = Files.readAllBytes(parquet);
    Files.delete(parquet);
    assertThat(
            answer(
                    send(
                        "application/vnd.apache.parquet",
                        BodyPublishers.ofByteArray(bytes),
                        "?suite=orders&result_format=BOOLEAN_ONLY"),
                    200)
                .at("/suite/results/0/result"))
        .isEmpty();
  }

  @Test
  void aPackedBodyIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(CSV.getBytes(StandardCharsets.UTF_8));
    }
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(PATH + "?suite=orders"))
                .header("Content-Type", "text/csv")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                .build());
    assertThat(answer(answer, 200).path("rows").asInt()).isEqualTo(2);
  }

  @Test
  void jsonMayBringRowsAndEverythingElse() {
    String suite =
        "{\"suite\": \"s\", \"parameters\": {\"least\": 0}, \"columns\": {\"amount\":"
            + " [{\"be_between\": {\"min\": \"$least\"}}]}}";
    String rows =
        "\"rows\": [{\"id\": 1, \"amount\": 5}, {\"id\": 2, \"amount\": -7}, {\"id\": 3}]";
    JsonNode json = answer(server.post(PATH, "{" + rows + ", \"suite\": " + suite + "}"), 200);
    assertThat(json.at("/suite/results/0/result/unexpected_count").asInt()).isEqualTo(1);
    assertThat(json.path("sources")).hasToString("[\"rows\"]");
    String wishes = ", \"parameters\": {\"least\": -7}, \"contract\": \"contracts/orders.yaml\"";
    json = answer(server.post(PATH, "{" + rows + wishes + ", \"suite\": " + suite + "}"), 200);
    assertThat(json.at("/suite/success").asBoolean()).isTrue();
    assertThat(json.at("/contract/contract").asString()).isEqualTo("orders");
  }

  @Test
  void aDataSetIsCheckedByWhoeverMayReadIt() {
    List<Column> columns = List.of(new Column("amount", ColumnType.BIGINT));
    tables.create(Callers.ALL, "orders", new TableSchema(columns));
    try (SqlSession session = engine.open(List.of(tables.folder(Callers.ALL)))) {
      for (int amount : new int[] {5, -7}) {
        tables.append(
            Callers.ALL,
            session,
            "orders",
            "(SELECT " + amount + "::BIGINT AS amount)",
            Commit.of("k" + amount, Map.of()));
      }
    }
    Wait.until("an empty folder", () -> left().isEmpty());
    start(LIMITS, new Caller("reader", Callers.ALL.project(), Set.of(Permission.READ)));
    String body = "{\"dataset\": \"orders\", \"suite\": \"orders\"%s}";
    JsonNode json = answer(server.post(PATH, body.formatted("")), 200);
    assertThat(json.path("rows").asInt()).isEqualTo(2);
    assertThat(json.path("passed").asBoolean(true)).isFalse();
    json = answer(server.post(PATH, body.formatted(", \"snapshot\": 1")), 200);
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("sources")).hasToString("[\"orders@1\"]");
    answer(server.post(PATH, body.formatted(", \"snapshot\": 9")), 404);
    answer(server.post(PATH, "{\"rows\": [], \"suite\": \"orders\"}"), 403);
    answer(form("data", "orders.csv", CSV, "suite", "", SUITE), 403);
    answer(send("text/csv", CSV, "?suite=orders"), 403);
    start(LIMITS, Callers.NONE);
    answer(server.post(PATH, body.formatted("")), 403);
  }

  private void startWithSecrets() {
    Map<String, byte[]> files =
        Map.of(
            "project.yaml",
            HEAD.getBytes(StandardCharsets.UTF_8),
            "suites/orders.yaml",
            SUITE.getBytes(StandardCharsets.UTF_8),
            "sources/orders.yaml",
            """
            name: orders
            format: csv
            files: "*.csv"
            period: '(.*)\\.csv'
            arrival: TIMESTAMP '2020-01-01'
            contract: contracts/orders.yaml
            dataset: orders
            suites: [orders]
            """
                .getBytes(StandardCharsets.UTF_8),
            "contracts/orders.yaml",
            CONTRACT
                .replace("{name: amount,", "{name: amount, classification: confidential,")
                .getBytes(StandardCharsets.UTF_8));
    project = ProjectParser.parse(files, Set.of());
  }

  @Test
  void whatAContractOfTheProjectClassifiesIsMasked() {
    startWithSecrets();
    String shown = "/suite/results/0/result/partial_unexpected_list";
    assertThat(answer(send("text/csv", CSV, "?suite=orders"), 200).at(shown))
        .as("a suite that stands beside a contract")
        .hasToString("[\"-*\"]");
    assertThat(answer(send("text/csv", CSV, query("suite", SUITE)), 200).at(shown))
        .as("neither a suite nor a data set of the project")
        .hasToString("[-7]");
    assertThat(
            answer(
                    send(
                        "text/csv", CSV, query("suite", SUITE) + "&contract=contracts/orders.yaml"),
                    200)
                .at(shown))
        .hasToString("[\"-*\"]");
    tables.create(
        Callers.ALL, "orders", new TableSchema(List.of(new Column("amount", ColumnType.BIGINT))));
    try (SqlSession session = engine.open(List.of(tables.folder(Callers.ALL)))) {
      tables.append(
          Callers.ALL,
          session,
          "orders",
          "(SELECT -7::BIGINT AS amount)",
          Commit.of("k", Map.of()));
    }
    Wait.until("an empty folder", () -> left().isEmpty());
    String asked = "{\"dataset\": \"orders\", \"suite\": %s}";
    assertThat(answer(server.post(PATH, asked.formatted(Json.write(SUITE))), 200).at(shown))
        .as("a data set of the project")
        .hasToString("[\"-*\"]");
  }

  @Test
  void everyMistakeOfABadSuiteIsTold() {
    JsonNode problem = answer(form("data", "o.csv", CSV, "suite", "orders.yaml", BAD_SUITE), 422);
    assertThat(problem.path("code").asString()).isEqualTo("invalid-file");
    assertThat(problem.path("mistakes")).hasSize(2);
    assertThat(problem.at("/mistakes/0/line").asInt()).isEqualTo(4);
    String object = "{\"suite\": \"s\", \"columns\": {\"a\": [\"be_nul\", \"be_uniq\"]}}";
    problem = answer(server.post(PATH, "{\"rows\": [{}], \"suite\": " + object + "}"), 422);
    assertThat(problem.path("mistakes")).hasSize(2);
    assertThat(problem.at("/mistakes/0").has("line")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {} | 422 | Give either 'rows'",
        "application/json | {\"rows\": [{}]} | 422 | 'suite' or 'contract'",
        "application/json | {\"rows\": [1], \"suite\": \"orders\"} | 422 | A row is an object",
        "application/json | {\"rows\": [{}], \"suit\": \"orders\"} | 422 | Did you mean 'suite'",
        "application/json | {\"rows\": [{}], \"suite\": \"none\"} | 404 | no suite 'none'",
        "application/json | {\"rows\": [{}], \"suite\": \"../a\"} | 422 | ../a",
        "application/json | {\"dataset\": \"https://x/y.csv\", \"suite\": \"orders\"} | 404 | no table",
        "application/json | {\"dataset\": \"../../t\", \"suite\": \"orders\"} | 404 | no table",
        "application/json | {\"rows\": [ | 400 | malformed",
        "text/plain | a | 415 | text/csv",
        "text/csv | a,b | 422 | 'suite' or 'contract'",
        "multipart/form-data | x | 400 | boundary",
        "multipart/form-data; boundary=b | x | 400 | ends before its last boundary",
      })
  void whatIsWrongIsSaid(String type, String body, int status, String why) {
    assertThat(answer(send(type, body, ""), status).path("detail").asString()).contains(why);
  }

  @Test
  void aFormOfOtherPartsIsRefused() {
    assertThat(answer(form("suite", "", SUITE), 400).path("detail").asString())
        .contains("needs the rows");
    assertThat(answer(form("data", "o.csv", CSV, "dat", "", "x"), 400).path("detail").asString())
        .contains("'dat'");
    answer(form("data", "o.csv", CSV, "data", "p.csv", CSV, "suite", "", SUITE), 400);
    answer(form("data", "o.xls", CSV, "suite", "", SUITE), 415);
    answer(form("data", "o.csv.gz", CSV, "suite", "", SUITE), 415);
    answer(form(Stream.generate(() -> "suite").limit(60).toArray(String[]::new)), 400);
    answer(
        send(
            "multipart/form-data; boundary=----x7",
            formText("data", "o.csv", CSV).substring(0, 90),
            ""),
        400);
  }

  @Test
  void aNameOfAFileIsNoPath() {
    JsonNode json = answer(form("data", "../../../evil.csv", CSV, "suite", "", SUITE), 200);
    assertThat(json.path("sources")).hasToString("[\"../../../evil.csv\"]");
    assertThat(folder.getParent().resolve("evil.csv")).doesNotExist();
    String reads =
        "suite: s\nexpect:\n  - unexpected_rows: SELECT * FROM read_text('/etc/hostname')\n";
    json = answer(form("data", "a.csv", CSV, "suite", "", reads), 200);
    assertThat(json.at("/suite/results/0/exception_info/raised_exception").asBoolean()).isTrue();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    start(new CheckLimits(1 << 20, Duration.ofMinutes(5), 2), Callers.ALL);
    byte[] large = new byte[2 << 20];
    answer(send("text/csv", BodyPublishers.ofByteArray(large), "?suite=orders"), 413);
    answer(
        send(
            "text/csv",
            BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()),
            "?suite=orders"),
        422);
    start(LIMITS, Callers.ALL);
    String row = "id,amount\n1,\"" + "x".repeat(17 << 20) + "\"\n";
    assertThat(answer(send("text/csv", row, "?suite=orders"), 422).path("detail").asString())
        .contains("cannot be read");
    String json = "{\"rows\": [{\"a\": \"" + "x".repeat(9 << 20) + "\"}], \"suite\": \"orders\"}";
    answer(server.post(PATH, json), 413);
  }

  @Test
  void whatTakesTooLongIsStopped() {
    start(new CheckLimits(1 << 20, Duration.ofMillis(400), 1), Callers.ALL);
    String slow =
        """
        suite: s
        expect:
          - unexpected_rows: >-
              SELECT a.range FROM range(1000000) a, range(1000000) b WHERE a.range + b.range < 0
        """;
    answer(form("data", "a.csv", CSV, "suite", "", slow), 504);
    assertThat(left()).isEmpty();
  }

  private OutputStream begin(Socket socket, int length) throws IOException {
    OutputStream out = socket.getOutputStream();
    String head =
        "POST %s?suite=orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
            + "Connection: close\r\nContent-Length: %d\r\n\r\n";
    out.write(head.formatted(PATH, length).getBytes(StandardCharsets.UTF_8));
    out.write(CSV.substring(0, 12).getBytes(StandardCharsets.UTF_8));
    out.flush();
    Wait.until("an upload", () -> !left().isEmpty());
    return out;
  }

  @Test
  void anUploadThatIsCutOffLeavesNothing() throws IOException {
    for (boolean isHalfClosed : new boolean[] {true, false}) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        begin(socket, CSV.length());
        if (isHalfClosed) {
          socket.shutdownOutput();
          socket.setSoTimeout(10_000);
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .doesNotContain("200 OK");
        }
      }
      Wait.until("an empty folder", () -> left().isEmpty());
    }
    answer(send("text/csv", CSV, "?suite=orders"), 200);
  }

  @Test
  void moreThanThereIsRoomForAreToldToComeAgain() throws IOException {
    start(new CheckLimits(1 << 20, Duration.ofMinutes(5), 1), Callers.ALL);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = begin(socket, CSV.length());
      HttpResponse<String> refused = send("text/csv", CSV, "?suite=orders");
      answer(refused, 503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      out.write(CSV.substring(12).getBytes(StandardCharsets.UTF_8));
      out.flush();
      socket.setSoTimeout(30_000);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK");
    }
    answer(send("text/csv", CSV, "?suite=orders"), 200);
  }

  @Test
  void checksAtTheSameTimeDoNotDisturbEachOther() {
    start(new CheckLimits(1 << 20, Duration.ofMinutes(5), 4), Callers.ALL);
    List<Integer> rows =
        Stream.of(1, 2, 3, 4)
            .parallel()
            .map(n ->
                answer(send("text/csv", "amount\n" + "1\n".repeat(n), "?suite=orders"), 200)
                    .path("rows")
                    .asInt())
            .toList();
    assertThat(rows).containsExactly(1, 2, 3, 4);
  }
}
