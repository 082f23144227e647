package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final Caller ALL = Callers.ALL;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;
  private TestLedger home;
  private Ledger ledger;
  private Runs runs;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    ledger = home.ledger;
    runs = ledger.runs();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private RunId create(String name, Tag... tags) {
    RunDraft draft =
        new RunDraft(
            ExperimentId.DEFAULT,
            Optional.of(name),
            "mlflow",
            Optional.of("ada"),
            home.clock.instant(),
            List.of(tags));
    home.clock.advance(Duration.ofSeconds(1));
    return runs.create(ALL, draft).run().id();
  }

  private void metric(RunId run, String key, double value) {
    runs.log(
        ALL, run, new RunBatch(List.of(), List.of(new Metric(key, value, NOON, 0)), List.of()));
  }

  private RunSearch search(String filter, String... orders) {
    return new RunSearch(
        List.of(ExperimentId.DEFAULT),
        FilterText.parse(RunSearch.VOCABULARY, filter),
        FilterText.orders(RunSearch.VOCABULARY, List.of(orders)),
        View.ACTIVE,
        0,
        50_000);
  }

  private List<String> names(RunSearch search) {
    return all(search).stream().map(data -> data.run().name()).toList();
  }

  private List<RunData> all(RunSearch search) {
    List<RunData> found = new ArrayList<>();
    runs.search(ALL, search).forEach(found::add);
    return found;
  }

  @Test
  void whoEndsTheRunOfATaskDoesNotHinderTheTask() {
    RunId id = ledger.start(ALL, RunStart.of("task", "fit")).id();
    runs.update(
        ALL,
        id,
        new RunChange(Optional.of(RunStatus.FINISHED), Optional.empty(), Optional.empty()));
    runs.delete(ALL, id);
    ledger.logMetrics(ALL, id, List.of(new Metric("mae", 1, NOON, 0)));
    assertThat(ledger.finish(ALL, id, RunStatus.FAILED).status()).isEqualTo(RunStatus.FAILED);
    assertThat(ledger.metrics(ALL, id)).hasSize(1);
    assertThat(home.events.latest(ALL, 9).reversed())
        .extracting(Event::type)
        .containsExactly("run.started", "run.finished", "run.deleted", "run.finished");
  }

  @Test
  void aNestedRunOfOursIsAChildToClientsAndTheOtherWayRound() {
    RunId pipeline = ledger.start(ALL, RunStart.of("pipeline", "train")).id();
    ledger.start(ALL, RunStart.of("task", "fit").withParent(pipeline));
    RunId own = create("own", new Tag(Tag.PARENT, pipeline.value()));
    assertThat(names(search("tags.mlflow.parentRunId = '" + pipeline + "'")))
        .containsExactlyInAnyOrder("fit", "own");
    assertThat(ledger.list(ALL, RunQuery.newest(9).withParent(pipeline))).hasSize(2);
    assertThat(runs.load(ALL, own).tags()).isEmpty();
    runs.deleteTag(ALL, own, Tag.PARENT);
    assertThat(names(search("tags.mlflow.parentRunId IS NULL")))
        .containsExactlyInAnyOrder("train", "own");
  }

  @Test
  void aParentFromElsewhereIsATagLikeAnyOther() {
    RunId here = create("here");
    RunId run = create("own", new Tag(Tag.PARENT, "study/7"));
    create("other", new Tag(Tag.PARENT, here.value()));
    assertThat(names(search("tags.mlflow.parentRunId = 'study/7'"))).containsExactly("own");
    assertThat(names(search("tags.mlflow.parentRunId != '" + here + "'"))).containsExactly("own");
    assertThat(names(search("tags.mlflow.parentRunId LIKE '%'")))
        .containsExactlyInAnyOrder("own", "other");
    assertThat(names(search("tags.mlflow.parentRunId IS NULL"))).containsExactly("here");
    assertThat(runs.load(ALL, run).tags()).containsExactly(new Tag(Tag.PARENT, "study/7"));
    runs.log(
        ALL, run, new RunBatch(List.of(), List.of(), List.of(new Tag(Tag.PARENT, here.value()))));
    assertThat(runs.load(ALL, run).tags()).isEmpty();
    runs.log(ALL, run, new RunBatch(List.of(), List.of(), List.of(new Tag(Tag.PARENT, "study/8"))));
    assertThat(runs.load(ALL, run).run().parent()).isEmpty();
    runs.deleteTag(ALL, run, Tag.PARENT);
    assertThat(runs.load(ALL, run).tags()).isEmpty();
  }

  @Test
  void noRunIsNestedInItself() {
    RunId upper = create("upper");
    RunId lower = create("lower", new Tag(Tag.PARENT, upper.value()));
    for (RunId parent : List.of(upper, lower)) {
      RunBatch nested =
          new RunBatch(List.of(), List.of(), List.of(new Tag(Tag.PARENT, parent.value())));
      assertThatThrownBy(() -> runs.log(ALL, upper, nested)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void aBatchIsNotedWholeOrNotAtAll() {
    RunId run = create("a");
    RunBatch first =
        new RunBatch(
            List.of(new Parameter("p", "1")),
            List.of(new Metric("m", 1, NOON, 0)),
            List.of(new Tag("t", "x")));
    runs.log(ALL, run, first);
    runs.log(ALL, run, first);
    RunBatch refused =
        new RunBatch(
            List.of(new Parameter("q", "1"), new Parameter("p", "2")),
            List.of(new Metric("m", 2, NOON, 1)),
            List.of(new Tag("t", "y")));
    assertThatThrownBy(() -> runs.log(ALL, run, refused))
        .hasMessageContaining("Changing param values is not allowed.");
    RunData kept = runs.load(ALL, run);
    assertThat(kept.parameters()).isEqualTo(first.parameters());
    assertThat(kept.metrics()).isEqualTo(first.metrics());
    assertThat(kept.tags()).isEqualTo(first.tags());
    assertThat(runs.history(ALL, run, "m", Optional.empty(), 9).points()).hasSize(1);
  }

  @Test
  void whatHasNoValueComesLastAndNanAfterTheNumbersInEitherDirection() {
    double[] values = {2, Double.NaN, 1, Double.NEGATIVE_INFINITY, 3};
    for (int i = 0; i < values.length; i++) {
      metric(create("r" + i), "m", values[i]);
    }
    create("none");
    assertThat(names(search("", "metrics.m")))
        .containsExactly("r3", "r2", "r0", "r4", "r1", "none");
    assertThat(names(search("", "metrics.m DESC")))
        .containsExactly("r4", "r0", "r2", "r3", "r1", "none");
    assertThat(names(search("metrics.m > 1", "metrics.m DESC"))).containsExactly("r4", "r0");
    assertThat(names(search("metrics.m > 1", "attributes.run_name"))).containsExactly("r0", "r4");
    assertThat(names(search("", "attributes.end_time", "metrics.m DESC")))
        .containsExactly("r4", "r0", "r2", "r3", "r1", "none");
  }

  @Test
  void everySearchFindsWhatGoingOverAllRunsFinds() {
    Random random = new Random(7);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RunId id = create("r" + i);
      ids.add(id);
      runs.log(
          ALL,
          id,
          new RunBatch(
              List.of(new Parameter("p", "v" + random.nextInt(3))),
              i % 5 == 0 ? List.of() : List.of(new Metric("m", random.nextInt(6), NOON, 0)),
              List.of(new Tag("t", i % 2 == 0 ? "even" : "odd"))));
    }
    List<RunData> all = all(search(""));
    Comparator<RunData> byMetric =
        Comparator.comparing(RunsTest::metric, Comparator.nullsLast(Comparator.reverseOrder()));
    List<String> expected =
        all.stream()
            .filter(data -> data.parameters().getFirst().value().equals("v1"))
            .filter(data -> data.tags().getFirst().value().equals("odd"))
            .sorted(byMetric)
            .map(data -> data.run().name())
            .toList();
    String filter = "params.p = 'v1' AND tags.t LIKE 'o%'";
    assertThat(names(search(filter, "metrics.m DESC"))).isEqualTo(expected);
    assertThat(names(search("params.p LIKE '_1' AND tags.t != 'even'", "metrics.m DESC")))
        .isEqualTo(expected);
    assertThat(runs.count(ALL, search(filter))).isEqualTo(expected.size());
    List<String> paged = new ArrayList<>();
    for (int offset = 0; offset < 60; offset += 7) {
      RunSearch page = search("tags.t ILIKE '%D'", "metrics.m DESC", "params.p");
      paged.addAll(
          names(
              new RunSearch(
                  page.experiments(), page.conditions(), page.orders(), View.ALL, offset, 7)));
    }
    assertThat(paged).isEqualTo(names(search("tags.t = 'odd'", "metrics.m DESC", "params.p")));
    assertThat(names(search("run_id IN ('" + ids.get(3) + "', '" + ids.get(4) + "')")))
        .containsExactly("r4", "r3");
  }

  private static @org.jspecify.annotations.Nullable Double metric(RunData data) {
    return data.metrics().isEmpty() ? null : data.metrics().getFirst().value();
  }

  @Test
  void deletedRunsAreFoundOnlyWhenAskedFor() {
    RunId gone = create("gone");
    create("here");
    runs.delete(ALL, gone);
    runs.delete(ALL, gone);
    assertThat(names(search(""))).containsExactly("here");
    assertThat(ledger.list(ALL, RunQuery.newest(9))).hasSize(1);
    assertThat(runs.count(ALL, search(""))).isEqualTo(1);
    RunSearch search =
        new RunSearch(List.of(ExperimentId.DEFAULT), List.of(), List.of(), View.DELETED, 0, 9);
    assertThat(names(search)).containsExactly("gone");
    assertThatThrownBy(() -> metric(gone, "m", 1))
        .hasMessageContaining("must be in the 'active' state");
    runs.restore(ALL, gone);
    assertThat(names(search(""))).containsExactly("here", "gone");
  }

  @Test
  void datasetsOfClientsAreAssetsAndTablesOfOursAreDatasets() {
    RunId run = create("a");
    Dataset dataset = new Dataset("iris", "abc", "local", "{}", Optional.empty(), Optional.empty());
    DatasetInput input = new DatasetInput(dataset, Map.of(DatasetInput.CONTEXT, "train"));
    runs.logInputs(ALL, run, List.of(input), List.of());
    runs.logInputs(ALL, run, List.of(input), List.of());
    assertThat(runs.load(ALL, run).datasets()).containsExactly(input);
    assertThat(ledger.inputs(ALL, run))
        .extracting(record -> record.asset().toString())
        .containsExactly("dataset:iris@abc");
    RunId ours = ledger.start(ALL, RunStart.of("task", "ours")).id();
    Asset table = new Asset(Asset.Kind.SNAPSHOT, "trips", "1", Digest.of("x"));
    ledger.recordInput(ALL, ours, table, Map.of());
    assertThat(runs.load(ALL, ours).inputs()).containsExactly(table);
    assertThat(names(search("dataset.name = 'trips'"))).containsExactly("ours");
    assertThat(names(search("dataset.context = 'train' AND dataset.digest IN ('abc')")))
        .containsExactly("a");
    assertThat(runs.datasets(ALL, List.of(ExperimentId.DEFAULT)))
        .containsExactly(
            new DatasetSummary(ExperimentId.DEFAULT, "iris", "abc", Optional.of("train")));
  }

  private List<Long> steps(RunId run, int count) {
    MetricSample sample =
        new MetricSample(List.of(run), "m", Long.MIN_VALUE, Long.MAX_VALUE, count);
    return runs.sample(ALL, sample).stream().map(point -> point.metric().step()).toList();
  }

  private void points(RunId run, List<Metric> points) {
    runs.log(ALL, run, new RunBatch(List.of(), points, List.of()));
  }

  @Test
  void everyNthStepIsChosenOfFewWithTheEnds() {
    RunId run = create("a");
    points(run, IntStream.range(0, 20).mapToObj(i -> new Metric("m", i, NOON, 2 * i)).toList());
    assertThat(steps(run, 5)).containsExactly(0L, 8L, 16L, 24L, 32L, 38L);
    assertThat(steps(run, 100)).hasSize(20);
    assertThat(
            runs.sample(ALL, new MetricSample(List.of(run), "m", 5, 9, 9)).stream()
                .map(point -> point.metric().step()))
        .containsExactly(6L, 8L);
  }

  @Test
  void manyPointsAreChosenEvenlyWhereverTheyLie() {
    RunId spread = create("spread");
    RunId flat = create("flat");
    for (int batch = 0; batch < 25; batch++) {
      int from = batch * 1_000;
      points(
          spread,
          IntStream.range(from, from + 1_000)
              .mapToObj(i -> new Metric("m", i, NOON, 3L * i))
              .toList());
      points(
          flat,
          IntStream.range(from, from + 1_000)
              .mapToObj(i -> new Metric("m", i, NOON.plusMillis(i), 0))
              .toList());
    }
    List<Long> steps = steps(spread, 100);
    assertThat(steps).hasSizeBetween(100, 102).contains(0L, 3L * 24_999);
    assertThat(IntStream.range(1, steps.size()).mapToLong(i -> steps.get(i) - steps.get(i - 1)))
        .allMatch(gap -> gap <= 753);
    assertThat(steps(flat, 100)).hasSizeBetween(100, 102);
  }

  @Test
  void whatManyRunsHaveReadIsReadOnceAndMoreThanARunCanTellIsRefused() {
    String profile = "p".repeat(9 << 20);
    Dataset shared = dataset("shared", profile);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RunId id = ledger.start(ALL, RunStart.of("client", "r" + i)).id();
      read(id, shared);
      ids.add(id);
    }
    read(ids.get(1), dataset("own", profile));
    List<RunData> found = all(search("", "run_name"));
    assertThat(found).extracting(data -> data.run().id()).containsExactlyElementsOf(ids);
    assertThat(found).extracting(data -> data.datasets().size()).containsExactly(1, 2, 1, 1, 1);
    assertThat(new HashSet<>(found.subList(1, 5).stream().map(RunsTest::identity).toList()))
        .as("copies of the shared one in the second piece")
        .hasSize(1);
    assertThatThrownBy(
            () -> {
              read(ids.get(1), dataset("second", profile));
              read(ids.get(1), dataset("third", profile));
            })
        .hasMessageContaining("Store a large profile as an artifact.");
  }

  private static int identity(RunData data) {
    return data.datasets().stream()
        .map(DatasetInput::dataset)
        .filter(one -> one.name().equals("shared"))
        .mapToInt(System::identityHashCode)
        .sum();
  }

  private static Dataset dataset(String name, String profile) {
    return new Dataset(name, "1", "local", "{}", Optional.empty(), Optional.of(profile));
  }

  private void read(RunId id, Dataset dataset) {
    runs.logInputs(ALL, id, List.of(new DatasetInput(dataset, Map.of())), List.of());
  }
}
