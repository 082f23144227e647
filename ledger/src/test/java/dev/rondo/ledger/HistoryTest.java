package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Asset.Kind;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Caller ALL = Callers.ALL;

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

  private static Asset asset(Kind kind, String name, int version) {
    return new Asset(kind, name, Integer.toString(version), Digest.of(kind + name + version));
  }

  private Run run(RunStart start, RunStatus status, List<Asset> read, List<Asset> wrote) {
    home.clock.advance(Duration.ofSeconds(1));
    RunId id = ledger.start(ALL, start).id();
    read.forEach(asset -> ledger.recordInput(ALL, id, asset, Map.of()));
    wrote.forEach(asset -> ledger.recordOutput(ALL, id, asset, Map.of()));
    return ledger.finish(ALL, id, status);
  }

  private Run train(RunStatus status, Asset... read) {
    return run(RunStart.of("task", "train"), status, List.of(read), List.of());
  }

  @Test
  void theLastGoodRunIsOfTheSameNameWithinAParentOfTheSameName() {
    Run daily = run(RunStart.of("pipeline", "daily"), RunStatus.FINISHED, List.of(), List.of());
    Run weekly = run(RunStart.of("pipeline", "weekly"), RunStatus.FINISHED, List.of(), List.of());
    RunStart inDaily = RunStart.of("task", "train").withParent(daily.id());
    Run good = run(inDaily, RunStatus.FINISHED, List.of(), List.of());
    run(inDaily, RunStatus.FAILED, List.of(), List.of());
    run(
        RunStart.of("task", "train").withParent(weekly.id()),
        RunStatus.FINISHED,
        List.of(),
        List.of());
    run(
        RunStart.of("task", "other").withParent(daily.id()),
        RunStatus.FINISHED,
        List.of(),
        List.of());
    Run bad = run(inDaily, RunStatus.FAILED, List.of(), List.of());
    assertThat(ledger.history().lastGood(ALL, bad, _ -> true)).contains(good);
    assertThat(ledger.history().lastGood(ALL, bad, _ -> false)).isEmpty();
    assertThat(ledger.history().lastGood(ALL, good, _ -> true)).isEmpty();
    assertThatThrownBy(() -> ledger.history().lastGood(Callers.NONE, bad, _ -> true))
        .hasMessageContaining("may not");
  }

  @Test
  void theNearestVersionOfEachThingIsComparedAndWhatIsTheSameIsLeftOut() {
    Asset raw1 = asset(Kind.SNAPSHOT, "raw", 1);
    Asset raw2 = asset(Kind.SNAPSHOT, "raw", 2);
    Asset view = asset(Kind.FEATURE_VIEW, "pace", 1);
    Asset set1 = asset(Kind.TRAINING_SET, "set", 1);
    Asset set2 = asset(Kind.TRAINING_SET, "set", 2);
    run(RunStart.of("task", "join"), RunStatus.FINISHED, List.of(raw1, view), List.of(set1));
    Run good = train(RunStatus.FINISHED, set1);
    run(RunStart.of("task", "ingest"), RunStatus.FINISHED, List.of(raw1), List.of(raw2));
    run(RunStart.of("task", "join"), RunStatus.FINISHED, List.of(raw2, view), List.of(set2));
    Run bad = train(RunStatus.FAILED, set2);
    assertThat(ledger.history().changes(ALL, bad, good, 100))
        .extracting(
            change -> change.name().name(),
            change -> change.from().orElseThrow().asset(),
            change -> change.to().orElseThrow().asset(),
            UpstreamChange::distance)
        .containsExactly(tuple("set", set1, set2, 1), tuple("raw", raw1, raw2, 2));
    assertThat(ledger.history().changes(ALL, good, good, 100)).isEmpty();
  }

  @Test
  void whatARunNeverCameToReadCountsWithItsNewestVersionBeforeTheEnd() {
    Asset first = asset(Kind.SNAPSHOT, "raw", 1);
    Asset second = asset(Kind.SNAPSHOT, "raw", 2);
    Run good = train(RunStatus.FINISHED, first);
    run(RunStart.of("task", "ingest"), RunStatus.FINISHED, List.of(first), List.of(second));
    Run bad = train(RunStatus.FAILED);
    run(
        RunStart.of("task", "ingest"),
        RunStatus.FINISHED,
        List.of(second),
        List.of(asset(Kind.SNAPSHOT, "raw", 3)));
    assertThat(ledger.history().changes(ALL, bad, good, 100))
        .singleElement()
        .satisfies(change -> {
          assertThat(change.to().orElseThrow().asset()).isEqualTo(second);
          assertThat(change.isRead()).isFalse();
        });
  }
}
