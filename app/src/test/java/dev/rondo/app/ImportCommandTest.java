package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `rondo import mlflow`, on stores that are written here as MLflow writes them.
class ImportCommandTest {
  private static final String RUN = "0123456789abcdef0123456789abcdef";
  private static final String DEAD = "fedcba9876543210fedcba9876543210";
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE experiments (experiment_id INTEGER, name TEXT, artifact_location TEXT,"
              + " lifecycle_stage TEXT, creation_time BIGINT, last_update_time BIGINT)",
          "CREATE TABLE runs (run_uuid TEXT, name TEXT, user_id TEXT, status TEXT,"
              + " start_time BIGINT, end_time BIGINT, lifecycle_stage TEXT, artifact_uri TEXT,"
              + " experiment_id INTEGER, deleted_time BIGINT)",
          "CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT)",
          "CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT)",
          "CREATE TABLE metrics (key TEXT, value FLOAT, timestamp BIGINT, run_uuid TEXT,"
              + " step BIGINT, is_nan BOOLEAN)",
          "CREATE TABLE registered_models (name TEXT, creation_time BIGINT,"
              + " last_updated_time BIGINT, description TEXT)",
          "CREATE TABLE model_versions (name TEXT, version INTEGER, creation_time BIGINT,"
              + " last_updated_time BIGINT, description TEXT, user_id TEXT, current_stage TEXT,"
              + " source TEXT, run_id TEXT, run_link TEXT)",
          "CREATE TABLE registered_model_aliases (alias TEXT, version INTEGER, name TEXT)");

