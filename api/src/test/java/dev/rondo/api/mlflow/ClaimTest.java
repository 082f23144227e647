package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.access.Role;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.ledger.RunStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a data scientist says of a run of experiment 1, on which a level of theirs takes the place
/// of their role; what is their own is in experiment 2.
class ClaimTest {
  private static final String NOWHERE = "ab".repeat(16);

  @TempDir Path folder;
  private MlflowHarness home;
  private String run = "";

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.post("experiments/create", "{'name': 'theirs'}");
    home.post("experiments/create", "{'name': 'own'}");
    home.post("registered-models/create", "{'name': 'm'}");
    run = begin("1", "");
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void hold(Level level) {
    Grants grants = Grants.of(Map.of(Thing.experiment(1), level));
    home.caller =
        new Caller("ben", Callers.ALL.project(), Role.DATA_SCIENTIST.permissions(), grants);
  }

  private String begin(String experiment, String more) {
    return home.post(
            "runs/create",
            "{'experiment_id': '" + experiment + "', 'start_time': 1, 'run_name': 'r'" + more + "}")
        .json()
        .at("/run/info/run_id")
        .asString();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return home.server.send(
        HttpRequest.newBuilder(home.server.uri(path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build());
  }

  private HttpResponse<String> tell(String trace, String of) {
    return send(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {'trace': {'trace_info': {'trace_id': '%s', 'request_time': '2026-01-01T00:00:00Z',
          'state': 'OK', 'trace_metadata': {'mlflow.sourceRun': '%s'},
          'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '2'}}}}}
        """
            .formatted(trace, of));
  }

  private HttpResponse<String> end(String trace, String of) {
    send(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {'trace': {'trace_info': {'trace_id': '%s', 'request_time': '2026-01-01T00:00:00Z', 'state': 'OK',
          'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '2'}}}}}
        """
            .formatted(trace));
    String told =
        "{'timestamp_ms': 1767225601000, 'status': 'OK', 'request_metadata': [{'key': 'mlflow.sourceRun', 'value': '%s'}]}";
    return send("PATCH", "/api/2.0/mlflow/traces/" + trace, told.formatted(of));
  }

  private HttpResponse<String> link(String trace, String of) {
    String told = "{'trace_ids': ['" + trace + "'], 'run_id': '" + of + "'}";
    return send("POST", "/api/2.0/mlflow/traces/link-to-run", told);
  }

  private HttpResponse<String> nest(String own, String in) {
    String told = "{'run_id': '" + own + "', 'key': 'mlflow.parentRunId', 'value': '" + in + "'}";
    return send("POST", "/api/2.0/mlflow/runs/set-tag", told);
  }

  private HttpResponse<String> log(String by) {
    return finish(logged(by));
  }

  private String logged(String by) {
    String told = "{'experiment_id': '2', 'name': 'evil', 'source_run_id': '" + by + "'}";
    HttpResponse<String> made = send("POST", "/api/2.0/mlflow/logged-models", told);
    return Json.parse(made.body()).at("/model/info/model_id").asString();
  }

  private HttpResponse<String> finish(String id) {
    return send("PATCH", "/api/2.0/mlflow/logged-models/" + id, "{'status': 'LOGGED_MODEL_READY'}");
  }

  private HttpResponse<String> register(String by) {
    String told = "{'name': 'm', 'source': 's3://bucket/evil', 'run_id': '" + by + "'}";
    return send("POST", "/api/2.0/mlflow/model-versions/create", told);
  }

  /// Everything that is said of a run, and what is then found of it.
  private List<HttpResponse<String>> claims(String of) {
    String own = begin("2", ", 'tags': [{'key': 'mlflow.parentRunId', 'value': '" + of + "'}]");
    List<HttpResponse<String>> answers =
        new ArrayList<>(
            List.of(
                tell("tr-told", of),
                end("tr-ended", of),
                link("tr-linked", of),
                nest(begin("2", ""), of),
                log(of),
                register(of)));
    answers.add(home.server.get("/api/2.0/mlflow/runs/get?run_id=" + own));
    for (String search :
        List.of(
            "runs/search {'experiment_ids': ['2'], 'filter': 'tags.mlflow.parentRunId = \\'%s\\''}",
            "traces/search {'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '2'}}], 'filter': 'run_id = \\'%s\\''}")) {
      String[] parts = search.formatted(of).split(" ", 2);
      String body = parts[1].replace("\\'", "\\u0027");
      answers.add(
          send(
              "POST",
              "/api/" + (parts[0].startsWith("t") ? 3 : 2) + ".0/mlflow/" + parts[0],
              body));
    }
    return answers;
  }

  private void requireNothingTold() {
    RunId id = new RunId(run);
    assertThat(home.traces.ofRun(Callers.ALL, id, 9)).isEmpty();
    assertThat(home.ledger.list(Callers.ALL, RunQuery.newest(9).withParent(id))).isEmpty();
    assertThat(home.ledger.outputs(Callers.ALL, id)).isEmpty();
  }

  @Test
  void aRunThatIsHiddenIsAsOneThatIsNotThereAndToldOfNothing() {
    hold(Level.NO_PERMISSIONS);
    List<String> hidden = claims(run).stream().map(answer -> plain(answer, run)).toList();
    List<String> missing = claims(NOWHERE).stream().map(answer -> plain(answer, NOWHERE)).toList();
    assertThat(hidden).isEqualTo(missing).allMatch(text -> text.startsWith("200 "));
    assertThat(hidden.getLast()).as("the search").contains("tr-told", "tr-ended");
    requireNothingTold();
  }

  /// Without what differs by its nature.
  private static String plain(HttpResponse<String> answer, String run) {
    return answer.statusCode()
        + " "
        + answer
            .body()
            .replace(run, "RUN")
            .replaceAll("(m-)?[0-9a-f]{32}", "ID")
            .replaceAll("\"version\":\"\\d\"", "VERSION")
            .replaceAll("\\d{13}", "TIME");
  }

  @Test
  void aRunThatMayOnlyBeReadIsNotWrittenTo() {
    hold(Level.READ);
    String own = begin("2", "");
    for (HttpResponse<String> answer :
        List.of(
            tell("tr-told", run), end("tr-ended", run), link("tr-linked", run), nest(own, run))) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("lacks the permission to write runs for this experiment");
    }
    assertThat(
            home.post(
                    "runs/create",
                    "{'experiment_id': '2', 'tags': [{'key': 'mlflow.parentRunId', 'value': '"
                        + run
                        + "'}]}")
                .status())
        .isEqualTo(403);
    assertThat(List.of(log(run), register(run)))
        .as("who may read it may say so, but it is not told of it")
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(answer.body()).contains(run);
        });
    requireNothingTold();
  }

  @Test
  void aRunThatMayBeWrittenToIsToldOfEverythingAlsoAfterAClaim() {
    hold(Level.NO_PERMISSIONS);
    tell("tr-told", run);
    hold(Level.EDIT);
    String own = begin("2", "");
    assertThat(
            List.of(
                tell("tr-told", run),
                end("tr-ended", run),
                link("tr-linked", run),
                tell("tr-linked", NOWHERE),
                nest(own, run),
                log(run)))
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
    RunId id = new RunId(run);
    assertThat(home.traces.ofRun(Callers.ALL, id, 9))
        .extracting(trace -> trace.id().value())
        .containsExactlyInAnyOrder("tr-told", "tr-ended", "tr-linked");
    assertThat(home.ledger.list(Callers.ALL, RunQuery.newest(9).withParent(id)))
        .extracting(nested -> nested.id().value())
        .containsExactly(own);
    assertThat(home.ledger.outputs(Callers.ALL, id)).hasSize(1);
  }

  @Test
  void whatOneSaidOfARunStaysSoWhoeverFinishesTheModel() {
    hold(Level.READ);
    String claimed = logged(run);
    home.caller = Callers.ALL;
    finish(claimed);
    requireNothingTold();
    String told = logged(run);
    hold(Level.READ);
    assertThat(finish(told).statusCode()).isEqualTo(200);
    assertThat(home.ledger.outputs(Callers.ALL, new RunId(run)))
        .extracting(output -> output.asset().version())
        .containsExactly(told);
  }

  @Test
  void whoMayWriteToEverythingMayNameRunsThatAreNotHere() {
    tell("tr-told", NOWHERE);
    link("tr-linked", NOWHERE);
    tell("tr-linked", run);
    String own =
        begin("2", ", 'tags': [{'key': 'mlflow.parentRunId', 'value': '" + NOWHERE + "'}]");
    RunId id = new RunId(NOWHERE);
    assertThat(home.traces.ofRun(Callers.ALL, id, 9)).hasSize(2);
    assertThat(home.ledger.list(Callers.ALL, RunQuery.newest(9).withParent(id)))
        .extracting(nested -> nested.id().value())
        .containsExactly(own);
  }

  @Test
  void aForeignFailureIsNotThatOfAPipelineOfOurs() {
    hold(Level.NO_PERMISSIONS);
    String own = begin("2", ", 'tags': [{'key': 'mlflow.parentRunId', 'value': '" + run + "'}]");
    home.post("runs/update", "{'run_id': '" + own + "', 'status': 'FAILED'}");
    RunQuery failed = RunQuery.newest(9).withParent(new RunId(run)).withStatus(RunStatus.FAILED);
    assertThat(home.ledger.list(Callers.ALL, failed)).isEmpty();
  }
}
