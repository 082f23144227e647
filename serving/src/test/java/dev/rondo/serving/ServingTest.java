package dev.rondo.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ServingTest {
  @TempDir Path folder;
  private ServingHarness home;

  @BeforeEach
  void open() {
    home = new ServingHarness(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void restart() {
    home.close();
    home = new ServingHarness(folder);
    home.serving.recover(Callers.ALL);
    home.serving.restore(Callers.ALL);
  }

  @Test
  void aVersionThatIsBeingTriedSurvivesAnotherRestore() {
    home.deploy(1, 10);
    Deployment tried = home.load(2, 20);
    home.serving.restore(Callers.ALL);
    assertThat(home.serving.activate(Callers.ALL, tried.id(), "better").state())
        .isEqualTo(DeploymentState.ACTIVE);
  }

  private static ProblemCode code(Throwable e) {
    return ((Problem) e).code();
  }

  @Test
  void anEndpointAnswersWithItsActiveVersion() {
    home.deploy(1, 10);
    Prediction prediction =
        home.serving.predict(
            Callers.ALL, "trip", ServingHarness.request("trip-7", "2018-04-01 08:30:00", 1.5, 8));
    assertThat(prediction.value()).isEqualTo(10 + 2 * 1.5f + 3 * 8);
    assertThat(prediction.requestId()).isEqualTo("trip-7");
    assertThat(prediction.model()).isEqualTo(new ModelRef("duration", 1));
    assertThat(prediction.eventTime()).isEqualTo(EventTime.parse("2018-04-01T08:30:00Z"));
  }

  @Test
  void withoutAModelAnEndpointIsUnavailable() {
    assertThatThrownBy(() -> home.predict(1, 2))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.UNAVAILABLE))
        .hasMessageContaining("promote a version of 'duration'");
    assertThatThrownBy(() -> home.serving.predict(Callers.ALL, "nowhere", Json.object()))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.NOT_FOUND));
  }

  @Test
  void aBadRequestIsToldEveryMistakeAndLeavesNoTrace() {
    home.deploy(1, 10);
    ObjectNode request = Json.object().put("id", "").put("at", "soon").put("distance", "far");
    assertThatThrownBy(() -> home.serving.predict(Callers.ALL, "trip", request))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
              assertThat(problem.mistakes())
                  .extracting(Mistake::path)
                  .containsExactly("/distance", "/hour", "/id", "/at");
            })
        .hasMessageContaining("4 mistakes");
    ServingMetrics.ModelCounters counters = home.serving.metrics().models().getFirst();
    assertThat(counters.failures()).containsEntry("invalid-request", 1L);
    assertThat(counters.requests()).isZero();
    assertThat(home.serving.metrics().log().accepted()).isZero();
  }

  @Test
  void anAnswerThatBreaksItsPromiseIsNotGiven() {
    home.deploy(1, 10);
    home.serving.register(
        Callers.ALL,
        ServingHarness.definition(
            ServingHarness.INPUTS,
            (_, _, _, value) ->
                value > 50 ? List.of(Mistake.at("/minutes", "Too long.")) : List.of()));
    assertThat(home.predict(1, 2)).isBetween(0f, 50f);
    assertThatThrownBy(() -> home.predict(50, 2))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ANSWER_REFUSED))
        .hasMessageContaining("Too long.");
    assertThat(
            home.serving
                .read(
                    Callers.ALL,
                    "trip",
                    EventTime.parse("1970-01-01"),
                    EventTime.parse("2100-01-01"))
                .rows())
        .as("what was not given is not logged")
        .isEqualTo(1);
  }

  @Test
  void anInfiniteFeatureIsRefused() {
    home.deploy(1, 10);
    assertThatThrownBy(() -> home.predict(1e300, 1)).hasMessageContaining("'distance' is infinite");
  }

  @Test
  void aModelsColumnsAreFoundByNameInAWiderLookup() {
    home.serving.register(
        Callers.ALL, ServingHarness.definition(List.of("hour", "zone", "distance")));
    home.serving.activate(Callers.ALL, home.load(1, 10).id(), "a test");
    ObjectNode request = ServingHarness.request("r", "2018-04-01T00:00:00Z", 1, 8).put("zone", 42);
    assertThat(home.serving.predict(Callers.ALL, "trip", request).value()).isEqualTo(10 + 2 + 24);
    PredictionBlock block =
        home.serving.read(
            Callers.ALL, "trip", EventTime.parse("2018-04-01"), EventTime.parse("2018-04-02"));
    assertThat(block.features()).isEqualTo(ServingHarness.INPUTS);
    assertThat(block.columns()[1]).containsExactly(8);
  }

  @Test
  void aModelThatNeedsWhatTheEndpointLacksIsRefused() {
    assertThatThrownBy(
            () -> home.load(1, TestModels.linear(0, 1, 1), List.of("distance", "weather")))
        .hasMessageContaining("does not look up: weather");
  }

  @Test
  void aDefinitionThatLacksAFeatureDoesNotBreakTheModelThatRuns() {
    home.deploy(1, 10);
    home.serving.register(Callers.ALL, ServingHarness.definition(List.of("distance")));
    assertThat(home.predict(1, 1)).isEqualTo(15);
    assertThatThrownBy(() -> home.load(2, 20)).hasMessageContaining("hour");
  }

  @Test
  void whatIsNoModelIsRecordedAsFailed() {
    assertThatThrownBy(() -> home.load(1, "not a model".getBytes(), ServingHarness.INPUTS))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.INVALID_DATA));
    assertThatThrownBy(() -> home.load(1, TestModels.linear(0, 1, 1, 1), ServingHarness.INPUTS))
        .hasMessageContaining("rows of 3 columns, and 2 features are named");
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 10))
        .extracting(Deployment::state)
        .containsExactly(DeploymentState.FAILED, DeploymentState.FAILED);
  }

  @Test
  void versionsSwitchUnderLoadWithoutOneFailedRequest() throws Exception {
    home.deploy(1, 0);
    AtomicBoolean isOver = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.add(threads.submit(() -> callUntil(isOver)));
      }
      for (int version = 2; version <= 40; version++) {
        home.deploy(version, version * 100f);
      }
      for (int i = 0; i < 10; i++) {
        home.serving.rollBack(Callers.ALL, "trip", "a test");
        home.deploy(100 + i, 100f * i);
      }
      isOver.set(true);
      for (Future<Integer> client : clients) {
        assertThat(client.get()).isPositive();
      }
    }
  }

  private int callUntil(AtomicBoolean isOver) {
    int calls = 0;
    while (!isOver.get()) {
      assertThat(home.predict(1, 1) % 100).isEqualTo(5);
      calls++;
    }
    return calls;
  }

  @Test
  void whatNoLongerServesIsClosed() {
    Endpoint endpoint =
        new Endpoint(
            ServingHarness.definition(ServingHarness.INPUTS), PredictionLog.open(home.logs));
    Deployments deployments =
        new Deployments(
            home.database,
            home.events,
            home.blobs,
            IdSource.secure(home.clock),
            home.clock,
            (_, deployment) -> new Meter("test", "trip", deployment.model()));
    List<LoadedModel> models = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      Digest onnx = home.blobs.put(TestModels.linear(version, 2, 3)).digest();
      DeploymentRequest request =
          new DeploymentRequest(
              "trip", new ModelRef("duration", version), onnx, ServingHarness.INPUTS);
      String id = deployments.load(Callers.ALL, endpoint, request).id();
      deployments.activate(Callers.ALL, endpoint, id, "a test");
      models.add(endpoint.active().orElseThrow().model());
    }
    assertThat(models).extracting(LoadedModel::isOpen).containsExactly(false, true, true);
    deployments.rollBack(Callers.ALL, endpoint, "worse");
    assertThat(models).extracting(LoadedModel::isOpen).containsExactly(false, true, false);
    models.get(1).release();
  }

  @Test
  void aRollbackReturnsToTheWarmPredecessorOnce() {
    home.deploy(1, 100);
    home.deploy(2, 200);
    home.deploy(3, 300);
    Deployment back = home.serving.rollBack(Callers.ALL, "trip", "the error rose");
    assertThat(back.model().version()).isEqualTo(2);
    assertThat(home.predict(0, 0)).isEqualTo(200);
    assertThatThrownBy(() -> home.serving.rollBack(Callers.ALL, "trip", "again"))
        .hasMessageContaining("no earlier deployment");
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 10))
        .extracting(Deployment::state)
        .containsExactly(
            DeploymentState.ROLLED_BACK, DeploymentState.ACTIVE, DeploymentState.RETIRED);
    Event newest = home.events.latest(Callers.ALL, 1).getFirst();
    assertThat(newest.type()).isEqualTo("deployment.rolled-back");
    assertThat(newest.data().path("version").asInt()).isEqualTo(2);
    assertThat(newest.data().path("previous").asInt()).isEqualTo(3);
  }

  @Test
  void aRestartAnswersAsBeforeAndCanStillRollBack() {
    home.deploy(1, 100);
    home.deploy(2, 200);
    home.load(3, 300);
    restart();
    assertThat(home.predict(0, 0)).isEqualTo(200);
    home.serving.rollBack(Callers.ALL, "trip", "worse");
    assertThat(home.predict(0, 0)).isEqualTo(100);
    restart();
    assertThat(home.predict(0, 0)).isEqualTo(100);
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 10))
        .extracting(Deployment::state)
        .containsExactly(
            DeploymentState.RETIRED, DeploymentState.ROLLED_BACK, DeploymentState.ACTIVE);
  }

  @Test
  void aModelOnWhichTheProcessDiedIsNotLoadedForEver() {
    Digest digest = home.blobs.put(TestModels.linear(0, 2, 3)).digest();
    DeploymentRequest request =
        new DeploymentRequest("trip", new ModelRef("duration", 1), digest, ServingHarness.INPUTS);
    for (int crash = 1; crash <= 2; crash++) {
      Deployment loaded = home.serving.load(Callers.ALL, request);
      markAsLoading(loaded.id());
      restart();
    }
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 10))
        .extracting(Deployment::state)
        .containsExactly(DeploymentState.CRASHED, DeploymentState.CRASHED);
    assertThatThrownBy(() -> home.serving.load(Callers.ALL, request))
        .hasMessageContaining("it is not loaded again");
  }

  /// What the database holds when the process dies inside the native load.
  private void markAsLoading(String deployment) {
    home.database.write(tx ->
        tx.update("UPDATE serving_deployment SET state = 'loading' WHERE id = ?", deployment));
  }

  @Test
  void anActiveModelThatKillsTheStartTwiceGivesWayToItsPredecessor() {
    home.deploy(1, 100);
    Deployment second = home.deploy(2, 200);
    home.database.write(
        tx -> tx.update("UPDATE serving_deployment SET attempts = 2 WHERE id = ?", second.id()));
    restart();
    assertThat(home.predict(0, 0)).isEqualTo(100);
    assertThat(home.serving.endpoints(Callers.ALL).getFirst().active().orElseThrow().reason())
        .contains("could not be loaded at start");
  }

  @Test
  void loadingAgainFindsWhatIsLoaded() {
    Deployment first = home.load(1, 100);
    assertThat(home.load(1, 100)).isEqualTo(first);
    home.serving.activate(Callers.ALL, first.id(), "go");
    assertThat(home.serving.activate(Callers.ALL, first.id(), "go").state())
        .isEqualTo(DeploymentState.ACTIVE);
    assertThat(home.events.latest(Callers.ALL, 10)).hasSize(1);
  }

  @Test
  void whatFailedItsChecksIsDiscarded() {
    Deployment first = home.load(1, 100);
    home.serving.discard(Callers.ALL, first.id(), "golden predictions differ");
    assertThatThrownBy(() -> home.serving.activate(Callers.ALL, first.id(), "go"))
        .hasMessageContaining("is not loaded");
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 1).getFirst().reason())
        .isEqualTo("golden predictions differ");
  }

  @Test
  void aLoadedVersionScoresBeforeItIsActive() {
    home.load(7, 1);
    float[] values =
        home.serving.score(
            Callers.ALL, new ModelRef("duration", 7), new float[][] {{1, 1}, {2, 0}, {0, 2}});
    assertThat(values).containsExactly(6, 5, 7);
    assertThat(home.serving.isReady(Callers.ALL, "duration", OptionalInt.of(7))).isTrue();
    assertThat(home.serving.isReady(Callers.ALL, "duration", OptionalInt.empty())).isFalse();
    assertThatThrownBy(() ->
            home.serving.score(Callers.ALL, new ModelRef("duration", 7), new float[][] {{1, 1, 1}}))
        .hasMessageContaining("Row 0 has 3 values");
  }

  @Test
  void aStoredVersionScoresOnceAndLeavesNothingBehind() {
    Digest stored = home.blobs.put(TestModels.linear(5, 2, 3)).digest();
    ModelRef model = new ModelRef("duration", 3);
    float[] values =
        home.serving.scoreOnce(
            Callers.ALL, model, stored, ServingHarness.INPUTS, new float[][] {{1, 0}, {0, 1}});
    assertThat(values).containsExactly(7, 8);
    assertThat(home.serving.deployments(Callers.ALL, "trip", "", 10)).isEmpty();
    assertThat(home.serving.isReady(Callers.ALL, "duration", OptionalInt.of(3))).isFalse();
    assertThatThrownBy(() ->
            home.serving.scoreOnce(
                Callers.NONE, model, stored, ServingHarness.INPUTS, new float[0][]))
        .hasMessageContaining("may not");
  }

  @Test
  void manyCallersAtOnceGetTheirOwnAnswers() throws Exception {
    home.deploy(1, 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Float>> calls =
          IntStream.range(0, 2_000)
              .<Callable<Float>>mapToObj(i -> () -> home.predict(i, 0))
              .toList();
      List<Future<Float>> answers = threads.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(2f * i);
      }
    }
    ServingMetrics metrics = home.serving.metrics();
    assertThat(metrics.models().getFirst().requests()).isEqualTo(2_000);
    assertThat(metrics.models().getFirst().latencySeconds()).isPositive();
    assertThat(metrics.log().lost()).isZero();
  }

  @Test
  void everyAnsweredPredictionIsReadBackInItsOrderAlsoAfterARestart() {
    home.deploy(1, 0);
    for (int i = 9; i >= 0; i--) {
      home.serving.predict(
          Callers.ALL,
          "trip",
          ServingHarness.request("r" + i, "2018-04-0" + (1 + i / 5) + "T0" + i + ":00:00Z", i, 1));
    }
    home.serving.predict(
        Callers.ALL, "trip", ServingHarness.request("later", "2018-04-09T00:00:00Z", 1, 1));
    for (int i = 0; i < 2; i++) {
      PredictionBlock block =
          home.serving.read(
              Callers.ALL, "trip", EventTime.parse("2018-04-01"), EventTime.parse("2018-04-09"));
      assertThat(block.rows()).isEqualTo(10);
      assertThat(block.requestIds()).startsWith("r0", "r1").endsWith("r9");
      assertThat(block.columns()[0]).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(block.values()[9]).isEqualTo(21);
      assertThat(block.versions()).containsOnly(1);
      restart();
    }
  }

  @Test
  void onePredictionIsFoundAgainWithWhatAnsweredIt() {
    Deployment first = home.deploy(1, 0);
    home.predict(4, 1);
    Deployment second = home.deploy(2, 5);
    home.serving.predict(Callers.ALL, "trip", ServingHarness.request("other", "2018-04-02", 1, 1));
    for (int i = 0; i < 2; i++) {
      Prediction found = find("r");
      assertThat(found.value()).isEqualTo(11);
      assertThat(found.eventTime()).isEqualTo(EventTime.parse("2018-04-01T08:00:00Z"));
      assertThat(found.model()).isEqualTo(new ModelRef("duration", 1));
      assertThat(home.serving.find(Callers.ALL, "trip", "s")).isEmpty();
      assertThat(deploymentOf("r")).isEqualTo(first.id());
      assertThat(deploymentOf("other")).isEqualTo(second.id());
      restart();
    }
    home.predict(1, 1);
    assertThat(deploymentOf("r")).as("asked again").isEqualTo(second.id());
  }

  private String deploymentOf(String request) {
    return home.serving.deployment(Callers.ALL, "trip", find(request).model()).orElseThrow().id();
  }

  private Prediction find(String request) {
    return home.serving.find(Callers.ALL, "trip", request).orElseThrow().prediction();
  }

  @Test
  void rightsAreChecked() {
    home.deploy(1, 0);
    assertThatThrownBy(() -> home.serving.predict(Callers.NONE, "trip", Json.object()))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> home.serving.rollBack(Callers.NONE, "trip", "x"))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.FORBIDDEN));
  }
}
