package dev.rondo.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.access.Access;
import dev.rondo.api.ProjectAuthenticator;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.api.testing.OpenApiCheck;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.TestClock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestRoutesTest {
  enum State {
    RUNNING,
    DONE
  }

  record Note(String text, Optional<Instant> at) {}

  record Thing(
      String name, long count, State state, List<Note> notes, Map<String, Double> metrics) {}

  private final PrometheusRegistry metrics = new PrometheusRegistry();
  @TempDir Path folder;
  private List<ProjectName> projects = names("main");
  private ProjectName meant = new ProjectName("default");
  private String trouble = "";
  private Database database;
  private Access access;
  private TestServer server;

  @BeforeEach
  void start() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    access = new Access(database, new TestClock());
    server =
        TestServer.start(
            this::declare,
            new ProjectAuthenticator(access, () -> projects, () -> meant),
            HttpOptions.local(0));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private void declare(Routes routes) {
    new RestRoutes(
            List.of(Health.of("database", () -> trouble.isEmpty(), "it is closed")),
            metrics,
            access.users(),
            "0.1.0")
        .routes(routes);
    routes
        .get("/api/v1/projects/{project}/things/{name}")
        .permission(Permission.READ)
        .summary("Shows a thing")
        .query("limit", Schema.integer().range(1, 100), "How many notes.")
        .returns(Schema.of(Thing.class))
        .handle(r -> {
          if (r.parameter("name").equals("none")) {
            throw Problem.notFound("There is no thing 'none'.");
          }
          return Response.json(
              new Thing(
                  r.caller().project().value(),
                  r.query("limit", 7),
                  State.DONE,
                  List.of(
                      new Note("a", Optional.empty()), new Note("b", Optional.of(Instant.EPOCH))),
                  Map.of("mae", 3.0)));
        });
    routes
        .post("/api/v1/projects/{project}/things")
        .permission(Permission.WRITE_RUNS)
        .summary("Makes a thing")
        .accepts(Schema.object().field("name", Schema.text().length(1, 9)))
        .returns(201, Schema.object().field("name", Schema.text()).named("Made"))
        .handle(r -> Response.json(Map.of("name", r.json().get("name"))).status(201));
    routes
        .get("/api/v1/wrong")
        .open()
        .summary("Answers otherwise than it says")
        .returns(Schema.object().field("a", Schema.integer()))
        .handle(_ -> Response.json(Map.of("a", "x")));
    routes
        .get("/whoami")
        .permission(Permission.READ)
        .summary("Project")
        .handle(RestRoutesTest::project);
    routes
        .get("/api/2.0/mlflow/whoami")
        .permission(Permission.READ)
        .summary("Project of a client")
        .handle(RestRoutesTest::project);
    routes
        .get("/anyone")
        .permission(Permission.READ)
        .anyProject()
        .summary("Project, any")
        .handle(RestRoutesTest::project);
  }

  private static Response project(Request request) {
    return Response.text(request.caller().project().value());
  }

  @Test
  void healthIsTold() {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    trouble = "it is closed";
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/ready").body()).contains("it is closed");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreForPrometheus() {
    Counter.builder().name("things").help("Things.").register(metrics).inc(3);
    var answer = server.get("/metrics");
    assertThat(answer.body()).contains("things_total 3.0");
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
  }

  @Test
  void theDocumentIsOpenApiOfTheDeclaredRoutes() {
    JsonNode document = Json.parse(server.get("/api/v1/openapi.json").body());
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
    JsonNode get = document.get("paths").get("/api/v1/projects/{project}/things/{name}").get("get");
    assertThat(get.get("parameters")).hasSize(3);
    assertThat(get.at("/responses/200/content/application~1json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/Thing");
    assertThat(document.get("components").get("schemas").propertyNames())
        .contains("Thing", "Note", "Problem", "Mistake", "Made");
    assertThat(document.get("paths").has("/whoami")).isFalse();
  }

  @Test
  void answersAreHeldAgainstTheDocument() {
    OpenApiCheck check = OpenApiCheck.of(server.client());
    projects = names("taxi");
    assertThat(check.check(server.get("/api/v1/projects/taxi/things/x?limit=3")).body())
        .contains("\"count\":3", "\"name\":\"taxi\"");
    assertThat(check.check(server.get("/api/v1/projects/taxi/things/none")).statusCode())
        .isEqualTo(404);
    assertThat(check.check(server.get("/api/v1/projects/Taxi!/things/x")).statusCode())
        .isEqualTo(400);
    assertThat(check.check(server.get("/api/v1/projects/taxi/things/x?limit=0")).statusCode())
        .isEqualTo(400);
    assertThat(
            check
                .check(server.post("/api/v1/projects/taxi/things", "{\"name\":\"a\"}"))
                .statusCode())
        .isEqualTo(201);
    assertThat(
            check
                .check(server.post("/api/v1/projects/taxi/things", "{\"name\":\"\",\"b\":1}"))
                .body())
        .contains("too short", "no field 'b'");
    assertThatThrownBy(() -> check.check(server.get("/api/v1/wrong")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not as described");
    assertThatThrownBy(() -> check.check(server.get("/api/v1/unknown")))
        .hasMessageContaining("not described");
  }

  @Test
  void theProjectIsFoundInPathQueryAndHeader() {
    assertThat(server.get("/whoami").body()).isEqualTo("main");
    projects = names("b", "taxi");
    assertThat(server.get("/whoami", ProjectAuthenticator.HEADER, "taxi").body()).isEqualTo("taxi");
    assertThat(server.get("/whoami?project=b", ProjectAuthenticator.HEADER, "taxi").body())
        .isEqualTo("b");
    assertThat(server.get("/whoami?project=No!").statusCode()).isEqualTo(400);
    projects = List.of();
    assertThat(server.get("/whoami").body()).isEqualTo("default");
  }

  @Test
  void aWorkspaceIsAProjectAndTheDefaultOneIsTheImpliedOne() {
    String header = ProjectAuthenticator.WORKSPACE;
    assertThat(server.get("/whoami", header, "default").body()).isEqualTo("main");
    projects = names("b", "taxi");
    assertThat(server.get("/whoami", header, "taxi").body()).isEqualTo("taxi");
    assertThat(server.get("/whoami", header, "taxi", ProjectAuthenticator.HEADER, "b").body())
        .isEqualTo("b");
    assertThat(server.get("/whoami", header, "default").statusCode()).isEqualTo(400);
    assertThat(server.get("/api/2.0/mlflow/whoami", header, "default").body()).isEqualTo("default");
    assertThat(server.get("/whoami", header, "other").statusCode()).isEqualTo(404);
    assertThat(server.get("/whoami", header, "../x").statusCode()).isEqualTo(400);
  }

  @Test
  void aClientOfMlflowThatNamesNoProjectIsNeverRefused() {
    String path = "/api/2.0/mlflow/whoami";
    projects = names("b", "taxi");
    assertThat(server.get(path).body()).isEqualTo("default");
    meant = new ProjectName("taxi");
    assertThat(server.get(path).body()).isEqualTo("taxi");
    assertThat(server.get(path, ProjectAuthenticator.WORKSPACE, "b").body()).isEqualTo("b");
  }

  @Test
  void theProjectDefaultIsAlwaysThere() {
    projects = names("taxi");
    assertThat(server.get("/whoami", ProjectAuthenticator.HEADER, "default").body())
        .isEqualTo("default");
    assertThat(server.get("/whoami?project=default").body()).isEqualTo("default");
  }

  @Test
  void whichOfSeveralProjectsMustBeSaid() {
    projects = names("a", "b");
    assertThat(server.get("/whoami").statusCode()).isEqualTo(400);
    assertThat(server.get("/whoami").body())
        .contains("[a, b]", "?project=a", "header 'Rondo-Project: a'");
    assertThat(server.get("/anyone").body()).isEqualTo("a");
    assertThat(server.get("/anyone?project=b").body()).isEqualTo("b");
  }

  @Test
  void anUnknownProjectIsNotFound() {
    projects = names("a", "b");
    assertThat(server.get("/whoami?project=c").statusCode()).isEqualTo(404);
    assertThat(server.get("/whoami?project=c").body()).contains("'c'", "[a, b]");
    assertThat(server.get("/anyone", ProjectAuthenticator.HEADER, "c").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/v1/projects/c/things/x").statusCode()).isEqualTo(404);
  }

  private static List<ProjectName> names(String... names) {
    return Stream.of(names).map(ProjectName::new).toList();
  }
}
