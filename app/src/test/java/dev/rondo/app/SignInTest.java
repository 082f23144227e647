package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.api.ProjectAuthenticator;
import dev.rondo.api.http.Entry;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Route;
import dev.rondo.api.testing.TestClient;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Git;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that everybody has to sign in to, called by all of our own clients.
class SignInTest {
  private static final String PASSWORD = "correct.horse.battery";

  @TempDir static Path folder;
  private static Server server;
  private static TestClient client;
  private static String out = "";

  @BeforeAll
  static void start() throws IOException {
    SignInOptions signIn = new SignInOptions(true, Optional.of(PASSWORD));
    server = Server.start(new ServerOptions(folder.resolve("home"), 0).withSignIn(signIn));
    client = new TestClient(server.url());
    Path data = Files.createDirectories(folder.resolve("data"));
    for (String project : List.of("ours", "theirs")) {
      String body = Json.write(Json.object().put("name", project).put("data", data.toString()));
      assertThat(client.post("/api/v1/projects", body, basic("admin")).statusCode()).isEqualTo(201);
    }
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "ann")).as(out).isZero();
    assertThat(rondo("admin", "", "users", "role", "ann", "ml-engineer", "--project", "ours"))
        .as(out)
        .isZero();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static String[] basic(String user) {
    return basic(user, PASSWORD);
  }

  private static String[] basic(String user, String password) {
    String pair = user + ":" + password;
    return new String[] {
      "Authorization",
      "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
    };
  }

  /// The status that a user gets who comes by a proxy.
  ///
  /// @param from what stands in the header by which proxies tell whom they speak for
  private static int status(String from, String user, String password) {
    String[] basic = basic(user, password);
    return client.get("/api/v1/status", basic[0], basic[1], "X-Forwarded-For", from).statusCode();
  }

  /// @param user empty for none
  private static int rondo(String user, String input, String... words) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(text, true, StandardCharsets.UTF_8);
    Map<String, String> environment =
        user.isEmpty()
            ? Map.of("RONDO_PORT", String.valueOf(server.port()))
            : Map.of(
                "RONDO_PORT", String.valueOf(server.port()),
                "RONDO_USER", user,
                "RONDO_PASSWORD", PASSWORD);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return RondoCommand.build(new Terminal(print, print, false, environment), List.of())
          .execute(words);
    } finally {
      System.setIn(before);
      out = text.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyRouteButHealthAsks() {
    int asked = 0;
    for (Route route : server.router().routes()) {
      String path = route.pattern().replaceAll("\\{[a-z_]+(\\.\\.\\.)?}", "x");
      boolean isForm = !route.method().equals(Method.GET);
      HttpRequest request =
          HttpRequest.newBuilder(client.uri(path))
              .header("Content-Type", type(route))
              .header("Origin", server.url())
              .method(
                  route.method().name(),
                  isForm ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
              .build();
      int status = client.send(request).statusCode();
      if (route.entry() instanceof Entry.Anyone) {
        assertThat(status).as(route.toString()).isNotEqualTo(401);
      } else {
        assertThat(status).as(route.toString()).isEqualTo(401);
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(300);
    assertThat(server.router().routes())
        .filteredOn(route -> route.entry() instanceof Entry.Anyone)
        .extracting(Route::pattern)
        .allMatch(path -> path.contains("/health") || path.endsWith("{upload}/{number}"));
  }

  private static String type(Route route) {
    return switch (route.content().kind()) {
      case JSON, JSON_OR_UNTYPED, ANY -> "application/json";
      case FORM -> "application/x-www-form-urlencoded";
      case BYTES -> "application/octet-stream";
    };
  }

  @Test
  void theCommandLineSignsInAndKeepsUsers() {
    assertThat(rondo("", "", "status")).isEqualTo(4);
    assertThat(out).contains("You are not signed in.", "RONDO_USER and RONDO_PASSWORD");
    assertThat(rondo("ann", "", "status")).isZero();
    assertThat(out).contains("ours").doesNotContain("theirs");
    assertThat(rondo("ann", "", "users", "list")).isEqualTo(4);
    assertThat(rondo("admin", "short\n", "users", "add", "ben")).isEqualTo(1);
    assertThat(out).contains("12 to 1000");
    assertThat(rondo("admin", "", "users", "add", "ben")).isEqualTo(1);
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "ben", "--administrator")).isZero();
    assertThat(rondo("ben", PASSWORD + "\n", "users", "password", "ben")).as(out).isZero();
    assertThat(rondo("ben", "", "users", "list", "--json")).isZero();
    assertThat(out).contains("\"name\":\"ann\"", "ours/ml-engineer").doesNotContain(PASSWORD);
    assertThat(rondo("admin", "", "users", "role", "ben", "king", "--project", "ours"))
        .isEqualTo(1);
    assertThat(rondo("admin", "", "users", "remove", "ben")).isZero();
    assertThat(rondo("ben", "", "status")).isEqualTo(4);
    assertThat(rondo("admin", "", "users", "remove", "ben")).isEqualTo(3);
  }

  @Test
  void anotherProjectIsNotThere() {
    assertThat(rondo("ann", "", "models", "list", "--project", "ours")).as(out).isZero();
    assertThat(rondo("ann", "", "models", "list", "--project", "theirs")).isEqualTo(3);
    String there = out.replace("theirs", "nothing");
    assertThat(rondo("ann", "", "models", "list", "--project", "nothing")).isEqualTo(3);
    assertThat(out).isEqualTo(there);
    String[] ann = basic("ann");
    for (String header : List.of(ProjectAuthenticator.HEADER, ProjectAuthenticator.WORKSPACE)) {
      String path = "/api/2.0/mlflow/experiments/get?experiment_id=0";
      assertThat(client.get(path, ann[0], ann[1], header, "theirs").statusCode()).isEqualTo(404);
      assertThat(client.get(path, ann[0], ann[1], header, "ours").statusCode()).isEqualTo(200);
    }
    assertThat(client.get("/?project=theirs", ann).statusCode()).isEqualTo(404);
    assertThat(client.get("/", ann).body()).contains("ours").doesNotContain("theirs");
    assertThat(client.get("/api/3.0/mlflow/workspaces", ann).body()).doesNotContain("theirs");
    String bound = Json.write(Json.object().put("name", "theirs").put("data", folder.toString()));
    assertThat(client.post("/api/v1/projects", bound, ann).statusCode()).isEqualTo(403);
    String role = "{\"role\":\"administrator\"}";
    assertThat(client.post("/api/v1/projects/theirs/users/ann/roles", role, ann).statusCode())
        .isEqualTo(404);
    assertThat(client.post("/api/v1/projects/ours/users/ann/roles", role, ann).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whoAdministersOneProjectBindsNoFolderOfTheServer() {
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "eve")).isZero();
    assertThat(rondo("admin", "", "users", "role", "eve", "administrator", "--project", "ours"))
        .isZero();
    for (String project : List.of("ours", "theirs", "fresh")) {
      String bound = Json.write(Json.object().put("name", project).put("data", folder.toString()));
      assertThat(client.post("/api/v1/projects", bound, basic("eve")).statusCode())
          .as(project)
          .isEqualTo(403);
    }
    assertThat(client.get("/audit", basic("eve")).body()).contains("role assign");
  }

  @Test
  void theFiguresOfAllProjectsAreForAdministratorsOfAll() {
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "mia")).isZero();
    assertThat(rondo("admin", "", "users", "role", "mia", "administrator", "--project", "ours"))
        .isZero();
    for (String user : List.of("ann", "mia")) {
      assertThat(client.get("/metrics", basic(user)).statusCode()).as(user).isEqualTo(403);
    }
    assertThat(client.get("/metrics", basic("admin")).body()).contains("jvm_memory_used_bytes");
  }

  @Test
  @Timeout(60)
  void aStreamEndsForWhoHasBeenRemoved() throws Exception {
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "zoe")).isZero();
    assertThat(rondo("admin", "", "users", "role", "zoe", "ml-engineer", "--project", "ours"))
        .isZero();
    HttpRequest feed =
        HttpRequest.newBuilder(client.uri("/feed?project=ours")).headers(basic("zoe")).build();
    try (HttpClient reader = HttpClient.newHttpClient()) {
      InputStream body = reader.send(feed, BodyHandlers.ofInputStream()).body();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo(": open");
        assertThat(rondo("admin", "", "users", "remove", "zoe")).isZero();
        startRun("ours");
        assertThat(lines.lines()).noneMatch(line -> line.contains("run.started"));
      }
    }
  }

  private static void startRun(String project) {
    String[] admin = basic("admin");
    String run = "{\"experiment_id\":\"0\"}";
    assertThat(
            client
                .post(
                    "/api/2.0/mlflow/runs/create",
                    run,
                    admin[0],
                    admin[1],
                    ProjectAuthenticator.HEADER,
                    project)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoGuessesBehindAProxyIsNotLetInWithOneWhoIsSignedIn() {
    assertThat(rondo("admin", PASSWORD + "\n", "users", "add", "gus")).isZero();
    assertThat(status("192.0.2.1", "gus", PASSWORD)).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(status("192.0.2.1, 192.0.2.2", "gus", "guess " + i)).isEqualTo(401);
    }
    assertThat(status("192.0.2.1, 192.0.2.2", "gus", PASSWORD)).isEqualTo(401);
    assertThat(status("192.0.2.2, 192.0.2.1", "gus", PASSWORD)).isEqualTo(200);
  }

  @Test
  void gitSignsIn() {
    String place = "127.0.0.1:" + server.port() + "/git/ours.git";
    Git git = Git.init(folder.resolve("work"));
    assertThat(git.run("ls-remote", "http://" + place).code()).isNotZero();
    assertThat(git.run("ls-remote", "http://ann:wrong@" + place).code()).isNotZero();
    git.ok("ls-remote", "http://ann:" + PASSWORD + "@" + place);
    git.write("a.txt", "a").commit("First");
    git.ok("push", "-q", "http://ann:" + PASSWORD + "@" + place, "main");
  }

  @Test
  void theOptionsOfSignInAreRead() throws IOException {
    assertThat(options(false, Map.of())).isEqualTo(SignInOptions.NONE);
    assertThat(options(false, Map.of("RONDO_SIGN_IN", "false"))).isEqualTo(SignInOptions.NONE);
    assertThat(options(true, Map.of()).firstPassword()).isEmpty();
    Map<String, String> chosen = Map.of("RONDO_SIGN_IN", "true", "RONDO_ADMIN_PASSWORD", "hush");
    assertThat(options(false, chosen).firstPassword()).contains("hush");
    assertThat(options(false, chosen)).asString().doesNotContain("hush");
    Path file = Files.writeString(folder.resolve("password"), "hush\n");
    assertThat(options(true, Map.of("RONDO_ADMIN_PASSWORD_FILE", file.toString())).firstPassword())
        .contains("hush");
    assertThatThrownBy(() -> options(true, Map.of("RONDO_ADMIN_PASSWORD_FILE", "/none")))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> options(false, Map.of("RONDO_SIGN_IN", "yes")))
        .hasMessageContaining("must be true or false");
  }

  private static SignInOptions options(boolean isAsked, Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    return SignInOptions.of(isAsked, new Terminal(nowhere, nowhere, false, environment));
  }
}
