package dev.rondo.ledger;

import static dev.rondo.kernel.testing.Callers.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.Edge.Role;
import dev.rondo.ledger.LoggedModel.Draft;
import dev.rondo.ledger.LoggedModel.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedModelsTest {
  @TempDir Path folder;
  private TestLedger home;
  private LoggedModels models;
  private RunId run;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    models = home.ledger.models();
    run = home.ledger.start(ALL, RunStart.of("mlflow", "train")).id();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private LoggedModel create(String name) {
    return models.create(
        ALL,
        ExperimentId.DEFAULT,
        new Draft(name, "agent", Optional.of(run)),
        List.of(new Parameter("depth", "6")),
        List.of(new Tag("team", "eta")));
  }

  private static void assertRefused(ProblemCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aModelIsPendingUntilItsFilesAreThere() {
    LoggedModel made = create("tuned");
    assertThat(made.status()).isEqualTo(Status.PENDING);
    assertThat(made.tags()).containsExactly(new Tag("team", "eta"));
    assertThat(home.ledger.outputs(ALL, run)).isEmpty();
    assertThat(models.finish(ALL, made.id(), Status.READY).status()).isEqualTo(Status.READY);
    assertThat(home.ledger.outputs(ALL, run))
        .extracting(record -> record.asset().toString())
        .containsExactly("model:tuned@" + made.id());
    models.finish(ALL, made.id(), Status.READY);
    assertThat(home.ledger.outputs(ALL, run)).hasSize(1);
  }

  @Test
  void aModelWhoseFilesDidNotComeIsNoAsset() {
    LoggedModel made = create("broken");
    assertThat(models.finish(ALL, made.id(), Status.FAILED).status()).isEqualTo(Status.FAILED);
    assertThat(home.ledger.outputs(ALL, run)).isEmpty();
  }

  @Test
  void aModelWithoutANameGetsOne() {
    assertThat(create("").draft().name()).matches("model-[0-9a-f]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a:b", "a.b", "a%b", "a\"b", "a'b", " ", "a\nb"})
  void aNameThatCannotStandInAnAddressIsRefused(String name) {
    assertRefused(ProblemCode.INVALID_REQUEST, () -> create(name));
  }

  @Test
  void parametersAreNotedOnce() {
    LoggedModelId id = create("tuned").id();
    models.logParameters(ALL, id, List.of(new Parameter("depth", "6"), new Parameter("eta", "1")));
    assertThatThrownBy(() ->
            models.logParameters(
                ALL, id, List.of(new Parameter("new", "1"), new Parameter("depth", "7"))))
        .isInstanceOf(Problem.class);
    assertThat(models.load(ALL, id).parameters())
        .containsExactly(new Parameter("depth", "6"), new Parameter("eta", "1"));
  }

  @Test
  void tagsChangeAndGo() {
    LoggedModelId id = create("tuned").id();
    models.setTags(ALL, id, List.of(new Tag("team", "b"), new Tag("x", "1")));
    models.changeTag(ALL, id, "x", value -> value + "2");
    models.changeTag(ALL, id, "y", value -> value + "!");
    models.deleteTag(ALL, id, "team");
    assertThat(models.load(ALL, id).tags()).containsExactly(new Tag("x", "12"), new Tag("y", "!"));
    assertRefused(ProblemCode.NOT_FOUND, () -> models.deleteTag(ALL, id, "team"));
  }

  @Test
  void ofManyChangesOfOneTagAtOnceNoneIsLost() throws Exception {
    LoggedModelId id = create("tuned").id();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(
          IntStream.range(0, 20)
              .<Callable<Boolean>>mapToObj(_ ->
                  () -> {
                    models.changeTag(ALL, id, "n", value -> value + "x");
                    return true;
                  })
              .toList());
    }
    assertThat(models.load(ALL, id).tags()).contains(new Tag("n", "x".repeat(20)));
  }

  @Test
  void aDeletedModelIsNoMoreButFound() {
    LoggedModelId id = create("old").id();
    models.delete(ALL, id);
    assertRefused(ProblemCode.NOT_FOUND, () -> models.load(ALL, id));
    assertThat(models.find(ALL, id)).isPresent();
    assertRefused(ProblemCode.NOT_FOUND, () -> models.setTags(ALL, id, List.of()));
    assertThat(home.events.latest(ALL, 9))
        .extracting(Event::type)
        .startsWith("model.log-deleted", "model.logged");
  }

  @Test
  void aDeletedExperimentTakesNoModels() {
    ExperimentId id =
        home.ledger.experiments().create(ALL, "gone", Optional.empty(), List.of()).id();
    home.ledger.experiments().delete(ALL, id);
    Draft draft = new Draft("m", "", Optional.empty());
    assertRefused(
        ProblemCode.INVALID_REQUEST, () -> models.create(ALL, id, draft, List.of(), List.of()));
  }

  @Test
  void whoReadsAndWritesAModelIsLineage() {
    LoggedModel made = create("tuned");
    models.finish(ALL, made.id(), Status.READY);
    RunId next = home.ledger.start(ALL, RunStart.of("mlflow", "judge")).id();
    home.ledger.runs().logInputs(ALL, next, List.of(), List.of(made.id()));
    models.addOutputs(ALL, run, List.of(new ModelUse(made.id(), 3)));
    assertThat(models.uses(ALL, next, Role.INPUT)).containsExactly(new ModelUse(made.id(), 0));
    assertThat(models.uses(ALL, run, Role.OUTPUT)).containsExactly(new ModelUse(made.id(), 3));
    assertThat(home.ledger.inputs(ALL, next))
        .extracting(record -> record.asset().kind())
        .containsExactly(Asset.Kind.MODEL);
    LoggedModelId unknown = new LoggedModelId("m-" + "0".repeat(32));
    assertRefused(
        ProblemCode.NOT_FOUND,
        () -> models.addOutputs(ALL, run, List.of(new ModelUse(unknown, 0))));
  }

  @Test
  void metricsOfARunAreThoseOfItsModelToo() {
    LoggedModelId id = create("tuned").id();
    Metric mae = new Metric("mae", 3.5, Instant.EPOCH, 1);
    ModelMetric ofModel = new ModelMetric(id, run, mae, "", "");
    home.ledger
        .runs()
        .log(ALL, run, new RunBatch(List.of(), List.of(mae), List.of(), List.of(ofModel)));
    assertThat(models.load(ALL, id).metrics()).containsExactly(ofModel);
  }
}
