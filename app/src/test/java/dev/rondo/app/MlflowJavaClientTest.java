package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionStatus;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.RunsPage;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's own Java client on our server, in what people do with it.
class MlflowJavaClientTest {
  private static final String NOBODY = "0".repeat(32);

  @TempDir static Path folder;
  private static Server server;
  private static MlflowClient client;

  @BeforeAll
  static void start() throws IOException {
    server = Server.start(new ServerOptions(folder.resolve("home"), 0));
    client = new MlflowClient(server.url());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void experimentsAreMadeFoundRenamedDeletedAndRestored() {
    String id =
        client.createExperiment(
            CreateExperiment.newBuilder()
                .setName("trips")
                .addTags(ExperimentTag.newBuilder().setKey("team").setValue("taxi"))
                .build());
    client.setExperimentTag(id, "city", "New York");
    Experiment made = client.getExperimentByName("trips").orElseThrow();
    assertThat(made.getExperimentId()).isEqualTo(id);
    assertThat(made.getArtifactLocation()).isEqualTo("mlflow-artifacts:/" + id);
    assertThat(made.getLifecycleStage()).isEqualTo("active");
    assertThat(made.getCreationTime()).isPositive();
    assertThat(made.getTagsList())
        .extracting(ExperimentTag::getKey, ExperimentTag::getValue)
        .containsExactlyInAnyOrder(tuple("city", "New York"), tuple("team", "taxi"));
    client.renameExperiment(id, "rides");
    assertThat(client.getExperimentByName("trips")).isEmpty();
    client.deleteExperiment(id);
    assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("deleted");
    assertThat(found("name = 'rides'", ViewType.ACTIVE_ONLY)).isEmpty();
    assertThat(found("name = 'rides'", ViewType.DELETED_ONLY)).containsExactly(id);
    client.restoreExperiment(id);
    assertThat(found("tags.team = 'taxi'", ViewType.ALL)).containsExactly(id);
  }

  private static List<String> found(String filter, ViewType view) {
    return client.searchExperiments(filter, view, 100, List.of()).getItems().stream()
        .map(Experiment::getExperimentId)
        .toList();
  }

  @Test
  void experimentsComeByPages() {
    List<String> made =
        IntStream.range(0, 5).mapToObj(n -> client.createExperiment("paged " + n)).toList();
    List<String> seen = new ArrayList<>();
    var page =
        client.searchExperiments("name LIKE 'paged %'", ViewType.ALL, 2, List.of("name ASC"));
    seen.addAll(page.getItems().stream().map(Experiment::getExperimentId).toList());
    while (page.hasNextPage()) {
      var next = page.getNextPage();
      next.getItems().forEach(one -> seen.add(one.getExperimentId()));
      page = (org.mlflow.tracking.ExperimentsPage) next;
    }
    assertThat(seen).isEqualTo(made);
  }

  @Test
  void aRunKeepsWhatIsLogged() {
    RunInfo info = client.createRun(client.createExperiment("a run"));
    String run = info.getRunId();
    assertThat(info.getStatus()).isEqualTo(RunStatus.RUNNING);
    assertThat(info.getRunUuid()).isEqualTo(run);
    client.logParam(run, "depth", "3");
    client.setTag(run, "kind", "try");
    client.setTag(run, "gone", "soon");
    client.deleteTag(run, "gone");
    for (int step = 0; step < 5; step++) {
      client.logMetric(run, "loss", 1.0 / (step + 1), 1_000 + step, step);
    }
    client.logMetric(run, "nan", Double.NaN);
    client.logMetric(run, "inf", Double.NEGATIVE_INFINITY);
    client.setTerminated(run, RunStatus.FAILED, 1_700_000_000_000L);
    Run read = client.getRun(run);
    assertThat(read.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
    assertThat(read.getInfo().getEndTime()).isEqualTo(1_700_000_000_000L);
    assertThat(read.getData().getParamsList())
        .extracting(Param::getKey, Param::getValue)
        .containsExactly(tuple("depth", "3"));
    assertThat(tags(read)).contains(entry("kind", "try")).doesNotContainKey("gone");
    assertThat(metrics(read)).containsEntry("loss", 0.2).containsEntry("nan", Double.NaN);
    assertThat(metrics(read).get("inf")).isLessThan(-1e308);
    assertThat(client.getMetricHistory(run, "loss"))
        .extracting(Metric::getStep)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(client.getMetricHistory(run, "nothing")).isEmpty();
  }

  private static Map<String, String> tags(Run run) {
    return run.getData().getTagsList().stream()
        .collect(Collectors.toMap(RunTag::getKey, RunTag::getValue));
  }

  private static Map<String, Double> metrics(Run run) {
    return run.getData().getMetricsList().stream()
        .collect(Collectors.toMap(Metric::getKey, Metric::getValue));
  }

  @Test
  void aBatchIsKeptWhole() {
    String run = client.createRun(client.createExperiment("a batch")).getRunId();
    List<Metric> points =
        IntStream.range(0, 800)
            .mapToObj(n ->
                Metric.newBuilder()
                    .setKey("m")
                    .setValue(n)
                    .setTimestamp(1_700_000_000_000L + n)
                    .setStep(n)
                    .build())
            .toList();
    client.logBatch(
        run,
        points,
        List.of(Param.newBuilder().setKey("p").setValue("1").build()),
        List.of(RunTag.newBuilder().setKey("t").setValue("2").build()));
    client.logBatch(run, points, List.of(), List.of());
    assertThat(client.getMetricHistory(run, "m"))
        .as("a point that comes again is the same point")
        .hasSize(800)
        .last()
        .extracting(Metric::getTimestamp)
        .isEqualTo(1_700_000_000_799L);
    assertThat(metrics(client.getRun(run))).containsEntry("m", 799.0);
    assertThat(tags(client.getRun(run))).containsEntry("t", "2");
  }

  /// The ids of those that are found and not deleted.
  private static List<String> runs(String experiment, String filter) {
    return client
        .searchRuns(List.of(experiment), filter, ViewType.ACTIVE_ONLY, 1_000)
        .getItems()
        .stream()
        .map(run -> run.getInfo().getRunId())
        .toList();
  }

  @Test
  void runsAreNested() {
    MlflowContext context = new MlflowContext(client);
    context.setExperimentId(client.createExperiment("nested"));
    ActiveRun parent = context.startRun("parent");
    ActiveRun child = context.startRun("child", parent.getId());
    child.logMetrics(Map.of("mae", 2.0, "rmse", 3.0), 1);
    child.logParams(Map.of("a", "1", "b", "2"));
    child.endRun();
    parent.endRun(RunStatus.KILLED);
    Run read = client.getRun(child.getId());
    assertThat(tags(read))
        .containsEntry("mlflow.parentRunId", parent.getId())
        .containsEntry("mlflow.runName", "child");
    assertThat(read.getInfo().getRunName()).isEqualTo("child");
    assertThat(read.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(client.getRun(parent.getId()).getInfo().getStatus()).isEqualTo(RunStatus.KILLED);
    assertThat(
            runs(context.getExperimentId(), "tags.mlflow.parentRunId = '" + parent.getId() + "'"))
        .containsExactly(child.getId());
  }

  @Test
  void runsAreFoundInOrderByPages() {
    String experiment = client.createExperiment("searched");
    List<String> runs = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      String run = client.createRun(start(experiment, 1_000 + n)).getRunId();
      client.logMetric(run, "mae", 10 - n);
      client.logParam(run, "kind", n % 2 == 0 ? "even" : "odd");
      runs.add(run);
    }
    List<String> found = new ArrayList<>();
    RunsPage page =
        client.searchRuns(
            List.of(experiment),
            "params.kind = 'even' and metrics.mae < 10",
            ViewType.ACTIVE_ONLY,
            2,
            List.of("metrics.mae ASC"));
    assertThat(page.getPageSize()).isEqualTo(2);
    page.getItems().forEach(run -> found.add(run.getInfo().getRunId()));
    while (page.hasNextPage()) {
      page = (RunsPage) page.getNextPage();
      page.getItems().forEach(run -> found.add(run.getInfo().getRunId()));
    }
    assertThat(found).containsExactly(runs.get(6), runs.get(4), runs.get(2));
    assertThat(client.listRunInfos(experiment))
        .extracting(RunInfo::getRunId)
        .isEqualTo(runs.reversed());
  }

  private static CreateRun start(String experiment, long time) {
    return CreateRun.newBuilder().setExperimentId(experiment).setStartTime(time).build();
  }

  @Test
  void deletedRunsComeBack() {
    String experiment = client.createExperiment("deleted runs");
    String run = client.createRun(experiment).getRunId();
    client.deleteRun(run);
    assertThat(client.getRun(run).getInfo().getLifecycleStage()).isEqualTo("deleted");
    assertThat(runs(experiment, "")).isEmpty();
    refused(400, "INVALID_PARAMETER_VALUE", () -> client.logMetric(run, "m", 1));
    client.restoreRun(run);
    client.logMetric(run, "m", 1);
    assertThat(runs(experiment, "")).containsExactly(run);
  }

  private static void refused(int status, String code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            MlflowHttpException.class,
            e -> {
              assertThat(e.getStatusCode()).as(e.getBodyMessage()).isEqualTo(status);
              assertThat(e.getBodyMessage()).contains("\"" + code + "\"");
            });
  }

  @Test
  void mistakesAreToldAsTheClientExpects() {
    client.createExperiment("taken");
    refused(400, "RESOURCE_ALREADY_EXISTS", () -> client.createExperiment("taken"));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getExperiment("987654"));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getRun(NOBODY));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.logParam(NOBODY, "a", "b"));
    refused(400, "INVALID_PARAMETER_VALUE", () -> runs("0", "metrics.a < 'x'"));
    String run = client.createRun("0").getRunId();
    client.logParam(run, "p", "1");
    client.logParam(run, "p", "1");
    refused(400, "INVALID_PARAMETER_VALUE", () -> client.logParam(run, "p", "2"));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.deleteTag(run, "nothing"));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getRegisteredModel("nothing"));
    refused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getModelVersion("nothing", "1"));
  }

  @Test
  void modelsHaveVersionsAndStages() {
    String model = "eta";
    post("registered-models/create", Json.object().put("name", model));
    for (int n = 1; n <= 3; n++) {
      post(
          "model-versions/create",
          Json.object().put("name", model).put("source", "s3://models/eta/" + n));
    }
    moved(model, "1", "Production");
    moved(model, "3", "Staging");
    client.sendPatch(
        "model-versions/update",
        Json.write(
            Json.object()
                .put("name", model)
                .put("version", "2")
                .put("description", "The second.")));
    ModelVersion second = client.getModelVersion(model, "2");
    assertThat(second.getDescription()).isEqualTo("The second.");
    assertThat(second.getStatus()).isEqualTo(ModelVersionStatus.READY);
    assertThat(second.getCurrentStage()).isEqualTo("None");
    assertThat(client.getLatestVersions(model))
        .extracting(ModelVersion::getVersion)
        .containsExactlyInAnyOrder("1", "2", "3");
    assertThat(client.getLatestVersions(model, List.of("Production", "Staging")))
        .extracting(ModelVersion::getVersion)
        .containsExactlyInAnyOrder("1", "3");
    assertThat(client.getRegisteredModel(model).getLatestVersionsList()).hasSize(3);
    assertThat(client.getModelVersionDownloadUri(model, "3")).isEqualTo("s3://models/eta/3");
    var page = client.searchModelVersions("name = 'eta'", 2, List.of("version_number ASC"));
    List<String> versions = new ArrayList<>();
    page.getItems().forEach(version -> versions.add(version.getVersion()));
    page.getNextPage().getItems().forEach(version -> versions.add(version.getVersion()));
    assertThat(versions).containsExactly("1", "2", "3");
  }

  private static void post(String path, ObjectNode body) {
    client.sendPost(path, Json.write(body));
  }

  private static void moved(String model, String version, String stage) {
    post(
        "model-versions/transition-stage",
        Json.object()
            .put("name", model)
            .put("version", version)
            .put("stage", stage)
            .put("archive_existing_versions", true));
  }

  @Test
  void filesGoUpAreListedAndComeDown() throws Exception {
    PythonClient python = PythonClient.install(PythonClient.OLDER);
    Path files = Files.createDirectories(folder.resolve("files/model")).getParent();
    Files.writeString(files.resolve("notes.txt"), "a note");
    Files.writeString(files.resolve("model/weights.bin"), "1 2 3");
    RunInfo run = client.createRun(client.createExperiment("files"));
    post("registered-models/create", Json.object().put("name", "with-files"));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            JavaClientFiles.class.getName(),
            server.url(),
            run.getRunId(),
            "with-files",
            files.toString());
    java.environment().put("MLFLOW_PYTHON_EXECUTABLE", python.python().toString());
    var outcome = PythonClient.run(java);
    assertThat(outcome.text())
        .contains("listed: deep true 0", "listed: model true 0", "listed: notes.txt false 6")
        .contains("inside: deep/er/notes.txt", "read: a note", "all: 1 2 3", "version: 1 2 3");
    assertThat(outcome.code()).isZero();
  }
}
