package dev.rondo.loop.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Asset.Kind;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Edge;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final Asset FILE = asset(Kind.SOURCE_FILE, "a.csv");
  private static final Asset RAW = asset(Kind.SNAPSHOT, "raw");
  private static final Asset SET = asset(Kind.TRAINING_SET, "set");
  private static final Asset MODEL = asset(Kind.MODEL_VERSION, "fares");
  private static final List<Asset> CHAIN = List.of(FILE, RAW, SET, MODEL);

  private static Asset asset(Kind kind, String name) {
    return new Asset(kind, name, "1", Digest.of(name));
  }

  private static AssetRecord record(Asset asset) {
    return new AssetRecord(
        asset, Json.object(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Run run(int number, Optional<String> removal) {
    return new Run(
        new RunId("%032x".formatted(number)),
        "Default",
        new ExperimentId(0),
        Optional.empty(),
        "step",
        "task",
        RunStatus.FINISHED,
        "ana",
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        removal,
        Environment.UNKNOWN,
        Optional.empty());
  }

  /// Each was made of the one before it.
  private static LineageGraph chain(int removedRun) {
    List<Run> runs = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 1; i < CHAIN.size(); i++) {
      Run run = run(i, i == removedRun ? Optional.of("It was deleted.") : Optional.empty());
      runs.add(run);
      edges.add(new Edge(run.id(), CHAIN.get(i - 1), Edge.Role.INPUT));
      edges.add(new Edge(run.id(), CHAIN.get(i), Edge.Role.OUTPUT));
    }
    return new LineageGraph(runs, CHAIN.stream().map(StandingsTest::record).toList(), edges, true);
  }

  private static Map<Asset, Standing> standings(LineageGraph graph, Asset... gone) {
    Set<Asset> all = Set.of(gone);
    return Standings.of(
        graph,
        record ->
            all.contains(record.asset())
                ? new Standing(
                    Optional.of(Instant.EPOCH), Optional.of("It was erased."), Optional.empty())
                : Standing.SOUND);
  }

  @Test
  void whereAllIsThereNothingIsSaid() {
    assertThat(standings(chain(0))).isEmpty();
  }

  @Test
  void whatIsGoneAndCanBeMadeAgainHarmsNothing() {
    Map<Asset, Standing> standings = standings(chain(0), RAW);
    assertThat(standings).containsOnlyKeys(RAW);
    assertThat(standings.get(RAW).lost()).isEmpty();
    assertThat(standings.get(RAW).gone()).contains("It was erased.");
  }

  @Test
  void whatNeedsSomethingGoneThatCannotBeMadeAgainSaysWhy() {
    Map<Asset, Standing> standings = standings(chain(0), FILE, RAW);
    assertThat(standings).containsOnlyKeys(FILE, RAW, SET);
    assertThat(standings.get(SET).gone()).isEmpty();
    assertThat(standings.get(SET).lost())
        .contains(
            "It cannot be made again, because it was made of 'snapshot:raw@1', which is gone:"
                + " It was erased.");
    assertThat(standings.get(RAW).lost()).get().asString().contains("source-file:a.csv@1");
    assertThat(standings.get(FILE).lost()).get().asString().contains("from outside");
    assertThat(standings(chain(0), FILE, RAW, SET)).containsOnlyKeys(FILE, RAW, SET, MODEL);
  }

  @Test
  void whatARemovedRunMadeCannotBeMadeAgain() {
    Map<Asset, Standing> standings = standings(chain(3));
    assertThat(standings).containsOnlyKeys(MODEL);
    assertThat(standings.get(MODEL).lost())
        .get()
        .asString()
        .contains("was removed: It was deleted.");
  }

  @Test
  void whatWasMadeOfItselfIsNotMadeAgain() {
    Run run = run(1, Optional.empty());
    LineageGraph circle =
        new LineageGraph(
            List.of(run),
            List.of(record(RAW)),
            List.of(
                new Edge(run.id(), RAW, Edge.Role.INPUT),
                new Edge(run.id(), RAW, Edge.Role.OUTPUT)),
            true);
    assertThat(standings(circle, RAW).get(RAW).lost()).isPresent();
  }
}
