package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Asset.Kind;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.LoggedModel.Draft;
import dev.rondo.ledger.LoggedModel.Status;
import dev.rondo.ledger.Removals.Count;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalsTest {
  private static final Caller ALL = Callers.ALL;
  private static final Duration AGE = Duration.ofDays(30);

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

  private ExperimentId experiment(String name) {
    return ledger.experiments().create(ALL, name, Optional.empty(), List.of()).id();
  }

  private RunId run(String experiment, String file) {
    RunId id = ledger.start(ALL, RunStart.of("client", "a").withExperiment(experiment)).id();
    ledger.logArtifact(ALL, id, "file", new Blob(Digest.of(file), 1));
    return id;
  }

  private boolean owns(String content) {
    Digest digest = Digest.of(content);
    Set<Digest> owned = ledger.removals().blobs(digest.value().charAt(0));
    return owned.contains(digest);
  }

  private void deleted(String version) {
    home.database.write(tx -> {
      Optional<String> number = Optional.of(version);
      ledger.removeAssets(tx, ALL, Kind.MODEL_VERSION, "m", number, "It was deleted.");
      return true;
    });
  }

  @Test
  void whatCanStillBeRestoredStays() {
    ExperimentId id = experiment("old");
    RunId run = run("old", "kept");
    ledger.experiments().delete(ALL, id);
    home.clock.advance(AGE.minusHours(1));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    ledger.experiments().restore(ALL, id);
    home.clock.advance(AGE.multipliedBy(2));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    assertThat(owns("kept")).isTrue();
    assertThat(ledger.artifacts(ALL, run)).hasSize(1);
  }

  @Test
  void aRunThatMadeAVersionOfAModelKeepsItsFiles() {
    ExperimentId id = experiment("old");
    RunId run = run("old", "model.pkl");
    Asset version = new Asset(Kind.MODEL_VERSION, "m", "1", Digest.of("m@1"));
    ledger.recordOutput(ALL, run, version, Map.of());
    ledger.experiments().delete(ALL, id);
    home.clock.advance(AGE.plusDays(1));
    assertThat(ledger.removals().find(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    assertThat(owns("model.pkl")).isTrue();
    deleted("2");
    assertThat(ledger.removals().find(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    ledger.experiments().restore(ALL, id);
    assertThat(ledger.artifacts(ALL, run)).hasSize(1);
  }

  @Test
  void filesOfAVersionThatIsNoMoreMayGo() {
    ExperimentId id = experiment("old");
    RunId run = run("old", "model.pkl");
    Asset version = new Asset(Kind.MODEL_VERSION, "m", "1", Digest.of("m@1"));
    ledger.recordOutput(ALL, run, version, Map.of());
    deleted("1");
    assertThat(owns("model.pkl")).as("the run is there").isTrue();
    ledger.experiments().delete(ALL, id);
    home.clock.advance(AGE.plusDays(1));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(1, 1, 0));
    assertThat(owns("model.pkl")).isFalse();
    assertThat(ledger.asset(ALL, Kind.MODEL_VERSION, "m", "1").orElseThrow().removal())
        .contains("It was deleted.");
  }

  @Test
  void whatWasDeletedLongAgoGoesAndLineageSaysWhy() {
    ExperimentId id = experiment("old");
    RunId run = run("old", "gone");
    run("Default", "kept");
    ledger.logMetrics(
        ALL,
        run,
        IntStream.range(0, 20_000)
            .mapToObj(step -> new Metric("loss", step, Instant.EPOCH, step))
            .toList());
    Asset model = new Asset(Kind.MODEL, "m", "1", Digest.of("model"));
    ledger.recordOutput(ALL, run, model, Map.of());
    assertThat(owns("gone") && owns("model")).isTrue();
    ledger.experiments().delete(ALL, id);
    home.clock.advance(AGE.plusDays(1));
    assertThat(ledger.removals().find(ALL, AGE)).isEqualTo(new Count(1, 1, 0));
    assertThat(owns("gone")).isTrue();
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(1, 1, 0));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(0, 0, 0));
    assertThat(owns("gone") || owns("model")).isFalse();
    assertThat(owns("kept")).isTrue();
    assertThat(ledger.find(ALL, run)).isEmpty();
    assertThat(ledger.experiments().find(ALL, id)).isEmpty();
    assertThatThrownBy(() -> ledger.metrics(ALL, run)).hasMessageContaining(run.value());
    assertThat(ledger.lineage(ALL, model, Direction.UPSTREAM, 10).runs())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.id()).isEqualTo(run);
          assertThat(found.removal()).get().asString().contains("deleted more than 30 days");
        });
    assertThat(
            home.database.<Long>read(tx ->
                tx.find("SELECT count(*) AS n FROM run_metric_point", row -> row.number("n"))
                    .orElseThrow()))
        .isZero();
    assertThat(experiment("old").number()).isGreaterThan(id.number());
  }

  @Test
  void aDeletedLoggedModelStaysAsLongAsSomebodyNeedsItsFiles() {
    ledger.experiments().load(ALL, ExperimentId.DEFAULT);
    LoggedModelId id =
        ledger
            .models()
            .create(
                ALL,
                ExperimentId.DEFAULT,
                new Draft("m", "", Optional.empty()),
                List.of(),
                List.of())
            .id();
    ledger.models().delete(ALL, id);
    home.clock.advance(Duration.ofDays(2));
    ledger
        .files()
        .protect((_, _, _, root, _) ->
            Optional.of("somebody").filter(_ -> root.equals(ArtifactRoot.of(id))));
    assertThat(ledger.removals().find(ALL, Duration.ofDays(1)).models()).isZero();
    ledger.removals().remove(ALL, Duration.ofDays(1));
    assertThat(ledger.models().find(ALL, id)).isPresent();
    ledger.files().protect((_, _, _, _, _) -> Optional.empty());
    assertThat(ledger.removals().remove(ALL, Duration.ofDays(1)).models()).isEqualTo(1);
    assertThat(ledger.models().find(ALL, id)).isEmpty();
  }

  @Test
  void aDeletedLoggedModelGoesToo() {
    RunId run = run("Default", "x");
    LoggedModelId id =
        ledger
            .models()
            .create(
                ALL,
                ExperimentId.DEFAULT,
                new Draft("m", "", Optional.of(run)),
                List.of(new Parameter("a", "1")),
                List.of())
            .id();
    ledger.files().put(ALL, ArtifactRoot.of(id), "MLmodel", new Blob(Digest.of("weights"), 1));
    ledger.models().addOutputs(ALL, run, List.of(new ModelUse(id, 3)));
    ledger.models().finish(ALL, id, Status.READY);
    assertThat(ledger.outputs(ALL, run)).hasSize(1);
    ledger.models().delete(ALL, id);
    assertThat(owns("weights")).isTrue();
    home.clock.advance(AGE.plusDays(1));
    assertThat(ledger.removals().remove(ALL, AGE)).isEqualTo(new Count(0, 0, 1));
    assertThat(owns("weights")).isFalse();
    assertThat(ledger.models().find(ALL, id)).isEmpty();
    assertThat(ledger.outputs(ALL, run))
        .singleElement()
        .satisfies(asset -> assertThat(asset.removal()).isPresent());
  }

  @Test
  void tracesAndDatasetsGoWithTheirExperiment() {
    ExperimentId old = experiment("old");
    ExperimentId other = experiment("other");
    for (ExperimentId id : List.of(old, other)) {
      RunId run = run(id.equals(old) ? "old" : "other", "f" + id);
      Dataset dataset =
          new Dataset("d", "1", "local", "{}", Optional.empty(), Optional.of("profile"));
      ledger.runs().logInputs(ALL, run, List.of(new DatasetInput(dataset, Map.of())), List.of());
      TraceId trace = new TraceId("tr-" + id);
      ledger.traces().record(ALL, trace(trace, id));
      ArtifactRoot root = new ArtifactRoot(ArtifactRoot.Kind.TRACE, trace.value());
      ledger.files().put(ALL, root, "traces.json", new Blob(Digest.of("spans" + id), 1));
    }
    ledger.experiments().delete(ALL, old);
    assertThatThrownBy(() -> ledger.traces().record(ALL, trace(new TraceId("tr-late"), old)))
        .hasMessageContaining("must be in the 'active' state");
    home.clock.advance(AGE.plusDays(1));
    ledger.removals().remove(ALL, AGE);
    assertThat(ledger.traces().find(ALL, new TraceId("tr-" + old))).isEmpty();
    assertThat(ledger.traces().find(ALL, new TraceId("tr-" + other))).isPresent();
    assertThat(owns("spans" + old)).isFalse();
    assertThat(owns("spans" + other)).isTrue();
    for (String table : List.of("dataset", "run_dataset", "trace")) {
      assertThat(rows(table)).as(table).isEqualTo(1);
    }
  }

  private static Trace trace(TraceId id, ExperimentId experiment) {
    Course course = new Course(Instant.EPOCH, OptionalLong.empty(), TraceState.OK);
    return new Trace(id, experiment, course, Exchange.NONE, Map.of(), Map.of(), List.of());
  }

  private long rows(String table) {
    return home.database.read(
        tx -> tx.find("SELECT count(*) AS n FROM " + table, row -> row.number("n")).orElseThrow());
  }
}
