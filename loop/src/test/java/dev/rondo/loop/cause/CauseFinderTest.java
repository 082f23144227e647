package dev.rondo.loop.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.delivery.Builds;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Asset.Kind;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CauseFinderTest {
  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private Events events;
  private Builds builds;
  private Ledger ledger;
  private CauseFinder finder;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    builds =
        new Builds(
            database,
            events,
            new BlobStore(folder.resolve("blobs")),
            ids,
            clock,
            new Repositories(folder.resolve("git"), events, database),
            List.of());
    finder =
        new CauseFinder(
            ledger,
            new Registry(database, events, ids, clock, (_, _, _) -> List.of()),
            new QualityResults(database, events, clock, ids),
            new Profiles(database),
            builds);
  }

  @AfterEach
  void close() {
    builds.close();
    events.close();
    database.close();
  }

  private RunId begin(String name, String jdk) {
    clock.advance(Duration.ofHours(1));
    Environment environment =
        new Environment(
            "here", jdk, name, OptionalLong.empty(), Optional.empty(), Optional.empty());
    return ledger.start(Callers.ALL, RunStart.of("task", name).withEnvironment(environment)).id();
  }

  private void parameter(RunId run, String key, String value) {
    ledger.logParameters(Callers.ALL, run, List.of(new Parameter(key, value)));
  }

  private static Asset snapshot(int version) {
    return new Asset(
        Kind.SNAPSHOT, "trips", Integer.toString(version), Digest.of("trips" + version));
  }

  /// A good run, and then one that failed on a snapshot whose check found something.
  private RunId failure() {
    RunId good = begin("train", "25.0.1");
    ledger.recordInput(Callers.ALL, good, snapshot(1), Map.of("rows", 1_000));
    parameter(good, "depth", "6");
    parameter(good, "until", "2020-01-01T00:00:00Z");
    ledger.finish(Callers.ALL, good, RunStatus.FINISHED);
    RunId ingest = begin("ingest", "25.0.1");
    ledger.recordOutput(Callers.ALL, ingest, snapshot(2), Map.of("rows", 1_500));
    ledger.recordOutput(
        Callers.ALL,
        ingest,
        new Asset(Kind.QUALITY_RESULT, "ingest/trips", "1", Digest.of("1")),
        Map.of("judge", "trips", "broken", List.of("fare-range")));
    ledger.finish(Callers.ALL, ingest, RunStatus.FINISHED);
    RunId bad = begin("train", "25.0.2");
    ledger.recordInput(Callers.ALL, bad, snapshot(2), Map.of());
    parameter(bad, "depth", "9");
    parameter(bad, "until", "2020-01-08T00:00:00Z");
    ledger.setTags(Callers.ALL, bad, List.of(Tag.error("It fell over.")));
    ledger.finish(Callers.ALL, bad, RunStatus.FAILED);
    return bad;
  }

  @Test
  void whatChangedUpstreamIsToldWithTheLikeliestFirst() {
    Causes causes = finder.find(Callers.ALL, failure().value());
    assertThat(causes.failure().sentence()).isEqualTo("The task 'train' failed: It fell over.");
    assertThat(causes.causes())
        .extracting(Cause::kind, Cause::name)
        .containsExactly(
            tuple("parameter", "depth"), tuple("snapshot", "trips"), tuple("environment", "jdk"));
    assertThat(causes.causes().get(1).sentence())
        .isEqualTo(
            "Data set 'trips' went from version 1 to 2 (1,000 rows, now 1,500: +50.0 %)."
                + " 'trips' found broken: fare-range.");
    assertThat(causes.causes().getFirst().sentence())
        .isEqualTo("The parameter 'depth' is 9; it was 6.");
    assertThat(causes.causes())
        .extracting(Cause::weight)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .allSatisfy(weight -> assertThat(weight).isBetween(0.0, 1.0));
  }

  @Test
  void aPipelineFailsByItsFirstTaskThatFailed() {
    RunId pipeline = ledger.start(Callers.ALL, RunStart.of("pipeline", "daily")).id();
    RunId task = ledger.start(Callers.ALL, RunStart.of("task", "fit").withParent(pipeline)).id();
    ledger.finish(Callers.ALL, task, RunStatus.FAILED);
    ledger.finish(Callers.ALL, pipeline, RunStatus.FAILED);
    Causes causes = finder.find(Callers.ALL, pipeline.value());
    assertThat(causes.failure().run().id()).isEqualTo(task);
    assertThat(causes.failure().good()).isEmpty();
    assertThat(causes.causes()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFoundAndWhatIsNoneOfTheKindsIsRefused() {
    assertThatThrownBy(() -> finder.find(Callers.ALL, "0".repeat(32)))
        .hasMessageContaining("no run and no check");
    assertThatThrownBy(() -> finder.find(Callers.ALL, "fares@3")).hasMessageContaining("fares");
    assertThatThrownBy(() -> finder.find(Callers.ALL, "fares@2020-01-01"))
        .hasMessageContaining("no window that begins on '2020-01-01'");
    for (String wrong : List.of("", "@", "fares", "@3", "fares@")) {
      assertThatThrownBy(() -> finder.find(Callers.ALL, wrong)).hasMessageContaining("neither");
    }
    assertThatThrownBy(() -> finder.find(Callers.NONE, "0".repeat(32)))
        .hasMessageContaining("may not");
  }
}
