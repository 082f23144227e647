package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.access.Access;
import dev.rondo.api.ProjectAuthenticator;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Users, roles and permissions by the protocol, on a server that asks for credentials.
class UserResourceTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String V2 = "/api/2.0/mlflow/";
  private static final String V3 = "/api/3.0/mlflow/";

  @TempDir Path folder;
  private MlflowHarness home;
  private TestServer server;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    Access access = Access.withSignIn(home.database, home.clock);
    access.users().begin(Optional.of(PASSWORD));
    var test = Callers.ALL.project();
    server =
        TestServer.start(
            home.routes(access),
            new ProjectAuthenticator(access, () -> List.of(test), () -> test),
            HttpOptions.local(0));
    ok(send("admin", "POST", V2 + "users/create", user("ann")));
  }

  @AfterEach
  void close() {
    server.close();
    home.close();
  }

  private static String user(String name) {
    return "{'username': '" + name + "', 'password': '" + PASSWORD + "'}";
  }

  private HttpResponse<String> send(String user, String method, String path, String json) {
    String pair = user + ":" + PASSWORD;
    return raw(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
        method,
        path,
        json);
  }

  private HttpResponse<String> raw(String header, String method, String path, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .method(
                method,
                json.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json");
    return server.send(
        (header.isEmpty() ? request : request.header("Authorization", header)).build());
  }

  private static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private JsonNode get(String user, String path) {
    return ok(send(user, "GET", path, ""));
  }

  private static void refused(HttpResponse<String> answer, int status, String fragment) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(fragment);
  }

  @Test
  void whoDoesNotSignInIsAskedTo() {
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
    for (String path : List.of("/version", V2 + "users/current", V2 + "nothing", "/get-artifact")) {
      HttpResponse<String> answer = server.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"mlflow\"");
    }
    assertThat(server.get(V2 + "users/current").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    for (String header : List.of("Basic", "Basic ???", "Basic bm8=", "Bearer x", "basic Og==")) {
      assertThat(raw(header, "GET", V2 + "users/current", "").statusCode())
          .as(header)
          .isEqualTo(401);
    }
  }

  @Test
  void anUnknownUserAndAWrongPasswordGetTheSameAnswer() {
    String wrong = Base64.getEncoder().encodeToString("admin:x".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> known = raw("Basic " + wrong, "GET", V2 + "users/current", "");
    HttpResponse<String> unknown = send("nobody", "GET", V2 + "users/current", "");
    assertThat(unknown.body()).isEqualTo(known.body());
    assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
    assertThat(unknown.headers().map().keySet()).isEqualTo(known.headers().map().keySet());
  }

  @Test
  void usersAreMadeDescribedAndDeleted() {
    assertThat(get("ann", V2 + "users/current").get("user"))
        .hasToString("{\"id\":2,\"username\":\"ann\",\"is_admin\":false}");
    assertThat(get("ann", V2 + "users/get?username=ann").at("/user/experiment_permissions"))
        .isEmpty();
    refused(send("ann", "GET", V2 + "users/get?username=admin", ""), 403, "may not");
    refused(send("ann", "GET", V2 + "users/get?username=nobody", ""), 403, "may not");
    refused(send("ann", "GET", V2 + "users/list", ""), 404, "no project");
    refused(send("ann", "POST", V2 + "users/create", user("eve")), 404, "no project");
    assertThat(get("admin", "/ajax-api/2.0/mlflow/users/list").get("users")).hasSize(2);
    refused(send("admin", "POST", V2 + "users/create", user("ann")), 400, "already exists");
    refused(
        send("admin", "POST", V2 + "users/create", "{'username': 'x', 'password': 'short'}"),
        400,
        "12 to 1000");
    ok(send("admin", "PATCH", V2 + "users/update-admin", "{'username': 'ann', 'is_admin': true}"));
    assertThat(get("ann", V2 + "users/list").get("users")).hasSize(2);
    ok(send("ann", "DELETE", V2 + "users/delete", "{'username': 'admin'}"));
    refused(send("ann", "DELETE", V2 + "users/delete", "{'username': 'ann'}"), 400, "the last");
    assertThat(send("admin", "GET", V2 + "users/current", "").statusCode()).isEqualTo(401);
  }

  @Test
  void onesOwnPasswordNeedsTheCurrentOne() {
    String other = "{'username': 'ann', 'password': 'another password'";
    refused(send("ann", "PATCH", V2 + "users/update-password", other + "}"), 400, "current");
    ok(
        send(
            "ann",
            "PATCH",
            V2 + "users/update-password",
            other + ", 'current_password': '" + PASSWORD + "'}"));
    assertThat(send("ann", "GET", V2 + "users/current", "").statusCode()).isEqualTo(401);
    ok(send("admin", "PATCH", V2 + "users/update-password", user("ann")));
    get("ann", V2 + "users/current");
  }

  @Test
  void aLevelOnAProjectIsARole() {
    String of = V3 + "workspaces/test/permissions";
    refused(send("ann", "GET", V2 + "experiments/get?experiment_id=0", ""), 404, "no project");
    refused(send("ann", "GET", V3 + "workspaces/test", ""), 404, "There is no workspace");
    String ann = "{'username': 'ann', 'permission': '%s'}";
    assertThat(ok(send("admin", "POST", of, ann.formatted("READ"))).get("permission"))
        .hasToString("{\"workspace\":\"test\",\"user_id\":2,\"permission\":\"READ\"}");
    get("ann", V2 + "experiments/get?experiment_id=0");
    refused(send("ann", "POST", V2 + "experiments/create", "{'name': 'x'}"), 403, "may not");
    refused(send("ann", "POST", of, ann.formatted("MANAGE")), 403, "may not administer");
    for (String level : List.of("USE", "EDIT", "MANAGE")) {
      ok(send("admin", "POST", of, ann.formatted(level)));
      assertThat(get("admin", of).at("/permissions/0/permission").asString()).isEqualTo(level);
      assertThat(get("ann", V3 + "workspace-permissions?username=ann").get("permissions"))
          .hasSize(1);
    }
    ok(send("ann", "POST", V2 + "experiments/create", "{'name': 'x'}"));
    refused(send("admin", "POST", of, ann.formatted("KING")), 400, "Valid permissions are");
    assertThat(send("admin", "DELETE", of + "?username=ann", "").statusCode()).isEqualTo(204);
    get("ann", V2 + "experiments/get?experiment_id=1");
    refused(send("ann", "GET", V2 + "experiments/get?experiment_id=0", ""), 404, "No Experiment");
  }

  @Test
  void rolesAreThoseOfTheReferenceModel() {
    JsonNode roles = get("ann", V3 + "roles/list?workspace=default").get("roles");
    assertThat(roles).hasSize(8);
    assertThat(roles.get(2).get("name").asString()).isEqualTo("data-scientist");
    assertThat(roles.get(2).at("/permissions/0/permission").asString()).isEqualTo("EDIT");
    assertThat(get("ann", V3 + "roles/get?role_id=7").at("/role/permissions/1/permission"))
        .hasToString("\"MANAGE\"");
    String ann = "{'username': 'ann', 'role_id': 3}";
    assertThat(ok(send("admin", "POST", V3 + "roles/assign", ann)).at("/assignment/role_id"))
        .hasToString("3");
    assertThat(get("ann", V3 + "users/roles/list?username=ann").get("roles")).hasSize(1);
    assertThat(get("admin", V3 + "roles/users/list?role_id=3").get("assignments")).hasSize(1);
    refused(send("ann", "POST", V3 + "roles/assign", "{'username': 'ann', 'role_id': 8}"), 403, "");
    ok(send("admin", "DELETE", V3 + "roles/unassign", ann));
    assertThat(get("ann", V3 + "users/roles/list?username=ann").get("roles")).isEmpty();
    refused(send("admin", "POST", V3 + "roles/create", "{'name': 'x'}"), 400, "cannot be changed");
    refused(send("admin", "GET", V3 + "roles/get?role_id=9", ""), 404, "Role with id=9");
    refused(send("admin", "POST", V3 + "scorers/permissions/create", "{}"), 404, "no scorers");
  }

  @Test
  void whoMakesAThingGivesOthersLevelsOnIt() {
    ok(send("admin", "POST", V2 + "users/create", user("ben")));
    ok(send("admin", "POST", V3 + "roles/assign", "{'username': 'ann', 'role_id': 3}"));
    ok(send("ann", "POST", V2 + "experiments/create", "{'name': 'mine'}"));
    ok(send("ann", "POST", V2 + "registered-models/create", "{'name': 'm'}"));
    assertThat(get("ann", V2 + "users/get?username=ann").at("/user/experiment_permissions/0"))
        .hasToString("{\"experiment_id\":\"1\",\"user_id\":2,\"permission\":\"MANAGE\"}");
    String ben = "{'experiment_id': '1', 'username': 'ben', 'permission': 'READ'}";
    String path = V2 + "experiments/permissions/";
    assertThat(ok(send("ann", "POST", path + "create", ben)).get("experiment_permission"))
        .hasToString("{\"experiment_id\":\"1\",\"user_id\":3,\"permission\":\"READ\"}");
    refused(send("ann", "POST", path + "create", ben), 400, "RESOURCE_ALREADY_EXISTS");
    get("ben", V2 + "experiments/get?experiment_id=1");
    refused(send("ben", "PATCH", path + "update", ben.replace("READ", "MANAGE")), 403, "");
    ok(send("ann", "PATCH", path + "update", ben.replace("READ", "EDIT")));
    assertThat(get("ben", path + "get?experiment_id=1&username=ben").toString()).contains("EDIT");
    ok(send("ben", "POST", V2 + "runs/create", "{'experiment_id': '1'}"));
    ok(send("ann", "DELETE", path + "delete", "{'experiment_id': '1', 'username': 'ben'}"));
    refused(send("ben", "GET", V2 + "experiments/get?experiment_id=1", ""), 404, "no project");
    refused(
        send("ann", "GET", path + "get?experiment_id=1&username=ben", ""), 404, "was not found");
    String model = "{'name': 'm', 'username': 'ben', 'permission': 'EDIT'}";
    String ofModel = V2 + "registered-models/permissions/";
    ok(send("ann", "POST", ofModel + "create", model));
    ok(send("ann", "POST", V2 + "registered-models/rename", "{'name': 'm', 'new_name': 'n'}"));
    assertThat(get("ben", V2 + "users/get?username=ben").at("/user/registered_model_permissions/0"))
        .hasToString("{\"name\":\"n\",\"user_id\":3,\"permission\":\"EDIT\"}");
    ok(send("ann", "DELETE", V2 + "registered-models/delete", "{'name': 'n'}"));
    ok(send("ann", "POST", V2 + "registered-models/create", "{'name': 'n'}"));
    refused(
        send("ben", "GET", V2 + "registered-models/get?name=n", ""),
        404,
        "Registered Model with name=n not found");
  }
}
