package dev.rondo.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final Signature SIGNATURE =
      Signature.floats(List.of("distance", "hour"), "prediction");

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Registry registry;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    registry =
        new Registry(
            database,
            events,
            new IdSource(clock, new Random(1)),
            clock,
            (_, _, model) -> model.equals("duration") ? List.of("eta") : List.of());
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static Registration made(int run) {
    ModelContent content =
        new ModelContent(
            Digest.of("model " + run),
            1_000 + run,
            "onnx",
            SIGNATURE,
            Map.of("native", Digest.of("native"), "golden", Digest.of("golden")));
    return new Registration("duration", "%032x".formatted(run), content, "a try");
  }

  private ModelVersion register(int run) {
    return registry.register(Callers.ALL, made(run));
  }

  private List<String> published() {
    return events.latest(Callers.ALL, 100).reversed().stream().map(Event::type).toList();
  }

  @Test
  void versionsCountFromOneAndKeepWhatWasRegistered() {
    ModelVersion first = register(1);
    ModelVersion second = register(2);
    assertThat(first.version()).isEqualTo(1);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.status()).isEqualTo(VersionStatus.CANDIDATE);
    assertThat(second.content()).isEqualTo(made(2).content());
    assertThat(registry.find(Callers.ALL, "duration", 2)).contains(second);
    assertThat(second.asset()).hasToString("model-version:duration@2");
    assertThat(registry.versionsOfRun(Callers.ALL, second.run().orElseThrow()))
        .containsExactly(second);
  }

  @Test
  void aRunRegistersOnce() {
    assertThat(register(1)).isEqualTo(register(1));
    assertThat(published()).containsExactly("model.registered");
    Registration other = new Registration("duration", made(1).run(), made(2).content(), "");
    assertThatThrownBy(() -> registry.register(Callers.ALL, other))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("already registered 'duration' version 1");
  }

  @Test
  void runsThatRegisterAtOnceGetVersionsOfTheirOwn() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          IntStream.range(0, 40)
              .<Callable<Integer>>mapToObj(i -> () -> register(i).version())
              .toList();
      assertThat(threads.invokeAll(calls).stream().map(Future::resultNow))
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
    }
  }

  @Test
  void promotionMovesTheAliasRetiresTheOldAndIsPublishedOnce() {
    register(1);
    register(2);
    registry.promote(Callers.ALL, "duration", 1, "the first");
    registry.promote(Callers.ALL, "duration", 2, "better by 4 %");
    ModelVersion champion = registry.promote(Callers.ALL, "duration", 2, "again");
    assertThat(champion.aliases()).containsExactly("production");
    assertThat(champion.statusReason()).isEqualTo("better by 4 %");
    assertThat(registry.champion(Callers.ALL, "duration")).contains(champion);
    assertThat(registry.load(Callers.ALL, "duration", 1).status()).isEqualTo(VersionStatus.RETIRED);
    Event newest = events.latest(Callers.ALL, 1).getFirst();
    assertThat(newest.type()).isEqualTo("model.promoted");
    assertThat(newest.data().path("version").asInt()).isEqualTo(2);
    assertThat(newest.data().path("previous").asInt()).isEqualTo(1);
    assertThat(published()).filteredOn("model.promoted"::equals).hasSize(2);
    assertThat(registry.findModel(Callers.ALL, "duration").orElseThrow().champion()).hasValue(2);
  }

  @Test
  void aRollbackReturnsToTheLastChampionThatWasNotRejected() {
    IntStream.rangeClosed(1, 3).forEach(this::register);
    for (int version = 1; version <= 3; version++) {
      registry.promote(Callers.ALL, "duration", version, "newer");
    }
    assertThat(registry.rollBack(Callers.ALL, "duration", "worse").version()).isEqualTo(2);
    assertThat(registry.rollBack(Callers.ALL, "duration", "worse").version()).isEqualTo(1);
    assertThat(registry.load(Callers.ALL, "duration", 2).status())
        .isEqualTo(VersionStatus.REJECTED);
    assertThatThrownBy(() -> registry.rollBack(Callers.ALL, "duration", "worse"))
        .hasMessageContaining("no predecessor");
    assertThat(registry.aliasHistory(Callers.ALL, "duration", 10))
        .extracting(change -> change.version().getAsInt())
        .containsExactly(1, 2, 3, 2, 1);
  }

  @Test
  void aRejectionKeepsItsReasonAndSparesTheChampion() {
    register(1);
    register(2);
    registry.promote(Callers.ALL, "duration", 1, "the first");
    registry.reject(Callers.ALL, "duration", 2, "3.20 is not below 3.10");
    registry.reject(Callers.ALL, "duration", 2, "again");
    assertThat(registry.load(Callers.ALL, "duration", 2).statusReason())
        .isEqualTo("3.20 is not below 3.10");
    assertThat(published()).filteredOn("model.rejected"::equals).hasSize(1);
    assertThatThrownBy(() -> registry.reject(Callers.ALL, "duration", 1, "no"))
        .hasMessageContaining("is in production");
  }

  @Test
  void evaluationsStayWithTheirVersionAndReplaceThemselvesByDataset() {
    register(1);
    Asset week = new Asset(Asset.Kind.TRAINING_SET, "week", "7", Digest.of("w"));
    for (double mae : new double[] {3.4, 3.25}) {
      registry.evaluate(
          Callers.ALL,
          "duration",
          1,
          new Evaluation(
              week,
              Map.of("mae", mae),
              OptionalInt.empty(),
              Map.of(),
              Evaluation.Verdict.FIRST,
              "There is no champion yet."));
    }
    assertThat(registry.evaluations(Callers.ALL, "duration", 1))
        .singleElement()
        .satisfies(recorded -> {
          assertThat(recorded.evaluation().metrics()).containsExactly(Map.entry("mae", 3.25));
          assertThat(recorded.evaluation().dataset()).isEqualTo(week);
          assertThat(recorded.evaluation().baselineVersion()).isEmpty();
        });
    assertThatThrownBy(() ->
            new Evaluation(
                week,
                Map.of("mae", Double.NaN),
                OptionalInt.empty(),
                Map.of(),
                Evaluation.Verdict.FIRST,
                "x"))
        .hasMessageContaining("'mae'");
  }

  @Test
  void aliasesMoveAndVanishWithHistory() {
    register(1);
    register(2);
    registry.setAlias(Callers.ALL, "duration", "shadow", 1, "watch it");
    registry.setAlias(Callers.ALL, "duration", "shadow", 2, "watch this one");
    assertThat(registry.findByAlias(Callers.ALL, "duration", "shadow"))
        .map(ModelVersion::version)
        .contains(2);
    registry.removeAlias(Callers.ALL, "duration", "shadow", "done");
    assertThat(registry.findByAlias(Callers.ALL, "duration", "shadow")).isEmpty();
    AliasChange last = registry.aliasHistory(Callers.ALL, "duration", 10).getFirst();
    assertThat(last.version()).isEmpty();
    assertThat(last.previous()).hasValue(2);
    registry.removeAlias(Callers.ALL, "duration", "shadow", "again");
    assertThat(published())
        .endsWith("model.alias-moved", "model.alias-moved", "model.alias-removed");
    Event newest = events.latest(Callers.ALL, 1).getFirst();
    assertThat(newest.data().path("alias").asString()).isEqualTo("shadow");
    assertThat(newest.data().path("version").asInt()).isEqualTo(2);
    assertThat(newest.data().path("reason").asString()).isEqualTo("done");
    registry.promote(Callers.ALL, "duration", 2, "good");
    assertThatThrownBy(() -> registry.removeAlias(Callers.ALL, "duration", "production", "x"))
        .hasMessageContaining("promote another");
  }

  @Test
  void listsComeInPages() {
    IntStream.rangeClosed(1, 25).forEach(this::register);
    List<ModelVersion> page = registry.versions(Callers.ALL, "duration", Integer.MAX_VALUE, 10);
    assertThat(page).extracting(ModelVersion::version).startsWith(25).endsWith(16).hasSize(10);
    assertThat(registry.versions(Callers.ALL, "duration", 16, 10))
        .extracting(ModelVersion::version)
        .startsWith(15)
        .endsWith(6);
    assertThat(registry.models(Callers.ALL, "", 10))
        .extracting(Model::versions)
        .containsExactly(25);
    assertThat(registry.models(Callers.ALL, "duration", 10)).isEmpty();
  }

  @Test
  void onlyWhoMayPromotePromotesAlsoByAlias() {
    register(1);
    Caller scientist =
        new Caller(
            "ann",
            new ProjectName("test"),
            EnumSet.of(Permission.READ, Permission.REGISTER_MODELS));
    assertThatThrownBy(() -> registry.promote(scientist, "duration", 1, "mine"))
        .satisfies(e -> assertThat(((Problem) e).code()).isEqualTo(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> registry.setAlias(scientist, "duration", "production", 1, "mine"))
        .satisfies(e -> assertThat(((Problem) e).code()).isEqualTo(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> registry.register(Callers.NONE, made(2)))
        .satisfies(e -> assertThat(((Problem) e).code()).isEqualTo(ProblemCode.FORBIDDEN));
  }

  @Test
  void anotherProjectSeesNothing() {
    register(1);
    Caller elsewhere = Caller.platform("test", new ProjectName("elsewhere"));
    assertThat(registry.models(elsewhere, "", 10)).isEmpty();
    assertThat(registry.find(elsewhere, "duration", 1)).isEmpty();
    assertThatThrownBy(() -> registry.promote(elsewhere, "duration", 1, "mine"))
        .hasMessageContaining("version=1) not found");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThatThrownBy(() ->
            registry.register(
                Callers.ALL, new Registration("a/b", made(1).run(), made(1).content(), "")))
        .hasMessageContaining("Invalid model name 'a/b'");
    assertThatThrownBy(() ->
            registry.register(Callers.ALL, new Registration("m", "run-1", made(1).content(), "")))
        .hasMessageContaining("32 hex digits");
    assertThatThrownBy(() -> registry.promote(Callers.ALL, "duration", 9, "x"))
        .hasMessageContaining("version=9) not found");
    register(1);
    assertThatThrownBy(() -> registry.promote(Callers.ALL, "duration", 1, " "))
        .hasMessageContaining("needs its reason");
    assertThatThrownBy(() -> registry.promote(Callers.ALL, "duration", 1, "x".repeat(2_001)))
        .hasMessageContaining("2001 characters");
    assertThatThrownBy(() -> Signature.floats(List.of("a", "a"), "y")).hasMessageContaining("'a'");
  }
}
