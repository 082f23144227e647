package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
  private static final Caller ALL = Callers.ALL;
  private static final RunId RUN = new RunId("a".repeat(32));
  private static final RunId READER = new RunId("b".repeat(32));
  private static final LoggedModelId MODEL = new LoggedModelId("m-" + "c".repeat(32));
  private static final Instant THEN = Instant.ofEpochMilli(1_000);

  @TempDir Path folder;
  private TestLedger home;
  private Ledger ledger;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    ledger = home.ledger;
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Experiment experiment() {
    return ledger
        .imports()
        .experiment(
            ALL,
            new ImportedExperiment(
                "7", "taxi", "s3://old/7", THEN, THEN, Optional.empty(), List.of()));
  }

  private static ImportedRun run(
      Experiment in, RunId id, Instant started, List<ModelUse> read, List<ModelUse> wrote) {
    return new ImportedRun(
        in.id(),
        RunStart.of("mlflow", "a").withId(id).withUser("ada").withStarted(started),
        new ImportedRun.State(RunStatus.FINISHED, Optional.of(started), Optional.of(started)),
        List.of(new Parameter("p", "1")),
        List.of(new Tag("t", "2")),
        List.of(),
        read,
        wrote);
  }

  private static LoggedModel model(Experiment in, Instant created) {
    return new LoggedModel(
        MODEL,
        in.id(),
        Optional.empty(),
        new LoggedModel.Draft("fares", "", Optional.of(RUN)),
        LoggedModel.Status.READY,
        new LoggedModel.Times(created, created, Optional.empty()),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void anExperimentThatComesAgainIsTheSameAndTellsItsOrigin() {
    Experiment first = experiment();
    assertThat(experiment()).isEqualTo(first);
    assertThat(first.created()).isEqualTo(THEN);
    assertThat(first.tags())
        .contains(new Tag(Tag.ORIGIN, "7"), new Tag(Tag.ORIGIN_LOCATION, "s3://old/7"));
  }

  @Test
  void pointsThatComeAgainAreNotDoubled() {
    ImportedRun run = run(experiment(), RUN, THEN, List.of(), List.of());
    ledger.imports().run(ALL, run);
    List<Metric> points =
        List.of(new Metric("loss", 0.5, THEN, 0), new Metric("loss", Double.NaN, THEN, 1));
    ledger.imports().points(ALL, RUN, points);
    ledger.imports().points(ALL, RUN, points);
    assertThat(ledger.imports().run(ALL, run))
        .containsEntry("points", 2L)
        .containsEntry("tags", 1L);
    assertThat(ledger.find(ALL, RUN).orElseThrow().deleted()).contains(THEN);
  }

  @Test
  void anotherThingWithTheSameIdIsRefused() {
    Experiment in = experiment();
    ledger.imports().run(ALL, run(in, RUN, THEN, List.of(), List.of()));
    ledger.imports().model(ALL, model(in, THEN));
    Instant other = THEN.plusMillis(1);
    assertThatThrownBy(() -> ledger.imports().run(ALL, run(in, RUN, other, List.of(), List.of())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("it is another run");
    assertThatThrownBy(() -> ledger.imports().model(ALL, model(in, other)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("it is another one");
  }

  @Test
  void lineageTellsWhichRunsWroteAndReadAModel() {
    Experiment in = experiment();
    ModelUse use = new ModelUse(MODEL, 0);
    ledger.imports().model(ALL, model(in, THEN));
    ledger.imports().run(ALL, run(in, RUN, THEN, List.of(), List.of(use)));
    ledger.imports().run(ALL, run(in, READER, THEN, List.of(use), List.of()));
    ledger.imports().file(ALL, ArtifactRoot.of(MODEL), "MLmodel", new Blob(Digest.of("x"), 1));
    ledger.imports().link(ALL, MODEL);
    ledger.imports().link(ALL, MODEL);
    Asset.Kind kind = Asset.Kind.MODEL;
    assertThat(ledger.lineage(ALL, kind, "fares", MODEL.value(), Direction.UPSTREAM, 9).runs())
        .extracting(Run::id)
        .containsExactly(RUN);
    assertThat(ledger.lineage(ALL, kind, "fares", MODEL.value(), Direction.DOWNSTREAM, 9).runs())
        .extracting(Run::id)
        .containsExactly(READER);
  }

  @Test
  void onlyAnAdministratorMayWriteInOthersNames() {
    Caller writer =
        new Caller("ada", ALL.project(), Set.of(Permission.READ, Permission.WRITE_RUNS));
    Experiment in = experiment();
    ImportedRun run = run(in, RUN, THEN, List.of(), List.of());
    assertThatThrownBy(() -> ledger.imports().run(writer, run)).isInstanceOf(Problem.class);
  }
}
