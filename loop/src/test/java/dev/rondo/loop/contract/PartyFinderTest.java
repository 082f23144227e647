package dev.rondo.loop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.change.Bump;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.Party;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Signature;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.DeploymentState;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

class PartyFinderTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "taxi-duration");
  private static final Caller ALL = Callers.ALL;

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Ledger ledger;
  private Registry registry;
  private PartyFinder finder;
  private final List<EndpointStatus> served = new ArrayList<>();
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void open() throws IOException {
    TestClock clock = new TestClock();
    IdSource ids = new IdSource(clock, new Random(1));
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    ledger = new Ledger(database, events, ids, clock);
    registry = new Registry(database, events, ids, clock, (_, _, _) -> List.of());
    finder = new PartyFinder(ledger, registry, _ -> List.copyOf(served));
    try (var all = Files.walk(EXAMPLE)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(EXAMPLE.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private Project project() {
    return ProjectParser.parse(files, BuiltInSteps.names());
  }

  private Parties parties(String place) {
    return finder.find(ALL, project(), Set.of(place));
  }

  private static Asset asset(Asset.Kind kind, String name, String version) {
    return new Asset(kind, name, version, Digest.of(kind + name + version));
  }

  private void run(List<Asset> inputs, List<Asset> outputs, String source) {
    RunId id = ledger.start(ALL, RunStart.of("task", "x")).id();
    ledger.logParameters(ALL, id, List.of(new Parameter("source", source)));
    inputs.forEach(asset -> ledger.recordInput(ALL, id, asset, Map.of()));
    outputs.forEach(asset -> ledger.recordOutput(ALL, id, asset, Map.of()));
  }

  private void register(String model, int run) {
    ModelContent content =
        new ModelContent(
            Digest.of(model), 1, "onnx", Signature.floats(List.of("x"), "y"), Map.of());
    registry.register(ALL, new Registration(model, "%032x".formatted(run), content, ""));
  }

  private void modelAtWork(String model) {
    register(model, 1);
    registry.promote(ALL, model, 1, "It is good.");
  }

  private void serve(String endpoint, String model, int version) {
    Deployment active =
        new Deployment(
            "1".repeat(32),
            endpoint,
            new ModelRef(model, version),
            Digest.of(model),
            List.of("x"),
            DeploymentState.ACTIVE,
            "",
            Instant.EPOCH,
            Optional.of(Instant.EPOCH));
    served.add(new EndpointStatus(endpoint, model, Optional.of(active), Optional.empty()));
  }

  @Test
  void theFilesTellWhoReadsBeforeAnythingRan() {
    Parties parties = parties("data-set:trips");
    assertThat(parties.producers())
        .extracting(Participant::toString)
        .containsExactly("source:trips (Jonas Berg, data engineer)");
    assertThat(parties.consumers())
        .extracting(Participant::name)
        .containsExactly(
            "endpoint:trip-duration",
            "feature-service:trip_duration",
            "feature-view:city_pace",
            "feature-view:hour_pace",
            "feature-view:route_history",
            "feature-view:zone_activity",
            "model:trip-duration");
    assertThat(parties.consumers()).allMatch(one -> one.knownBy().equals("the files"));
    assertThat(parties("data-set:weather")).isEqualTo(new Parties(List.of(), List.of()));
  }

  @Test
  void whereTheContractsStandIsToldByTheFiles() {
    assertThat(ContractPlace.of(project(), "contracts/trips.yaml"))
        .containsExactly("data-set:trips");
    assertThat(ContractPlace.of(project(), "contracts/request.yaml"))
        .containsExactly("requests:trip-duration");
    assertThat(ContractPlace.of(project(), "contracts/answer.yaml"))
        .containsExactly("answers:trip-duration");
    for (String place : List.of("data-set:a", "examples:a", "requests:a", "answers:a")) {
      assertThat(ContractPlace.parse(place).text()).isEqualTo(place);
    }
    assertThat(ContractPlace.parse("requests:a:b")).isEqualTo(new ContractPlace.Requests("a:b"));
    assertThat(ContractPlace.parse("requests:a:b").text()).isEqualTo("requests:a:b");
  }

  @Test
  void callersBringRequestsAndTheModelReadsThem() {
    Parties parties = parties("requests:trip-duration");
    assertThat(parties.producers())
        .extracting(Participant::toString)
        .containsExactly("callers:trip-duration (Priya Nair, software engineer)");
    assertThat(parties.consumers())
        .extracting(Participant::name)
        .containsExactly(
            "endpoint:trip-duration", "feature-service:trip_duration", "model:trip-duration");
    assertThat(parties("requests:none")).isEqualTo(new Parties(List.of(), List.of()));
  }

  @Test
  void modelsLearnFromExamplesAndCallersReadAnswers() {
    Parties examples = parties("examples:trip_duration");
    assertThat(examples.producers())
        .extracting(Participant::name)
        .containsExactly("feature-service:trip_duration");
    assertThat(examples.consumers())
        .extracting(Participant::name)
        .containsExactly("endpoint:trip-duration", "model:trip-duration");
    Parties answers = parties("answers:trip-duration");
    assertThat(answers.producers())
        .extracting(Participant::name)
        .containsExactly("endpoint:trip-duration", "model:trip-duration");
    assertThat(answers.consumers())
        .extracting(Participant::toString)
        .containsExactly("callers:trip-duration (Priya Nair, software engineer)");
  }

  @Test
  void theLedgerAddsWhatRunsHaveReadAndForgetsWhatIsGone() {
    Asset snapshot = asset(Asset.Kind.SNAPSHOT, "trips", "7");
    Asset view = asset(Asset.Kind.SNAPSHOT, "feature_city_pace", "3");
    run(List.of(), List.of(snapshot), "trips");
    run(List.of(), List.of(asset(Asset.Kind.SNAPSHOT, "trips", "8")), "removed");
    run(List.of(snapshot), List.of(view), "");
    run(List.of(view), List.of(asset(Asset.Kind.TRAINING_SET, "removed", "1")), "");
    modelAtWork("notebook");
    for (String model : List.of("trip-duration", "notebook", "abandoned")) {
      run(List.of(view), List.of(asset(Asset.Kind.MODEL_VERSION, model, "1")), "");
    }
    Parties parties = parties("data-set:trips");
    assertThat(parties.producers()).hasSize(1);
    assertThat(parties.named("source:trips").knownBy()).isEqualTo("the files and the ledger");
    assertThat(parties.named("feature-view:city_pace").knownBy())
        .isEqualTo("the files and the ledger");
    assertThat(parties.named("feature-view:hour_pace").knownBy()).isEqualTo("the files");
    assertThat(parties.named("model:notebook").knownBy()).isEqualTo("the ledger");
    assertThat(parties.consumers())
        .extracting(Participant::name)
        .contains("model:trip-duration")
        .doesNotContain("feature-service:removed", "model:abandoned")
        .hasSize(8);
  }

  @Test
  void whatWorksReadsOnlyWhatItsVersionWasMadeOf() {
    Asset trips = asset(Asset.Kind.SNAPSHOT, "trips", "7");
    Asset weather = asset(Asset.Kind.SNAPSHOT, "weather", "7");
    run(List.of(trips, weather), List.of(asset(Asset.Kind.MODEL_VERSION, "notebook", "1")), "");
    run(List.of(trips), List.of(asset(Asset.Kind.MODEL_VERSION, "notebook", "2")), "");
    register("notebook", 1);
    register("notebook", 2);
    registry.promote(ALL, "notebook", 1, "It is good.");
    assertThat(parties("data-set:weather").consumers())
        .extracting(Participant::told)
        .containsExactly(
            "model:notebook (Mei Lin, data scientist), known by the ledger: version 1 is in"
                + " production");
    registry.promote(ALL, "notebook", 2, "It is better.");
    assertThat(parties("data-set:weather").consumers()).isEmpty();
    serve("old", "notebook", 1);
    assertThat(parties("data-set:weather").consumers())
        .extracting(Participant::name, Participant::work)
        .containsExactly(
            tuple("endpoint:old", "it serves version 1 of model:notebook"),
            tuple("model:notebook", "version 1 answers at endpoint:old"));
    assertThat(parties("requests:old").consumers())
        .extracting(Participant::name)
        .containsExactly("endpoint:old", "model:notebook");
  }

  @Test
  void aChangeSaysWhomItBreaksByName() {
    Parties parties = parties("requests:trip-duration");
    Change more =
        new Change(
            Change.Kind.ADDED,
            "request.x",
            "The column 'x' is new and required.",
            Set.of(Party.PRODUCERS),
            Bump.MAJOR);
    assertThat(parties.sentence(more))
        .isEqualTo(
            "The column 'x' is new and required. It breaks callers:trip-duration (Priya Nair,"
                + " software engineer).");
    assertThat(new Parties(List.of(), List.of()).sentence(more))
        .endsWith("It breaks producers, of whom none is known.");
    Change none = new Change(Change.Kind.CHANGED, "", "It reads otherwise.", Set.of(), Bump.PATCH);
    assertThat(parties.sentence(none)).isEqualTo("It reads otherwise. It breaks nobody.");
  }
}