  @TempDir Path folder;
  private Server server;
  private Map<String, String> environment = Map.of();
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() throws IOException {
    server = Server.start(new ServerOptions(folder.resolve("home"), 0));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private int imported(String source, String... more) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            false,
            environment);
    List<String> words = new ArrayList<>(List.of("import", "mlflow", source));
    words.addAll(List.of("--home", folder.resolve("home").toString()));
    words.addAll(List.of(more));
    int exit = RondoCommand.build(terminal, List.of()).execute(words.toArray(String[]::new));
    out = results.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private String database(String... statements) throws Exception {
    Path file = folder.resolve("mlflow.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
    return file.toString();
  }

  /// An old store: without traces, logged models, datasets.
  private String oldStore() throws Exception {
    database(SCHEMA.toArray(String[]::new));
    return database(contents());
  }

  private String[] contents() throws IOException {
    Files.createDirectories(folder.resolve("mlruns/7/" + RUN + "/artifacts/model"));
    Files.writeString(
        folder.resolve("mlruns/7/" + RUN + "/artifacts/model/MLmodel"), "flavors: {}\n");
    return new String[] {
      "INSERT INTO experiments VALUES (7, 'taxi', '/gone/mlruns/7', 'active', 1000, 2000)",
      "INSERT INTO runs VALUES ('"
          + RUN
          + "', 'first', 'ada', 'RUNNING', 1500, NULL, 'active',"
          + " '/gone/mlruns/7/"
          + RUN
          + "/artifacts', 7, NULL)",
      "INSERT INTO runs VALUES ('"
          + DEAD
          + "', 'second', 'bob', 'FAILED', 1600, 1700,"
          + " 'deleted', '/gone/mlruns/7/"
          + DEAD
          + "/artifacts', 7, 1800)",
      "INSERT INTO params VALUES ('lr', '0.1', '" + RUN + "')",
      "INSERT INTO tags VALUES ('mlflow.parentRunId', '" + DEAD + "', '" + RUN + "')",
      "INSERT INTO metrics VALUES ('loss', 0.5, 1501, '" + RUN + "', 0, FALSE)",
      "INSERT INTO metrics VALUES ('loss', 0.0, 1502, '" + RUN + "', 1, TRUE)",
      "INSERT INTO registered_models VALUES ('fares', 3000, 3100, 'of taxis')",
      "INSERT INTO model_versions VALUES ('fares', 1, 3001, 3002, '', '', 'Deleted_Internal',"
          + " 'REDACTED', 'REDACTED', '')",
      "INSERT INTO model_versions VALUES ('fares', 3, 3003, 3004, 'third', 'ada', 'Staging',"
          + " '/gone/mlruns/7/"
          + RUN
          + "/artifacts/model', '"
          + RUN
          + "', '')",
      "INSERT INTO registered_model_aliases VALUES ('champion', 3, 'fares')"
    };
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return Json.parse(
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode run(String id) throws Exception {
    return get("/api/2.0/mlflow/runs/get?run_id=" + id).path("run");
  }

  @Test
  void anOldDatabaseComesWithItsIdsTimesAndStates() throws Exception {
    assertThat(imported(oldStore())).describedAs(out + err).isZero();
    JsonNode first = run(RUN);
    assertThat(first.at("/info/user_id").asString()).isEqualTo("ada");
    assertThat(first.at("/info/start_time").asLong()).isEqualTo(1500);
    assertThat(first.at("/info/status").asString()).isEqualTo("RUNNING");
    assertThat(first.at("/data/params/0/value").asString()).isEqualTo("0.1");
    assertThat(first.at("/data/tags").toString()).contains(DEAD);
    JsonNode history =
        get("/api/2.0/mlflow/metrics/get-history?max_results=10&metric_key=loss&run_id=" + RUN);
    assertThat(history.path("metrics").valueStream().map(p -> p.path("value").asString()))
        .containsExactly("0.5", "NaN");
    assertThat(run(DEAD).at("/info/lifecycle_stage").asString()).isEqualTo("deleted");
    JsonNode experiment =
        get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=taxi").path("experiment");
    assertThat(experiment.path("creation_time").asLong()).isEqualTo(1000);
    assertThat(experiment.path("tags").toString())
        .contains("rondo.import.experiment-id", "/gone/mlruns/7");
  }

  @Test
  void aStoreInPostgresComesAsOneInAFile() throws Exception {
    Optional<Path> programs = PostgresServer.programs();
    if (programs.isEmpty()) {
      abort("PostgreSQL is not installed (Debian: apt-get install postgresql).");
    }
    try (PostgresServer postgres = PostgresServer.start(programs.orElseThrow());
        Connection connection =
            DriverManager.getConnection(
                postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(sql);
      }
      for (String sql : contents()) {
        statement.execute(sql);
      }
      String address = "127.0.0.1:" + postgres.port() + "/postgres";
      assertThat(imported("postgresql://" + PostgresServer.USER + "@" + address)).isNotZero();
      assertThat(err).contains("cannot be read").contains("password");
      environment = Map.of("PGPASSWORD", PostgresServer.PASSWORD);
      Path files = folder.resolve("mlruns");
      for (int time = 0; time < 2; time++) {
        assertThat(
                imported(
                    "postgresql+psycopg2://" + PostgresServer.USER + "@" + address,
                    "--artifacts",
                    files.toString()))
            .describedAs(out + err)
            .isZero();
      }
    }
    assertThat(run(RUN).at("/data/metrics/0/value").asString()).isEqualTo("NaN");
    assertThat(run(DEAD).at("/info/lifecycle_stage").asString()).isEqualTo("deleted");
    JsonNode version =
        get("/api/2.0/mlflow/model-versions/get?name=fares&version=3").path("model_version");
    assertThat(version.path("aliases").toString()).isEqualTo("[\"champion\"]");
    assertThat(get("/api/2.0/mlflow/artifacts/list?path=model&run_id=" + RUN).toString())
        .contains("model/MLmodel");
  }

  @Test
  void versionsKeepTheirNumbersStagesAndAliasesAndFindTheirFiles() throws Exception {
    assertThat(imported(oldStore())).describedAs(out + err).isZero();
    JsonNode version =
        get("/api/2.0/mlflow/registered-models/alias?name=fares&alias=champion")
            .path("model_version");
    assertThat(version.path("version").asString()).isEqualTo("3");
    assertThat(version.path("current_stage").asString()).isEqualTo("Staging");
    assertThat(version.path("source").asString())
        .startsWith("mlflow-artifacts:/")
        .endsWith("/" + RUN + "/artifacts/model");
    JsonNode deleted = get("/api/2.0/mlflow/model-versions/get?name=fares&version=1");
    assertThat(deleted.path("error_code").asString()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void aSecondImportChangesNothingAndBringsWhatIsNew() throws Exception {
    String store = oldStore();
    imported(store);
    String first = out;
    assertThat(imported(store)).describedAs(out + err).isZero();
    assertThat(out).isEqualTo(first);
    database(
        "UPDATE runs SET status = 'FINISHED', end_time = 1900 WHERE run_uuid = '" + RUN + "'",
        "INSERT INTO metrics VALUES ('loss', 0.25, 1503, '" + RUN + "', 2, 0)");
    assertThat(imported(store)).describedAs(out + err).isZero();
    assertThat(run(RUN).at("/info/status").asString()).isEqualTo("FINISHED");
    assertThat(run(RUN).at("/info/end_time").asLong()).isEqualTo(1900);
    assertThat(run(RUN).at("/data/metrics/0/value").asDouble()).isEqualTo(0.25);
    assertThat(out).contains("points\t3\t3");
  }

  @Test
  void anotherRunWithTheIdIsRefusedAndTheRestComes() throws Exception {
    String store = oldStore();
    imported(store);
    database("UPDATE runs SET start_time = 9 WHERE run_uuid = '" + RUN + "'");
    assertThat(imported(store)).isEqualTo(1);
    assertThat(err).contains(RUN, "it is another run");
    assertThat(out).contains("runs\t2\t1");
  }

  @Test
  void filesOutsideOfTheStoreAreNotReadAndAreNamed() throws Exception {
    String store = oldStore();
    Path secret = Files.createDirectories(folder.resolve("secret"));
    Files.writeString(secret.resolve("key"), "private");
    Path link = folder.resolve("mlruns/7/" + RUN + "/artifacts/link");
    Files.createSymbolicLink(link, secret.resolve("key"));
    database("UPDATE runs SET artifact_uri = '" + secret + "' WHERE run_uuid = '" + DEAD + "'");
    assertThat(imported(store)).isEqualTo(1);
    assertThat(err).contains("not below a folder that may be read", "It is a link");
    assertThat(out).contains("artifacts\t1\t1");
    database("UPDATE runs SET artifact_uri = 's3://bucket/x' WHERE run_uuid = '" + DEAD + "'");
    assertThat(imported(store, "--json")).isEqualTo(1);
    assertThat(Json.parseObject(out).path("missing").toString()).contains("s3://bucket/x");
  }

  @Test
  void aFolderIsReadAndWhatIsBrokenInItIsNamed() throws Exception {
    Path run = Files.createDirectories(folder.resolve("mlruns/5/" + RUN));
    Path broken = Files.createDirectories(folder.resolve("mlruns/5/" + DEAD));
    write(folder.resolve("mlruns/5/meta.yaml"), "name: taxi\nlifecycle_stage: active\n");
    write(run.resolve("meta.yaml"), "status: 3\nstart_time: 5\nend_time: 6\nuser_id: ada\n");
    write(run.resolve("metrics/deep/loss"), "1 0.5 0\nrubbish\n2 inf 1\n2 inf 1\n");
    write(run.resolve("params/lr"), "0.1");
    write(broken.resolve("meta.yaml"), "status: [3\n");
    assertThat(imported(folder.resolve("mlruns").toString())).isEqualTo(1);
    assertThat(err).contains("loss:2", DEAD, "This is not YAML");
    assertThat(out).contains("runs\t2\t1", "points\t3\t2", "params\t1\t1");
    assertThat(run(RUN).at("/data/metrics/0/key").asString()).isEqualTo("deep/loss");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void whatIsNoStoreIsRefusedWithItsName() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(imported(empty.toString())).isNotZero();
    assertThat(err).contains("so it is no MLflow store");
    write(folder.resolve("text.db"), "hello, this is no database at all");
    assertThat(imported(folder.resolve("text.db").toString())).isNotZero();
    assertThat(err).contains("is no SQLite database");
    assertThat(imported(database("CREATE TABLE other (a TEXT)"))).isNotZero();
    assertThat(err).contains("without the tables 'experiments' and 'runs'");
    assertThat(imported("ftp://host/store")).isNotZero();
    assertThat(err).contains("is no store that can be read");
    assertThat(imported("postgresql://ada:secret@127.0.0.1/x")).isNotZero();
    assertThat(err).contains("A password does not belong").doesNotContain("secret@");
  }

  @Test
  void aDamagedDatabaseIsRefusedWithASentence() throws Exception {
    Path store = Path.of(oldStore());
    byte[] bytes = Files.readAllBytes(store);
    Files.write(store, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(imported(store.toString())).isNotZero();
    assertThat(err).contains("is damaged");
    Files.write(store, Arrays.copyOf(bytes, 16));
    assertThat(imported(store.toString())).isNotZero();
    assertThat(err).contains("is damaged");
    Files.write(store, bytes);
    assertThat(imported(store.toString())).isZero();
  }

  @Test
  void tablesOfAnUnknownReleaseAreRefusedWithASentence() throws Exception {
    String store = oldStore();
    database("ALTER TABLE metrics RENAME COLUMN run_uuid TO run_id");
    assertThat(imported(store)).isNotZero();
    assertThat(err).contains("a release of MLflow that cannot be read").contains("run_uuid");
  }

  @Test
  void columnsOfANewerReleaseAreNoHindrance() throws Exception {
    String store = oldStore();
    database(
        "ALTER TABLE runs ADD COLUMN workspace TEXT DEFAULT 'default'",
        "ALTER TABLE metrics ADD COLUMN colour TEXT",
        "CREATE TABLE review_queues (id TEXT)",
        "DROP TABLE registered_model_aliases");
    assertThat(imported(store)).isZero();
    assertThat(run(RUN).at("/info/run_name").asString()).isEqualTo("first");
  }

  @Test
  void aStoreThatIsWrittenMeanwhileIsReadAsItWas() throws Exception {
    String store = oldStore();
    try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.executeUpdate("UPDATE runs SET name = 'changed'");
      assertThat(imported(store)).isZero();
    }
    assertThat(run(RUN).at("/info/run_name").asString()).isEqualTo("first");
  }

  @Test
  void aDryRunOnlyCounts() throws Exception {
    assertThat(imported(oldStore(), "--dry-run")).isZero();
    assertThat(out).contains("runs\t2", "points\t2", "versions\t1").doesNotContain("here");
    assertThat(run(RUN).isMissingNode()).isTrue();
  }

  @Test
  void theLedgerTellsOfTheImport() throws Exception {
    imported(oldStore());
    JsonNode imports =
        get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=Imports").path("experiment");
    assertThat(imports.path("lifecycle_stage").asString()).isEqualTo("active");
  }
}
