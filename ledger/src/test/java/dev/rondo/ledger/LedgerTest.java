package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final Caller ALL = Callers.ALL;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

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

  private Run run(String name) {
    return ledger.start(ALL, RunStart.of("task", name));
  }

  private static Consumer<Throwable> code(ProblemCode code) {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
  }

  @Test
  void aRunStartsAndEndsAndSaysSo() {
    Environment environment = Environment.here("train").withSeed(7).withCommit("abc");
    Run started = ledger.start(ALL, RunStart.of("task", "train").withEnvironment(environment));
    home.clock.advance(Duration.ofSeconds(90));
    Run ended = ledger.finish(ALL, started.id(), RunStatus.FINISHED);
    assertThat(ended.duration()).contains(Duration.ofSeconds(90));
    assertThat(ended.environment()).isEqualTo(environment);
    assertThat(ledger.finish(ALL, started.id(), RunStatus.FINISHED)).isEqualTo(ended);
    assertThat(home.events.latest(ALL, 10).reversed())
        .extracting(Event::type)
        .containsExactly("run.started", "run.finished");
    assertThat(ledger.finish(ALL, started.id(), RunStatus.FAILED).status())
        .isEqualTo(RunStatus.FAILED);
    assertThatThrownBy(() -> ledger.finish(ALL, started.id(), RunStatus.RUNNING))
        .satisfies(code(ProblemCode.INVALID_REQUEST));
  }

  @Test
  void aProjectIsUsedOnceSomethingStandsInIt() {
    assertThat(ledger.experiments().isUsed(ALL)).isFalse();
    ledger.experiments().find(ALL, "Default");
    assertThat(ledger.experiments().isUsed(ALL)).isFalse();
    run("a");
    assertThat(ledger.experiments().isUsed(ALL)).isTrue();
  }

  @Test
  void whatNobodyGoesOnWithIsKilledAndSaysSo() {
    Run ended = run("a");
    ledger.finish(ALL, ended.id(), RunStatus.FINISHED);
    Run left = run("b");
    ledger.endAbandoned(ALL, "task");
    assertThat(ledger.find(ALL, left.id()).orElseThrow().status()).isEqualTo(RunStatus.KILLED);
    assertThat(home.events.latest(ALL, 1).getFirst())
        .matches(event -> event.type().equals("run.finished"))
        .matches(event -> event.subject().equals(left.id().value()))
        .matches(event -> event.data().path("status").asString().equals("KILLED"));
    assertThat(home.events.latest(ALL, 10)).hasSize(4);
  }

  @Test
  void startingTheSameIdAgainChangesNothing() {
    RunId id = new RunId("0".repeat(32));
    Run first = ledger.start(ALL, RunStart.of("task", "a").withId(id));
    home.clock.advance(Duration.ofSeconds(1));
    assertThat(ledger.start(ALL, RunStart.of("task", "b").withId(id))).isEqualTo(first);
    assertThat(home.events.latest(ALL, 10)).hasSize(1);
  }

  @Test
  void pagesListEveryRunOnceNewestFirst() {
    List<RunId> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add(run("r" + i).id());
      home.clock.advance(Duration.ofMillis(i % 3));
    }
    List<RunId> seen = new ArrayList<>();
    RunQuery query = RunQuery.newest(10);
    for (List<Run> page = ledger.list(ALL, query);
        !page.isEmpty();
        page = ledger.list(ALL, query.withAfter(page.getLast().id()))) {
      page.forEach(run -> seen.add(run.id()));
    }
    Collections.reverse(all);
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void aListIsNarrowedByEveryPart() {
    Run parent = ledger.start(ALL, RunStart.of("pipeline", "p").withExperiment("e"));
    Run child = ledger.start(ALL, RunStart.of("task", "c").withParent(parent.id()));
    run("other");
    ledger.finish(ALL, child.id(), RunStatus.FAILED);
    assertThat(ledger.list(ALL, RunQuery.newest(9).withExperiment("e"))).containsExactly(parent);
    assertThat(ledger.list(ALL, RunQuery.newest(9).withParent(parent.id())))
        .extracting(Run::id)
        .containsExactly(child.id());
    assertThat(ledger.list(ALL, RunQuery.newest(9).withStatus(RunStatus.FAILED).withKind("task")))
        .extracting(Run::id)
        .containsExactly(child.id());
    assertThat(
            ledger
                .experiments()
                .search(ALL, new ExperimentSearch(List.of(), List.of(), View.ALL, 0, 9))
                .items())
        .extracting(Experiment::name)
        .containsExactlyInAnyOrder("Default", "e");
  }

  @Test
  void aParameterNeverChanges() {
    RunId id = run("a").id();
    ledger.logParameters(ALL, id, List.of(new Parameter("depth", "6")));
    ledger.logParameters(ALL, id, List.of(new Parameter("depth", "6")));
    assertThatThrownBy(() ->
            ledger.logParameters(
                ALL, id, List.of(new Parameter("eta", "1"), new Parameter("depth", "7"))))
        .satisfies(code(ProblemCode.CONFLICT))
        .hasMessageContaining("key='depth' is '6' and cannot become '7'");
    assertThat(ledger.parameters(ALL, id)).containsExactly(new Parameter("depth", "6"));
  }

  @Test
  void theEndOfARunNotesWhatWasNotSaidYetOrNothing() {
    Asset read = new Asset(Asset.Kind.SNAPSHOT, "trips", "1", Digest.of("rows"));
    Run run = ledger.start(ALL, RunStart.of("task", "a"), RunNotes.NONE.withInput(read, Map.of()));
    assertThat(ledger.inputs(ALL, run.id())).extracting(AssetRecord::asset).containsExactly(read);
    ledger.logParameters(ALL, run.id(), List.of(new Parameter("depth", "6")));

    RunNotes other = RunNotes.NONE.withParameters(List.of(new Parameter("depth", "7")));
    assertThatThrownBy(() ->
            ledger.finish(
                ALL,
                run.id(),
                RunStatus.FINISHED,
                Optional.empty(),
                other.withMetrics(List.of(new Metric("loss", 0.5, NOON, 0))),
                List.of()))
        .satisfies(code(ProblemCode.CONFLICT));
    assertThat(ledger.find(ALL, run.id()).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(ledger.metrics(ALL, run.id())).isEmpty();

    List<Parameter> asked = List.of(new Parameter("depth", "8"), new Parameter("eta", "1"));
    ledger.finish(ALL, run.id(), RunStatus.FINISHED, Optional.empty(), RunNotes.NONE, asked);
    assertThat(ledger.parameters(ALL, run.id()))
        .containsExactly(new Parameter("depth", "6"), new Parameter("eta", "1"));
  }

  @Test
  void aTaskOnWhichNothingIsNotedIsNotSearchedForUntilSomethingIs() {
    Run pipeline = ledger.start(ALL, RunStart.of("pipeline", "p"));
    RunStart nested = RunStart.of("task", "t").withParent(pipeline.id());
    Asset read = new Asset(Asset.Kind.SNAPSHOT, "trips", "1", Digest.of("rows"));
    Run silent = ledger.start(ALL, nested);
    Run loud = ledger.start(ALL, nested);
    List<Parameter> asked = List.of(new Parameter("until", "noon"));
    RunNotes notes = RunNotes.NONE.withInput(read, Map.of());
    ledger.finish(ALL, silent.id(), RunStatus.FINISHED, Optional.empty(), notes, asked);
    ledger.finish(
        ALL,
        loud.id(),
        RunStatus.FINISHED,
        Optional.empty(),
        notes.withMetrics(List.of(new Metric("rows", 7, NOON, 0))),
        asked);

    assertThat(searched()).containsExactlyInAnyOrder(pipeline.id(), loud.id());
    assertThat(ledger.list(ALL, RunQuery.newest(9))).hasSize(3);
    assertThat(ledger.inputs(ALL, silent.id())).hasSize(1);
    assertThat(ledger.runs().load(ALL, silent.id()).parameters()).isEqualTo(asked);

    ledger
        .runs()
        .log(ALL, silent.id(), new RunBatch(List.of(), List.of(), List.of(new Tag("a", "b"))));
    assertThat(searched()).contains(silent.id());
  }

  private List<RunId> searched() {
    ExperimentId experiment = ledger.experiments().find(ALL, Experiment.DEFAULT).orElseThrow().id();
    List<RunId> ids = new ArrayList<>();
    RunSearch all = new RunSearch(List.of(experiment), List.of(), List.of(), View.ACTIVE, 0, 9);
    ledger.runs().search(ALL, all).forEach(run -> ids.add(run.run().id()));
    assertThat(ledger.runs().count(ALL, all)).isEqualTo(ids.size());
    return ids;
  }

  @Test
  void theLatestMetricIsTheOneOfTheGreatestStepWhateverTheOrder() {
    RunId id = run("a").id();
    ledger.logMetrics(
        ALL, id, List.of(new Metric("loss", 0.5, NOON, 9), new Metric("loss", 0.9, NOON, 1)));
    ledger.logMetrics(ALL, id, List.of(new Metric("loss", 0.7, NOON.plusMillis(5), 3)));
    assertThat(ledger.metrics(ALL, id)).containsExactly(new Metric("loss", 0.5, NOON, 9));
    assertThat(ledger.history(ALL, id, "loss"))
        .extracting(Metric::step)
        .containsExactly(1L, 3L, 9L);
    assertThat(ledger.historyAfter(ALL, id, new Metric("loss", 0.9, NOON, 1)))
        .extracting(Metric::step)
        .containsExactly(3L, 9L);
  }

  @Test
  void thePointThatIsThereAlreadyIsNotStoredTwice() {
    RunId id = run("a").id();
    List<Metric> points = List.of(new Metric("m", 1, NOON, 0), new Metric("m", 2, NOON, 0));
    ledger.logMetrics(ALL, id, points);
    ledger.logMetrics(ALL, id, points);
    assertThat(ledger.history(ALL, id, "m")).isEqualTo(points);
  }

  @Test
  void metricsThatAreNotNumbersAreKeptAsTheyAre() {
    RunId id = run("a").id();
    List<Metric> points =
        List.of(
            new Metric("m", Double.NEGATIVE_INFINITY, NOON, 0),
            new Metric("m", -0.0, NOON, 1),
            new Metric("m", Double.MIN_VALUE, NOON, 2),
            new Metric("m", Double.MAX_VALUE, NOON, 3),
            new Metric("m", Double.POSITIVE_INFINITY, NOON, 4),
            new Metric("m", Double.NaN, NOON, 5));
    ledger.logMetrics(ALL, id, points);
    assertThat(ledger.history(ALL, id, "m")).isEqualTo(points);
    assertThat(ledger.history(ALL, id, "m").stream().filter(Metric::isFinite)).hasSize(3);
    assertThat(ledger.metrics(ALL, id).getFirst().isFinite()).isFalse();
  }

  @Test
  void aTagIsTheLastThatWasSet() {
    RunId id = run("a").id();
    ledger.setTags(ALL, id, List.of(new Tag("note", "x"), new Tag("b", "")));
    ledger.setTags(ALL, id, List.of(new Tag("note", "y")));
    assertThat(ledger.tags(ALL, id)).containsExactly(new Tag("b", ""), new Tag("note", "y"));
  }

  @Test
  void anArtifactKeepsItsPath() {
    RunId id = run("a").id();
    Blob blob = new Blob(Digest.of("x"), 1);
    Artifact artifact = ledger.logArtifact(ALL, id, "plots/a b.png", blob);
    assertThat(ledger.artifacts(ALL, id)).containsExactly(artifact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "C:/x",
        "file:x",
        "a\u0000b",
        "%2e%2e/x",
        "a/ /b"
      })
  void aPathThatCouldLeaveItsRootIsRefused(String path) {
    RunId id = run("a").id();
    Blob blob = new Blob(Digest.of("x"), 1);
    assertThatThrownBy(() -> ledger.logArtifact(ALL, id, path, blob))
        .satisfies(code(ProblemCode.INVALID_REQUEST));
  }

  @Test
  void whatIsTooLongIsRefusedWithItsLimit() {
    assertThatThrownBy(() -> new Parameter("k".repeat(251), "v"))
        .satisfies(code(ProblemCode.INVALID_REQUEST));
    assertThatThrownBy(() -> new Parameter("k", "v".repeat(6_001)))
        .satisfies(code(ProblemCode.TOO_LARGE))
        .hasMessageContaining("6001");
    assertThatThrownBy(() -> new Tag("a\nb", "v")).satisfies(code(ProblemCode.INVALID_REQUEST));
    assertThatThrownBy(() -> RunStart.of(" ", "name")).satisfies(code(ProblemCode.INVALID_REQUEST));
    assertThatThrownBy(() -> new RunId("../x")).satisfies(code(ProblemCode.INVALID_REQUEST));
  }

  @Test
  void nobodySeesOrChangesTheRunsOfAnotherProject() {
    RunId id = run("a").id();
    Caller other = Caller.platform("test", new ProjectName("other"));
    assertThat(ledger.find(other, id)).isEmpty();
    assertThat(ledger.list(other, RunQuery.newest(10))).isEmpty();
    assertThatThrownBy(() -> ledger.setTags(other, id, List.of(new Tag("a", "b"))))
        .satisfies(code(ProblemCode.NOT_FOUND));
    assertThatThrownBy(() -> ledger.metrics(other, id)).satisfies(code(ProblemCode.NOT_FOUND));
  }

  @Test
  void rightsAreAskedFor() {
    RunId id = run("a").id();
    Caller reader = new Caller("r", ALL.project(), Set.of(Permission.READ));
    assertThat(ledger.find(reader, id)).isPresent();
    assertThatThrownBy(() -> ledger.find(Callers.NONE, id)).satisfies(code(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> ledger.finish(reader, id, RunStatus.FINISHED))
        .satisfies(code(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> ledger.start(reader, RunStart.of("task", "x")))
        .satisfies(code(ProblemCode.FORBIDDEN));
  }
}
