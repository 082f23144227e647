package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.access.Role;
import dev.rondo.api.VisibleEvents;
import dev.rondo.api.http.Entry;
import dev.rondo.api.http.Route;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What roles and levels let a caller do, on every route of the protocol.
class LevelTest {
  private static final String TRACE = "tr-" + "1".repeat(32);

  @TempDir Path folder;
  private MlflowHarness home;
  private String run = "";
  private String logged = "";

  /// A request to something in experiment 1 or of the model `m`.
  ///
  /// @param needed with the thing
  private record Call(String method, String path, String body, Permission needed) {}

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.post("experiments/create", "{'name': 'hidden'}");
    home.post("experiments/create", "{'name': 'seen'}");
    run = post("runs/create", "{'experiment_id': '1'}").at("/run/info/run_id").asString();
    post("runs/log-metric", "{'run_id': '%s', 'key': 'm', 'value': 1, 'timestamp': 1}");
    post(
        "runs/log-inputs",
        "{'run_id': '%s', 'datasets': [{'dataset': {'name': 'd', 'digest': 'x', 'source_type': 's', 'source': 's'}}]}");
    send("PUT", "/api/2.0/mlflow-artifacts/artifacts/1/" + run + "/artifacts/model/MLmodel", "x");
    logged =
        post("logged-models", "{'experiment_id': '1', 'name': 'l'}")
            .at("/model/info/model_id")
            .asString();
    send("POST", "/api/3.0/mlflow/traces", trace("1"));
    post("registered-models/create", "{'name': 'm'}");
    post("registered-models/create", "{'name': 'n'}");
    post(
        "model-versions/create",
        "{'name': 'm', 'source': 'mlflow-artifacts:/1/%s/artifacts/model', 'run_id': '%s'}"
            .replace("'%s'", "'" + run + "'")
            .replace("%s", run));
    post("registered-models/alias", "{'name': 'm', 'alias': 'a', 'version': '1'}");
  }

  private static String trace(String experiment) {
    return "{'trace': {'trace_info': {'trace_id': '%s', 'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '%s'}}, 'request_time': '2026-01-01T00:00:00Z', 'state': 'OK'}}}"
        .formatted(TRACE, experiment);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private JsonNode post(String path, String json) {
    MlflowHarness.Answer answer = home.post(path, json.replace("%s", run));
    assertThat(answer.status()).as(path + answer.json()).isEqualTo(200);
    return answer.json();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return home.server.send(
        HttpRequest.newBuilder(home.server.uri(path))
            .method(
                method,
                method.equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build());
  }

  private static Caller caller(Set<Permission> permissions, Map<Thing, Level> levels) {
    return new Caller("ben", Callers.ALL.project(), permissions, Grants.of(levels));
  }

  /// A data scientist from whom nothing is hidden but this experiment and this model.
  private void hide() {
    home.caller = with(Level.NO_PERMISSIONS, Role.DATA_SCIENTIST.permissions());
  }

  private Caller with(Level level, Set<Permission> permissions) {
    return caller(permissions, Map.of(Thing.experiment(1), level, Thing.registeredModel(1), level));
  }

  @Test
  void whoHasSomethingHiddenIsToldTheEventsThatCannotBeOfIt() {
    List<String> told = List.of("code.pushed", "build.failed", "quality.checked");
    List<String> silent =
        List.of("execution.started", "task.finished", "deployment.failed", "monitor.window-closed");
    List<Event> events =
        Stream.of(told, silent, List.of("of.tomorrow"))
            .flatMap(List::stream)
            .map(this::event)
            .toList();
    assertThat(VisibleEvents.of(with(Level.READ, Set.of(Permission.READ)), events))
        .isEqualTo(events);
    hide();
    assertThat(VisibleEvents.of(home.caller, events)).extracting(Event::type).isEqualTo(told);
    Caller oneModel =
        caller(Set.of(Permission.READ), Map.of(Thing.registeredModel(1), Level.NO_PERMISSIONS));
    assertThat(VisibleEvents.of(oneModel, events))
        .extracting(Event::type)
        .containsExactly(
            "code.pushed", "build.failed", "quality.checked", "execution.started", "task.finished");
  }

  private Event event(String type) {
    return new Event(1, Callers.ALL.project(), type, "x", home.clock.instant(), Json.object());
  }

  private List<Call> calls() {
    String mlflow = "/api/2.0/mlflow/";
    String v3 = "/api/3.0/mlflow/";
    String files = "/api/2.0/mlflow-artifacts/artifacts/1/" + run + "/artifacts/";
    String ofRun = "'run_id': '" + run + "'";
    String version = "'name': 'm', 'version': '1'";
    List<Call> calls = new ArrayList<>();
    for (String path :
        List.of(
            mlflow + "experiments/get?experiment_id=1",
            mlflow + "experiments/get-by-name?experiment_name=hidden",
            mlflow + "runs/get?run_id=" + run,
            mlflow + "artifacts/list?run_id=" + run,
            "/get-artifact?path=model/MLmodel&run_uuid=" + run,
            files + "model/MLmodel",
            "/api/2.0/mlflow-artifacts/artifacts?path=1/" + run + "/artifacts/model",
            mlflow + "logged-models/" + logged,
            mlflow + "logged-models/" + logged + "/artifacts/directories",
            v3 + "traces/" + TRACE,
            mlflow + "registered-models/get?name=m",
            mlflow + "registered-models/alias?name=m&alias=a",
            mlflow + "model-versions/get?name=m&version=1",
            mlflow + "model-versions/get-download-uri?name=m&version=1",
            "/model-versions/get-artifact?name=m&version=1&path=MLmodel",
            v3 + "users/permissions/get?resource_type=experiment&resource_id=1&username=ben")) {
      calls.add(new Call("GET", path, "", Permission.READ));
    }
    calls.addAll(
        List.of(
            write(
                "POST",
                mlflow + "experiments/update",
                "{'experiment_id': '1', 'new_name': 'hidden'}"),
            write(
                "POST",
                mlflow + "experiments/set-experiment-tag",
                "{'experiment_id': '1', 'key': 'a', 'value': 'b'}"),
            write("POST", mlflow + "runs/create", "{'experiment_id': '1'}"),
            write("POST", mlflow + "runs/update", "{" + ofRun + ", 'run_name': 'x'}"),
            write(
                "POST",
                mlflow + "runs/log-metric",
                "{" + ofRun + ", 'key': 'm', 'value': 2, 'timestamp': 2}"),
            write(
                "POST", mlflow + "runs/log-parameter", "{" + ofRun + ", 'key': 'p', 'value': '1'}"),
            write(
                "POST",
                mlflow + "runs/log-batch",
                "{" + ofRun + ", 'tags': [{'key': 'a', 'value': 'b'}]}"),
            write("POST", mlflow + "runs/set-tag", "{" + ofRun + ", 'key': 'a', 'value': 'b'}"),
            write("POST", mlflow + "runs/delete-tag", "{" + ofRun + ", 'key': 'a'}"),
            write("POST", mlflow + "runs/log-inputs", "{" + ofRun + ", 'datasets': []}"),
            write(
                "POST",
                mlflow + "runs/outputs",
                "{" + ofRun + ", 'models': [{'model_id': '" + logged + "'}]}"),
            write("PUT", files + "other", "x"),
            write(
                "POST",
                "/api/2.0/mlflow-artifacts/mpu/create/1/" + run + "/artifacts",
                "{'path': 'p', 'num_parts': 1}"),
            write("POST", mlflow + "logged-models", "{'experiment_id': '1'}"),
            write(
                "PATCH",
                mlflow + "logged-models/" + logged + "/tags",
                "{'tags': [{'key': 'a', 'value': 'b'}]}"),
            write("PATCH", mlflow + "logged-models/" + logged, "{'status': 'LOGGED_MODEL_READY'}"),
            write("POST", v3 + "traces", trace("1")),
            write("PATCH", mlflow + "traces/" + TRACE + "/tags", "{'key': 'a', 'value': 'b'}"),
            write(
                "POST",
                v3 + "traces/" + TRACE + "/assessments",
                "{'assessment': {'assessment_name': 'a', 'feedback': {'value': 1}, 'source': {'source_type': 'HUMAN', 'source_id': 'x'}}}"),
            new Call(
                "PATCH",
                mlflow + "registered-models/update",
                "{'name': 'm', 'description': 'd'}",
                Permission.REGISTER_MODELS),
            new Call(
                "POST",
                mlflow + "registered-models/set-tag",
                "{'name': 'm', 'key': 'a', 'value': 'b'}",
                Permission.REGISTER_MODELS),
            new Call(
                "POST",
                mlflow + "registered-models/alias",
                "{" + version + ", 'alias': 'b'}",
                Permission.REGISTER_MODELS),
            new Call(
                "DELETE",
                mlflow + "registered-models/alias",
                "{'name': 'm', 'alias': 'b'}",
                Permission.REGISTER_MODELS),
            new Call(
                "POST",
                mlflow + "model-versions/create",
                "{'name': 'm', 'source': 's3://bucket/x'}",
                Permission.REGISTER_MODELS),
            new Call(
                "PATCH",
                mlflow + "model-versions/update",
                "{" + version + ", 'description': 'd'}",
                Permission.REGISTER_MODELS),
            new Call(
                "POST",
                mlflow + "model-versions/transition-stage",
                "{" + version + ", 'stage': 'Staging'}",
                Permission.REGISTER_MODELS),
            manage("POST", mlflow + "runs/delete", "{" + ofRun + "}"),
            manage("POST", mlflow + "runs/restore", "{" + ofRun + "}"),
            manage("DELETE", files + "other", ""),
            manage(
                "POST",
                v3 + "traces/delete-traces",
                "{'experiment_id': '1', 'request_ids': ['none']}"),
            manage("DELETE", mlflow + "logged-models/" + logged, "{}"),
            manage("POST", mlflow + "experiments/delete", "{'experiment_id': '1'}"),
            manage("POST", mlflow + "experiments/restore", "{'experiment_id': '1'}"),
            manage("DELETE", mlflow + "model-versions/delete", "{" + version + "}"),
            manage("DELETE", mlflow + "registered-models/delete", "{'name': 'm'}")));
    return calls;
  }

  private static Call write(String method, String path, String body) {
    return new Call(method, path, body, Permission.WRITE_RUNS);
  }

  private static Call manage(String method, String path, String body) {
    return new Call(method, path, body, Permission.MANAGE);
  }

  /// Also under the twin path that pages call.
  @ParameterizedTest
  @EnumSource
  void aLevelPermitsWhatItSays(Level level) {
    for (boolean isTwin : new boolean[] {true, false}) {
      for (Call call : calls()) {
        // With all rights to everything else: the level takes their place.
        home.caller = with(level, Role.ML_ENGINEER.permissions());
        check(call, isTwin ? call.path.replace("/api/", "/ajax-api/") : call.path, level);
        home.caller = with(level, Set.of());
        if (!level.permissions().contains(call.needed)) {
          check(call, isTwin ? call.path.replace("/api/", "/ajax-api/") : call.path, level);
        }
      }
      home.caller = Callers.ALL;
      if (isTwin && level == Level.MANAGE) {
        return; // What was deleted is gone.
      }
    }
  }

  private void check(Call call, String path, Level level) {
    HttpResponse<String> answer = send(call.method, path, call.body);
    String what = level + " " + call.method + " " + path + ": " + answer.body();
    if (level.permissions().contains(call.needed)) {
      assertThat(answer.statusCode()).as(what).isEqualTo(200);
    } else if (level == Level.NO_PERMISSIONS) {
      assertThat(answer.statusCode())
          .as(what)
          .isEqualTo(home.caller.permissions().isEmpty() ? 403 : 404);
    } else {
      assertThat(answer.statusCode()).as(what).isEqualTo(403);
    }
  }

  @Test
  void whatIsHiddenIsInNoListAndPagesAreFull() {
    for (int i = 0; i < 5; i++) {
      home.post("experiments/create", "{'name': 'e" + i + "'}");
    }
    hide();
    JsonNode page = post("experiments/search", "{'max_results': 4}");
    assertThat(page.get("experiments")).hasSize(4);
    String token = page.get("next_page_token").asString();
    JsonNode rest = post("experiments/search", "{'max_results': 4, 'page_token': '" + token + "'}");
    assertThat(rest.get("experiments")).hasSize(3);
    assertThat(page.toString() + rest).doesNotContain("hidden");
    String all = "{'experiment_ids': ['0', '1', '2'], 'max_results': 10}";
    assertThat(post("runs/search", all)).isEmpty();
    assertThat(home.post("logged-models/search", all).json().path("models")).isEmpty();
    assertThat(post("experiments/search-datasets", "{'experiment_ids': ['1']}").toString())
        .doesNotContain("'d'");
    assertThat(
            send(
                    "POST",
                    "/api/3.0/mlflow/traces/search",
                    "{'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '1'}}]}")
                .body())
        .doesNotContain(TRACE);
    assertThat(send("GET", "/api/3.0/mlflow/traces/batchGet?trace_ids=" + TRACE, "").body())
        .doesNotContain(TRACE);
    assertThat(home.get("metrics/get-history?metric_key=m&run_id=" + run).json()).isEmpty();
    assertThat(
            send(
                    "GET",
                    "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m&max_results=10&run_ids="
                        + run,
                    "")
                .body())
        .doesNotContain("\"value\"");
    assertThat(names(home.get("registered-models/search").json(), "registered_models"))
        .containsExactly("n");
    assertThat(home.get("model-versions/search?filter=" + "run_id%3D'" + run + "'").json())
        .isEmpty();
    home.caller = Callers.ALL;
    assertThat(post("runs/search", all).get("runs")).hasSize(1);
    assertThat(names(home.get("registered-models/search").json(), "registered_models"))
        .containsExactly("m", "n");
  }

  private static List<String> names(JsonNode json, String field) {
    List<String> names = new ArrayList<>();
    json.path(field).forEach(one -> names.add(one.path("name").asString()));
    return names;
  }

  @Test
  void aLevelAloneShowsItsThingAndNothingElse() {
    home.caller = with(Level.READ, Set.of());
    assertThat(names(post("experiments/search", "{'max_results': 10}"), "experiments"))
        .containsExactly("hidden");
    assertThat(home.get("experiments/get?experiment_id=2").status()).isEqualTo(404);
    assertThat(names(home.get("registered-models/search").json(), "registered_models"))
        .containsExactly("m");
    assertThat(home.get("registered-models/get?name=n").status()).isEqualTo(404);
    home.caller = with(Level.MANAGE, Set.of());
    assertThat(home.post("experiments/create", "{'name': 'another'}").status()).isEqualTo(403);
    assertThat(home.post("registered-models/create", "{'name': 'another'}").status())
        .isEqualTo(403);
    assertThat(home.post("runs/create", "{'experiment_id': '2'}").status()).isEqualTo(404);
  }

  @Test
  void theFilesOfAVersionAreReadWithItsModelAlone() {
    String file = "/model-versions/get-artifact?name=m&version=1&path=MLmodel";
    Set<Permission> roles = Role.DATA_SCIENTIST.permissions();
    home.caller = caller(roles, Map.of(Thing.experiment(1), Level.NO_PERMISSIONS));
    assertThat(send("GET", file, "").body()).isEqualTo("x");
    assertThat(send("GET", "/get-artifact?path=model/MLmodel&run_id=" + run, "").statusCode())
        .isEqualTo(404);
    assertThat(
            home.post("model-versions/create", "{'name': 'n', 'source': 'models:/m/1'}").status())
        .as("nothing else is made of them")
        .isEqualTo(404);
    home.caller = caller(roles, Map.of(Thing.registeredModel(1), Level.NO_PERMISSIONS));
    assertThat(send("GET", file, "").statusCode()).isEqualTo(404);
  }

  @Test
  void nothingLeadsAroundAnExperimentThatIsHidden() {
    hide();
    String source = "mlflow-artifacts:/1/" + run + "/artifacts/model";
    for (String more : List.of("", ", 'run_id': '" + run + "'")) {
      MlflowHarness.Answer made =
          home.post(
              "model-versions/create", "{'name': 'n', 'source': '" + source + "'" + more + "}");
      assertThat(made.status()).as(more + made.json()).isGreaterThanOrEqualTo(400);
    }
    assertThat(
            home.post("model-versions/create", "{'name': 'n', 'source': 'models:/" + logged + "'}")
                .status())
        .isEqualTo(404);
    assertThat(
            home.post("model-versions/create", "{'name': 'n', 'source': 'models:/m/1'}").status())
        .isEqualTo(404);
    assertThat(send("POST", "/api/3.0/mlflow/traces", trace("2")).statusCode())
        .as("a trace is not moved away")
        .isEqualTo(404);
    assertThat(
            home.post("traces/link-to-run", "{'trace_ids': ['" + TRACE + "'], 'run_id': 'r'}")
                .status())
        .isGreaterThanOrEqualTo(400);
    String own = post("runs/create", "{'experiment_id': '2'}").at("/run/info/run_id").asString();
    assertThat(
            home.post(
                    "runs/outputs",
                    "{'run_id': '" + own + "', 'models': [{'model_id': '" + logged + "'}]}")
                .status())
        .isEqualTo(404);
    assertThat(
            home.post(
                    "runs/log-inputs",
                    "{'run_id': '" + own + "', 'models': [{'model_id': '" + logged + "'}]}")
                .status())
        .isEqualTo(404);
    assertThat(
            home.post(
                    "runs/log-metric",
                    "{'run_id': '"
                        + own
                        + "', 'key': 'k', 'value': 1, 'timestamp': 1, 'model_id': '"
                        + logged
                        + "'}")
                .status())
        .isEqualTo(404);
    assertThat(home.post("registered-models/create", "{'name': 'm'}").error())
        .isEqualTo("400 RESOURCE_ALREADY_EXISTS");
    assertThat(home.post("registered-models/rename", "{'name': 'n', 'new_name': 'm'}").error())
        .isEqualTo("400 RESOURCE_ALREADY_EXISTS");
  }

  @Test
  void nobodyTakesATraceFromThoseWhoManageIt() {
    home.caller = caller(Role.DATA_SCIENTIST.permissions(), Map.of());
    post("experiments/create", "{'name': 'own'}");
    HttpResponse<String> moved = send("POST", "/api/3.0/mlflow/traces", trace("3"));
    assertThat(moved.statusCode()).isEqualTo(400);
    assertThat(moved.body()).contains("is of experiment 1");
    send(
        "POST",
        "/api/3.0/mlflow/traces/delete-traces",
        "{'experiment_id': '3', 'request_ids': ['" + TRACE + "']}");
    assertThat(send("GET", "/api/3.0/mlflow/traces/" + TRACE, "").statusCode()).isEqualTo(200);
  }

  @Test
  void anAliasThatTheModelNeverHadTellsNothingOfAModelThatIsHidden() {
    hide();
    String alias = "{'name': 'm', 'alias': 'production'}";
    assertThat(send("DELETE", "/api/2.0/mlflow/registered-models/alias", alias).statusCode())
        .isEqualTo(404);
  }

  /// Every route says what it needs, and asks for it.
  @ParameterizedTest
  @EnumSource
  void aRoleOpensWhatItPermits(Role role) {
    int closed = 0;
    for (Route route : home.routes.routes()) {
      if (route.permission().isEmpty()) {
        continue;
      }
      home.caller = caller(role.permissions(), Map.of());
      HttpResponse<String> answer = ask(route);
      boolean isOpen = role.permissions().contains(route.permission().get());
      assertThat(answer.statusCode() == 403)
          .as(role + " " + route + answer.body())
          .isEqualTo(!isOpen);
      closed += isOpen ? 0 : 1;
      home.caller = caller(Set.of(), Map.of());
      assertThat(ask(route).statusCode()).as("nobody " + route).isEqualTo(403);
    }
    assertThat(closed == 0)
        .as(role + " is refused something")
        .isEqualTo(role == Role.ADMINISTRATOR);
    assertThat(home.routes.routes()).hasSizeGreaterThan(200);
  }

  private HttpResponse<String> ask(Route route) {
    String path = route.pattern().replaceAll("\\{[a-z_]+(\\.\\.\\.)?}", "x");
    return send(route.method().name(), path, "{}");
  }

  @Test
  void onlyHealthVersionAndRefusalsAskForNothing() {
    assertThat(home.routes.routes())
        .filteredOn(
            route -> route.entry() instanceof Entry.Anyone || route.entry() instanceof Entry.Open)
        .extracting(Route::pattern)
        .allMatch(pattern ->
            pattern.matches(
                "/health|/version|/graphql|/(ajax-)?api/[23].0/mlflow/\\{rest\\.\\.\\.}|.*\\{upload}/\\{number}"));
  }
}
