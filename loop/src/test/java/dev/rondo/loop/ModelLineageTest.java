package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.loop.VersionFacts.Part;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.scan.ModelFile;
import dev.rondo.registry.scan.Scan;
import dev.rondo.registry.scan.Scanner;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelLineageTest {
  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private Events events;
  private Ledger ledger;
  private Registry registry;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    registry = new Registry(database, events, ids, clock, (_, _, _) -> List.of());
    registry.follow(new ModelLineage(ledger, clock));
    registry.catalog().create(Callers.ALL, "taxi", "", Map.of());
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private RunId run(String name) {
    return ledger.start(Callers.ALL, RunStart.of("user", name)).id();
  }

  private void register(RunId run) {
    register(Callers.ALL, run);
  }

  private void register(Caller caller, RunId run) {
    registry.catalog().register(caller, version(run));
  }

  private static NewVersion version(RunId run) {
    String place = "s3://bucket/" + run;
    return new NewVersion(
        "taxi",
        new ModelSource(place, place, Optional.of(run.value()), "", Optional.empty()),
        "",
        Map.of(),
        Optional.empty());
  }

  private List<String> outputs(RunId run) {
    return ledger.outputs(Callers.ALL, run).stream()
        .map(AssetRecord::asset)
        .map(Asset::toString)
        .toList();
  }

  @Test
  void theRunThatAClientNamesHasMadeTheVersionUnderEveryNameOfTheModel() {
    RunId run = run("a");
    register(run);
    register(new RunId("f".repeat(32)));
    assertThat(outputs(run)).containsExactly("model-version:taxi@1");
    registry.catalog().rename(Callers.ALL, "taxi", "cab");
    assertThat(outputs(run)).containsExactly("model-version:cab@1");
    registry.catalog().delete(Callers.ALL, "cab");
    registry.catalog().create(Callers.ALL, "taxi", "", Map.of());
    RunId next = run("b");
    register(next);
    assertThat(outputs(run)).singleElement().asString().contains("cab (deleted ");
    assertThat(outputs(next)).containsExactly("model-version:taxi@1");
  }

  @Test
  void whatIsRefusedLeavesNoLineage() {
    RunId run = run("a");
    register(run);
    registry.catalog().create(Callers.ALL, "cab", "", Map.of());
    assertThatThrownBy(() -> registry.catalog().rename(Callers.ALL, "taxi", "cab"))
        .hasMessageContaining("already exists");
    assertThat(outputs(run)).containsExactly("model-version:taxi@1");
  }

  /// @param level on the experiment of a run
  private Caller eve(RunId run, Level level) {
    long experiment = ledger.find(Callers.ALL, run).orElseThrow().experimentId().number();
    return new Caller(
        "eve",
        Callers.ALL.project(),
        Set.of(Permission.READ, Permission.WRITE_RUNS, Permission.REGISTER_MODELS),
        Grants.of(Map.of(Thing.experiment(experiment), level)));
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_PERMISSIONS", "READ", "EDIT"})
  void aRunThatWhoRegistersMayNotWriteToIsToldOfNoVersion(Level level) {
    RunId run = run("a");
    register(eve(run, level), run);
    assertThat(registry.load(Callers.ALL, "taxi", 1).run()).hasValue(run.value());
    assertThat(outputs(run)).hasSize(level == Level.EDIT ? 1 : 0);
    assertThat(registry.versionsOfRun(Callers.ALL, run.value()))
        .hasSize(level == Level.EDIT ? 1 : 0);
  }

  @Test
  void whatIsAdmittedLaterIsJudgedByTheRightsOfWhoRegisteredIt() {
    RunId run = run("a");
    for (Level level : List.of(Level.READ, Level.EDIT)) {
      registry.admissions().begin(eve(run, level), version(run));
    }
    for (int version : List.of(1, 2)) {
      ModelFile file = new ModelFile("w", 0, Digest.of(""), InputStream::nullInputStream);
      Scan scan = Scanner.scan(List.of(file));
      registry
          .admissions()
          .admit(Caller.platform("scan", Callers.ALL.project()), "taxi", version, scan);
    }
    assertThat(outputs(run)).containsExactly("model-version:taxi@2");
    assertThat(registry.versionsOfRun(Callers.ALL, run.value()))
        .extracting(ModelVersion::version)
        .containsExactly(2);
  }

  @Test
  void whoMayOnlyReadRunsSaysOfNoneWhatItMade() {
    RunId run = run("a");
    Caller caller =
        new Caller(
            "eve", Callers.ALL.project(), Set.of(Permission.READ, Permission.REGISTER_MODELS));
    register(caller, run);
    assertThat(outputs(run)).isEmpty();
  }

  @Test
  void whoDeletesNeedNotBeAllowedToWriteRuns() {
    RunId run = run("a");
    register(run);
    Caller caller =
        new Caller(
            "eve",
            Callers.ALL.project(),
            Set.of(Permission.READ, Permission.REGISTER_MODELS, Permission.MANAGE));
    registry.catalog().delete(caller, "taxi", 1);
    assertThat(ledger.outputs(Callers.ALL, run))
        .singleElement()
        .satisfies(made -> assertThat(made.removal()).isPresent());
  }

  @Test
  void lineageSaysWhichVersionIsNoMore() {
    RunId first = run("first");
    RunId second = run("second");
    register(first);
    register(second);
    registry.catalog().delete(Callers.ALL, "taxi", 1);
    assertThat(ledger.outputs(Callers.ALL, first))
        .singleElement()
        .satisfies(made ->
            assertThat(made.removal())
                .hasValueSatisfying(
                    why -> assertThat(why).startsWith("Version 1 of 'taxi' was deleted")));
    assertThat(ledger.outputs(Callers.ALL, second))
        .singleElement()
        .satisfies(made -> assertThat(made.removal()).isEmpty());
    registry.catalog().delete(Callers.ALL, "taxi");
    assertThat(ledger.outputs(Callers.ALL, second))
        .singleElement()
        .satisfies(made -> assertThat(made.removal()).isPresent());
  }

  @Test
  void whatChangedBetweenTwoVersionsIsToldPartByPart() {
    RunId first = run("first");
    RunId second = run("second");
    Asset data = new Asset(Asset.Kind.SNAPSHOT, "trips", "7", Digest.of("a"));
    ledger.recordInput(Callers.ALL, first, data, Map.of());
    ledger.recordInput(
        Callers.ALL,
        second,
        new Asset(Asset.Kind.SNAPSHOT, "trips", "8", Digest.of("b")),
        Map.of());
    for (RunId run : List.of(first, second)) {
      ledger.logParameters(Callers.ALL, run, List.of(new Parameter("depth", "6")));
      double error = run.equals(first) ? 3.5 : 3.25;
      ledger.logMetrics(Callers.ALL, run, List.of(new Metric("mae", error, clock.instant(), 0)));
    }
    ledger.logParameters(Callers.ALL, second, List.of(new Parameter("rate", "0.1")));
    register(first);
    register(second);
    List<VersionDifference> differences =
        new VersionComparison(ledger, registry).compare(Callers.ALL, "taxi", 1, 2);
    assertThat(differences)
        .filteredOn(one -> one.part() != Part.MODEL)
        .containsExactly(
            new VersionDifference(
                Part.DATA,
                "snapshot trips",
                Optional.of("7 (" + Digest.of("a").brief() + ")"),
                Optional.of("8 (" + Digest.of("b").brief() + ")")),
            new VersionDifference(Part.PARAMETERS, "rate", Optional.empty(), Optional.of("0.1")),
            new VersionDifference(Part.METRICS, "mae", Optional.of("3.5"), Optional.of("3.25")));
    assertThat(new VersionComparison(ledger, registry).compare(Callers.ALL, "taxi", 1, 1))
        .isEmpty();
  }

  @Test
  void whatOnlyOneHasDiffersToo() {
    VersionFacts one =
        new VersionFacts(1, Map.of(Part.CODE, new TreeMap<>(Map.of("commit", "a", "same", "x"))));
    VersionFacts two = new VersionFacts(2, Map.of(Part.CODE, new TreeMap<>(Map.of("same", "x"))));
    assertThat(VersionDifference.between(one, two))
        .containsExactly(
            new VersionDifference(Part.CODE, "commit", Optional.of("a"), Optional.empty()));
    assertThat(Set.copyOf(VersionDifference.between(one, one))).isEmpty();
  }
}
