package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Asset.Kind;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
  private static final Caller ALL = Callers.ALL;
  private static final Asset FILE = asset(Kind.SOURCE_FILE, "trips.csv", "1");
  private static final Asset SNAPSHOT = asset(Kind.SNAPSHOT, "trips", "1");
  private static final Asset TRAINING_SET = asset(Kind.TRAINING_SET, "trips", "1");
  private static final Asset MODEL = asset(Kind.MODEL_VERSION, "duration", "1");

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

  private static Asset asset(Kind kind, String name, String version) {
    return new Asset(kind, name, version, Digest.of(kind + name + version));
  }

  private RunId run(String name, List<Asset> inputs, List<Asset> outputs) {
    RunId id = ledger.start(ALL, RunStart.of("task", name)).id();
    inputs.forEach(asset -> ledger.recordInput(ALL, id, asset, Map.of()));
    outputs.forEach(asset -> ledger.recordOutput(ALL, id, asset, Map.of("by", name)));
    return id;
  }

  private void pipeline() {
    run("ingest", List.of(FILE), List.of(SNAPSHOT));
    run("join", List.of(SNAPSHOT), List.of(TRAINING_SET));
    run("train", List.of(TRAINING_SET), List.of(MODEL));
    run("unrelated", List.of(asset(Kind.REPORT, "x", "1")), List.of());
  }

  @Test
  void whatWasMadeOfAThingIsToldByNameWhateverTheVersion() {
    pipeline();
    Asset next = asset(Kind.SNAPSHOT, "trips", "2");
    run("ingest", List.of(SNAPSHOT), List.of(next));
    run("report", List.of(next), List.of(asset(Kind.REPORT, "trips", "1")));
    AssetName trips = new AssetName(Kind.SNAPSHOT, "trips");
    assertThat(ledger.madeOf(ALL, trips))
        .containsExactly(
            new AssetName(Kind.MODEL_VERSION, "duration"),
            new AssetName(Kind.REPORT, "trips"),
            new AssetName(Kind.TRAINING_SET, "trips"));
    assertThat(ledger.madeOf(ALL, new AssetName(Kind.SNAPSHOT, "none"))).isEmpty();
    assertThat(ledger.madeOf(Caller.platform("test", new ProjectName("stranger")), trips))
        .isEmpty();
    assertThatThrownBy(() -> ledger.madeOf(Callers.NONE, trips)).hasMessageContaining("may not");
  }

  @Test
  void whatIsNotedOnARunIsANodeToo() {
    pipeline();
    RunId run = run("fit", List.of(SNAPSHOT), List.of(MODEL));
    ledger.logParameters(ALL, run, List.of(new Parameter("depth", "7")));
    ledger.logMetrics(ALL, run, List.of(new Metric("mae", 3.5, home.clock.instant(), 0)));
    ledger.logArtifact(ALL, run, "plots/a.csv", new Blob(FILE.digest(), 4));

    LineageGraph parameter = entry(Kind.PARAMETER, "depth", run, Direction.DOWNSTREAM);
    assertThat(kinds(parameter)).containsExactly(Kind.PARAMETER, Kind.MODEL_VERSION);
    assertThat(parameter.edges()).extracting(Edge::role).contains(Edge.Role.INPUT);
    assertThat(parameter.assets().getFirst().facts().path("value").asString()).isEqualTo("7");
    assertThat(kinds(entry(Kind.PARAMETER, "depth", run, Direction.UPSTREAM)))
        .containsExactly(Kind.PARAMETER);

    LineageGraph metric = entry(Kind.METRIC, "mae", run, Direction.UPSTREAM);
    assertThat(kinds(metric)).containsExactly(Kind.METRIC, Kind.SNAPSHOT, Kind.SOURCE_FILE);
    assertThat(metric.assets().getFirst().maker()).contains(run);
    assertThat(kinds(entry(Kind.METRIC, "mae", run, Direction.DOWNSTREAM)))
        .containsExactly(Kind.METRIC);

    assertThat(kinds(entry(Kind.ARTIFACT, "plots/a.csv", run, Direction.UPSTREAM)))
        .containsExactly(Kind.ARTIFACT, Kind.SNAPSHOT, Kind.SOURCE_FILE);
    assertThat(kinds(entry(Kind.ARTIFACT, "plots/a.csv", run, Direction.DOWNSTREAM)))
        .as("what has the same content, and what was made of that")
        .contains(Kind.ARTIFACT, Kind.SOURCE_FILE, Kind.SNAPSHOT, Kind.MODEL_VERSION);
    assertThatThrownBy(() -> entry(Kind.METRIC, "rmse", run, Direction.UPSTREAM))
        .hasMessage("Run %s has no metric 'rmse'.".formatted(run));
    assertThatThrownBy(() -> ledger.lineage(ALL, Kind.METRIC, "mae", "3", Direction.UPSTREAM, 10))
        .hasMessageContaining("'3' is no run's id");
  }

  @Test
  void whatHasTheContentOfAFileIsToldOfUpToTheLimitOfAll() {
    RunId maker = run("fit", List.of(), List.of());
    ledger.logArtifact(ALL, maker, "a.csv", new Blob(FILE.digest(), 4));
    for (int i = 0; i < 20; i++) {
      Asset alike = new Asset(Kind.SOURCE_FILE, "copy" + i, "1", FILE.digest());
      run("read", List.of(alike), List.of(asset(Kind.REPORT, "r" + i, "1")));
    }
    assertThat(alike(maker, 61)).satisfies(whole -> assertThat(nodes(whole)).isEqualTo(61));
    assertThat(alike(maker, 61).isComplete()).isTrue();
    for (int most = 1; most < 61; most++) {
      assertThat(nodes(alike(maker, most))).isEqualTo(most);
      assertThat(alike(maker, most).isComplete()).isFalse();
    }
    run("read", List.of(new Asset(Kind.SOURCE_FILE, "last", "1", FILE.digest())), List.of());
    assertThat(nodes(alike(maker, 100))).isEqualTo(61);
    assertThat(alike(maker, 100).isComplete()).as("one more has the content").isFalse();
  }

  private LineageGraph alike(RunId maker, int most) {
    return ledger.lineage(ALL, Kind.ARTIFACT, "a.csv", maker.value(), Direction.DOWNSTREAM, most);
  }

  private static int nodes(LineageGraph graph) {
    return graph.runs().size() + graph.assets().size();
  }

  private LineageGraph entry(Kind kind, String name, RunId run, Direction direction) {
    return ledger.lineage(ALL, kind, name, run.value(), direction, 100);
  }

  private static List<Kind> kinds(LineageGraph graph) {
    return graph.assets().stream().map(record -> record.asset().kind()).toList();
  }

  @Test
  void theMakersOfAThingAreKnownByWhatTheyWereGiven() {
    for (String source : List.of("yellow", "green", "yellow")) {
      RunId id = run("ingest", List.of(FILE), List.of());
      ledger.logParameters(ALL, id, List.of(new Parameter("source", source)));
      ledger.recordOutput(ALL, id, asset(Kind.SNAPSHOT, "trips", "7"), Map.of());
    }
    AssetName trips = new AssetName(Kind.SNAPSHOT, "trips");
    assertThat(ledger.parameterOfMakers(ALL, trips, "source")).containsExactly("green", "yellow");
    assertThat(ledger.parameterOfMakers(ALL, trips, "other")).isEmpty();
  }

  @Test
  void upstreamOfAModelIsAllThatItWasMadeFrom() {
    pipeline();
    LineageGraph graph = ledger.lineage(ALL, MODEL, Direction.UPSTREAM, 100);
    assertThat(graph.assets())
        .extracting(AssetRecord::asset)
        .containsExactly(MODEL, TRAINING_SET, SNAPSHOT, FILE);
    assertThat(graph.runs()).extracting(Run::name).containsExactly("train", "join", "ingest");
    assertThat(graph.edges()).hasSize(6);
    assertThat(graph.isComplete()).isTrue();
  }

  @Test
  void downstreamOfAFileIsAllThatCameOfIt() {
    pipeline();
    LineageGraph graph =
        ledger.lineage(ALL, Kind.SOURCE_FILE, "trips.csv", "1", Direction.DOWNSTREAM, 100);
    assertThat(graph.assets()).extracting(AssetRecord::asset).endsWith(MODEL).hasSize(4);
    assertThat(ledger.lineage(ALL, MODEL, Direction.DOWNSTREAM, 100).runs()).isEmpty();
  }

  @Test
  void aTraceEndsAtItsLimitAndSaysSo() {
    pipeline();
    LineageGraph graph = ledger.lineage(ALL, MODEL, Direction.UPSTREAM, 3);
    assertThat(graph.runs().size() + graph.assets().size()).isEqualTo(3);
    assertThat(graph.isComplete()).isFalse();
    assertThat(ledger.lineage(ALL, MODEL, Direction.UPSTREAM, 7).isComplete()).isTrue();
  }

  @Test
  void aCircleEnds() {
    run("a", List.of(SNAPSHOT), List.of(TRAINING_SET));
    RunId id = run("b", List.of(TRAINING_SET), List.of(SNAPSHOT));
    assertThat(ledger.lineage(ALL, id, Direction.UPSTREAM, 100).runs()).hasSize(2);
  }

  @Test
  void theFirstMakerAndItsFactsAreKept() {
    RunId outside = run("read", List.of(SNAPSHOT), List.of());
    assertThat(ledger.asset(ALL, Kind.SNAPSHOT, "trips", "1").orElseThrow().maker()).isEmpty();
    RunId first = run("write", List.of(), List.of(SNAPSHOT, MODEL));
    run("write-again", List.of(), List.of(SNAPSHOT, MODEL));
    AssetRecord model = ledger.asset(ALL, Kind.MODEL_VERSION, "duration", "1").orElseThrow();
    assertThat(model.maker()).contains(first);
    assertThat(model.facts().get("by").asString()).isEqualTo("write");
    assertThat(ledger.inputs(ALL, outside))
        .extracting(AssetRecord::asset)
        .containsExactly(SNAPSHOT);
    assertThat(ledger.outputs(ALL, first))
        .extracting(AssetRecord::asset)
        .containsExactly(MODEL, SNAPSHOT);
  }

  @Test
  void aVersionNeverChangesItsContent() {
    RunId id = run("write", List.of(), List.of(SNAPSHOT));
    Asset changed = new Asset(Kind.SNAPSHOT, "trips", "1", Digest.of("else"));
    assertThatThrownBy(() -> ledger.recordOutput(ALL, id, changed, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a version never changes");
  }

  @Test
  void assetsAreListedNewestFirst() {
    for (int i = 1; i <= 3; i++) {
      run(
          "r",
          List.of(),
          List.of(asset(Kind.SNAPSHOT, "a", "" + i), asset(Kind.SNAPSHOT, "b", "" + i)));
    }
    assertThat(ledger.assets(ALL, Kind.SNAPSHOT, "a", 2))
        .extracting(one -> one.asset().version())
        .containsExactly("3", "2");
    assertThat(ledger.assets(ALL, Kind.SNAPSHOT, 10)).hasSize(6);
    assertThat(ledger.assets(ALL, Kind.MODEL, 10)).isEmpty();
  }

  @Test
  void whatWasMadeOfAThingFollowsItsNewName() {
    pipeline();
    run("explain", List.of(MODEL), List.of(asset(Kind.REPORT, "why", "1")));
    home.database.write(tx -> {
      ledger.renameAssets(tx, ALL, Kind.MODEL_VERSION, "duration", "eta");
      return true;
    });
    assertThat(ledger.madeOf(ALL, new AssetName(Kind.TRAINING_SET, "trips")))
        .containsExactly(
            new AssetName(Kind.MODEL_VERSION, "eta"), new AssetName(Kind.REPORT, "why"));
    assertThat(ledger.madeOf(ALL, new AssetName(Kind.MODEL_VERSION, "eta")))
        .containsExactly(new AssetName(Kind.REPORT, "why"));
    assertThat(ledger.madeOf(ALL, new AssetName(Kind.MODEL_VERSION, "duration"))).isEmpty();
  }
}
