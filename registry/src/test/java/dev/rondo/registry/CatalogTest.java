package dev.rondo.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.rondo.registry.scan.Finding;
import dev.rondo.registry.scan.Scan;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final String RUN = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private final Set<String> served = new HashSet<>();
  private Database database;
  private Events events;
  private Registry registry;
  private Catalog catalog;

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
            (_, _, model) -> served.contains(model) ? List.of("eta") : List.of());
    catalog = registry.catalog();
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private ModelVersion theirs(String model) {
    return catalog.register(
        Callers.ALL,
        new NewVersion(
            model,
            new ModelSource(
                "s3://bucket/" + model,
                "s3://bucket/" + model,
                Optional.of(RUN),
                "",
                Optional.empty()),
            "from elsewhere",
            Map.of("k", "v"),
            Optional.empty()));
  }

  private ModelVersion ours(String model, int run) {
    ModelContent content =
        new ModelContent(
            Digest.of("model " + run), 9, "onnx", Signature.floats(List.of("x"), "y"), Map.of());
    return registry.register(
        Callers.ALL, new Registration(model, "%032x".formatted(run), content, ""));
  }

  private static ProblemCode code(Throwable problem) {
    return ((Problem) problem).code();
  }

  private List<String> published() {
    return events.latest(Callers.ALL, 100).reversed().stream().map(Event::type).toList();
  }

  @Test
  void oneModelHoldsVersionsOfOursAndFromAnywhere() {
    ModelVersion ours = ours("duration", 1);
    ModelVersion theirs = theirs("duration");
    assertThat(theirs.version()).isEqualTo(2);
    assertThat(ours.source().isOurs()).isTrue();
    assertThat(theirs.source().isOurs()).isFalse();
    assertThat(theirs.findContent()).isEmpty();
    assertThat(theirs.tags()).containsExactly(Map.entry("k", "v"));
    assertThat(theirs.asset()).hasToString("model-version:duration@2");
    assertThat(registry.versionsOfRun(Callers.ALL, RUN)).containsExactly(theirs);
    assertThat(registry.load(Callers.ALL, "duration", 2)).isEqualTo(theirs);
    assertThatThrownBy(theirs::signature).hasMessageContaining("cannot be served here");
  }

  @Test
  void aNameStandsInAddressesAsItIs() {
    for (String name : List.of("a%41", "a/b", "..", "a\\b", "a:b", " ", "a\nb")) {
      assertThatThrownBy(() -> catalog.create(Callers.ALL, name, "", Map.of()))
          .as(name)
          .hasMessageContaining("Invalid model name");
    }
    assertThat(catalog.create(Callers.ALL, "50 % of a?#x", "", Map.of()).name())
        .isEqualTo("50 % of a?#x");
  }

  private ModelVersion scanned(Finding.Severity severity) {
    Finding finding = new Finding("model.pkl", severity, "GLOBAL os.system, with REDUCE");
    Scan scan = new Scan("mlflow", List.of(), "", 1, 9, Digest.of("files"), List.of(finding));
    NewVersion made =
        new NewVersion("taxi", ModelSource.at("s3://b/m"), "", Map.of(), Optional.of(scan));
    return catalog.register(Callers.ALL, made);
  }

  @Test
  void whatAScanFoundDangerousGoesIntoProductionOnlyWithAReasonForThat() {
    catalog.create(Callers.ALL, "taxi", "", Map.of());
    scanned(Finding.Severity.DANGEROUS);
    List<ThrowingCallable> ways =
        List.of(
            () -> registry.promote(Callers.ALL, "taxi", 1, "It is good."),
            () -> registry.setStage(Callers.ALL, "taxi", 1, Stage.PRODUCTION, "A note."),
            () -> registry.setStageAlone(Callers.ALL, "taxi", 1, Stage.PRODUCTION, "A note."),
            () -> registry.setAlias(Callers.ALL, "taxi", "production", 1, "A note."),
            () -> registry.setAlias(Callers.ALL, "taxi", "champion", 1, "A note."));
    for (ThrowingCallable way : ways) {
      assertThatThrownBy(way)
          .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.PRECONDITION_FAILED))
          .hasMessageContaining("'GLOBAL os.system, with REDUCE' in its file 'model.pkl'")
          .hasMessageContaining("rondo models promote 'taxi' 1 --despite-scan --reason");
    }
    registry.setStage(Callers.ALL, "taxi", 1, Stage.STAGING, "A note.");
    registry.setAlias(Callers.ALL, "taxi", "challenger", 1, "A note.");
    assertThatThrownBy(() -> registry.promoteDespiteScan(Callers.ALL, "taxi", 1, " "))
        .hasMessageContaining("reason");
    registry.promoteDespiteScan(Callers.ALL, "taxi", 1, "We wrote the file.");
    assertThat(registry.champion(Callers.ALL, "taxi").orElseThrow().statusReason())
        .isEqualTo("We wrote the file.");
    registry.setAlias(Callers.ALL, "taxi", "champion", 1, "A note.");
  }

  @Test
  void whatOnlyCallsForCautionIsPromotedLikeAnyOther() {
    catalog.create(Callers.ALL, "taxi", "", Map.of());
    scanned(Finding.Severity.CAUTION);
    registry.setAlias(Callers.ALL, "taxi", "champion", 1, "A note.");
    assertThat(registry.promote(Callers.ALL, "taxi", 1, "It is good.").aliases())
        .contains("production");
  }

  @Test
  void whatWasSeenOfTheFilesStaysWithTheVersion() {
    catalog.create(Callers.ALL, "taxi", "", Map.of());
    Scan scan =
        new Scan(
            "mlflow",
            List.of("sklearn"),
            "(x: double) -> (long)",
            2,
            99,
            Digest.of("files"),
            List.of(new Finding("model.pkl", Finding.Severity.DANGEROUS, "GLOBAL os.system")));
    catalog.register(
        Callers.ALL,
        new NewVersion("taxi", ModelSource.at("s3://b"), "", Map.of(), Optional.of(scan)));
    ModelVersion found = registry.load(Callers.ALL, "taxi", 1);
    assertThat(found.scan()).contains(scan);
    assertThat(found.digest()).isEqualTo(Digest.of("files"));
  }

  @Test
  void aRenamedModelKeepsEverything() {
    ours("taxi", 1);
    registry.promote(Callers.ALL, "taxi", 1, "first");
    catalog.setTag(Callers.ALL, "taxi", "team", "red");
    catalog.rename(Callers.ALL, "taxi", "cab");
    assertThat(registry.champion(Callers.ALL, "cab")).map(ModelVersion::version).contains(1);
    assertThat(registry.aliasHistory(Callers.ALL, "cab", 9)).hasSize(1);
    assertThat(registry.stageHistory(Callers.ALL, "cab", 9)).hasSize(1);
    assertThat(catalog.load(Callers.ALL, "cab").tags()).containsEntry("team", "red");
    assertThat(registry.findModel(Callers.ALL, "taxi")).isEmpty();
    Event renamed = events.latest(Callers.ALL, 1).getFirst();
    assertThat(renamed.type()).isEqualTo("model.renamed");
    assertThat(renamed.subject()).isEqualTo("cab");
    assertThat(renamed.data().path("from").asString()).isEqualTo("taxi");
  }

  @Test
  void aModelOfTheNameOfADeletedOneIsAnother() {
    ours("taxi", 1);
    catalog.delete(Callers.ALL, "taxi");
    assertThat(registry.find(Callers.ALL, "taxi", 1)).isEmpty();
    assertThat(registry.versionsOfRun(Callers.ALL, "%032x".formatted(1))).isEmpty();
    assertThat(ours("taxi", 1).version()).isEqualTo(1);
    assertThat(registry.evaluations(Callers.ALL, "taxi", 1)).isEmpty();
    assertThat(registry.aliasHistory(Callers.ALL, "taxi", 9)).isEmpty();
    assertThat(published())
        .containsExactly("model.registered", "model.deleted", "model.registered");
  }

  @Test
  void aDeletedVersionLeavesItsNumberAndNothingElse() {
    ours("taxi", 1);
    ours("taxi", 2);
    registry.setAlias(Callers.ALL, "taxi", "best", 2, "it is");
    catalog.delete(Callers.ALL, "taxi", 2);
    assertThat(registry.findByAlias(Callers.ALL, "taxi", "best")).isEmpty();
    assertThat(registry.findModel(Callers.ALL, "taxi").orElseThrow().versions()).isEqualTo(1);
    assertThat(ours("taxi", 2).version()).isEqualTo(3);
    assertThat(registry.aliasHistory(Callers.ALL, "taxi", 9).getFirst().reason())
        .isEqualTo("Version 2 was deleted.");
  }

  @Test
  void whatIsServedIsNeitherRenamedNorDeletedNorDethronedByANote() {
    ours("duration", 1);
    ours("duration", 2);
    registry.promote(Callers.ALL, "duration", 1, "first");
    served.add("duration");
    for (Runnable change :
        List.<Runnable>of(
            () -> catalog.rename(Callers.ALL, "duration", "x"),
            () -> catalog.delete(Callers.ALL, "duration"),
            () -> catalog.delete(Callers.ALL, "duration", 1),
            () -> registry.removeAlias(Callers.ALL, "duration", "production", "x"),
            () -> registry.setStage(Callers.ALL, "duration", 1, Stage.NONE, "x"))) {
      assertThatThrownBy(change::run)
          .isInstanceOf(Problem.class)
          .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.PRECONDITION_FAILED))
          .hasMessageContaining("'duration'");
    }
    assertThat(registry.champion(Callers.ALL, "duration")).isPresent();
  }

  @Test
  void aClientsProductionOfAServedModelIsAPromotion() {
    ours("duration", 1);
    ours("duration", 2);
    served.add("duration");
    ModelVersion first =
        registry.setStage(Callers.ALL, "duration", 1, Stage.PRODUCTION, "by a client");
    assertThat(first.aliases()).containsExactly("production");
    ModelVersion second = registry.setAlias(Callers.ALL, "duration", "production", 2, "again");
    assertThat(second.status().stage()).isEqualTo(Stage.PRODUCTION);
    assertThat(registry.load(Callers.ALL, "duration", 1).status().stage())
        .isEqualTo(Stage.ARCHIVED);
    assertThat(published()).filteredOn("model.promoted"::equals).hasSize(2);
    registry.rollBack(Callers.ALL, "duration", "worse");
    assertThat(registry.stageHistory(Callers.ALL, "duration", 9))
        .extracting(one -> one.version() + " " + one.status().stage().text())
        .containsExactly(
            "2 Archived",
            "1 Production",
            "2 Archived",
            "2 Production",
            "1 Archived",
            "1 Production");
  }

  @Test
  void aClientsProductionOfAnyOtherModelIsANote() {
    theirs2();
    Caller scientist =
        new Caller(
            "ann", Callers.ALL.project(), EnumSet.of(Permission.READ, Permission.REGISTER_MODELS));
    registry.setStage(scientist, "taxi", 1, Stage.PRODUCTION, "noted");
    registry.setAlias(scientist, "taxi", "production", 2, "noted");
    assertThat(registry.load(Callers.ALL, "taxi", 1).status()).isEqualTo(VersionStatus.PRODUCTION);
    assertThat(registry.load(Callers.ALL, "taxi", 2).status()).isEqualTo(VersionStatus.CANDIDATE);
    assertThat(published()).doesNotContain("model.promoted");
    registry.removeAlias(scientist, "taxi", "production", "no more");
    served.add("taxi");
    assertThatThrownBy(() -> registry.setStage(scientist, "taxi", 2, Stage.PRODUCTION, "mine"))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> registry.promote(Callers.ALL, "taxi", 2, "mine"))
        .hasMessageContaining("was registered from 's3://bucket/taxi'");
  }

  private void theirs2() {
    catalog.create(Callers.ALL, "taxi", "", Map.of());
    theirs("taxi");
    theirs("taxi");
  }

  @Test
  void aStageIsTakenByOneAloneOnRequest() {
    theirs2();
    registry.setStage(Callers.ALL, "taxi", 1, Stage.STAGING, "try it");
    registry.setStageAlone(Callers.ALL, "taxi", 2, Stage.STAGING, "try this one");
    assertThat(registry.load(Callers.ALL, "taxi", 1).status()).isEqualTo(VersionStatus.RETIRED);
    assertThat(catalog.newest(Callers.ALL, List.of("taxi")))
        .extracting(ModelVersion::version)
        .containsExactly(1, 2);
  }

  @Test
  void anotherProjectSeesAndChangesNothing() {
    theirs2();
    Caller elsewhere = Caller.platform("test", new ProjectName("elsewhere"));
    assertThatThrownBy(() -> catalog.load(elsewhere, "taxi"))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.NOT_FOUND));
    assertThatThrownBy(() -> catalog.setTag(elsewhere, "taxi", 1, "k", "v"))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ProblemCode.NOT_FOUND));
    assertThat(catalog.search(elsewhere, new VersionSearch(List.of(), List.of(), 0, 9)).items())
        .isEmpty();
    assertThat(catalog.search(elsewhere, new ModelSearch(List.of(), List.of(), 0, 9)).items())
        .isEmpty();
    assertThat(catalog.create(elsewhere, "taxi", "", Map.of()).versions()).isZero();
  }

  @Test
  void tablesOfTheFirstFormAreTakenOver() {
    Path file = folder.resolve("old.db");
    TestClock clock = new TestClock();
    try (Database old = SqliteDatabase.open(file, clock)) {
      old.migrate("registry", RegistrySchema.SCRIPTS.subList(0, 1));
      old.write(tx -> {
        tx.update("INSERT INTO model VALUES ('test', 'duration', 5)");
        tx.update(
            "INSERT INTO model_version VALUES ('test', 'duration', 3, 'production', 'good', ?, 'd', ?,"
                + " 'text', 6)",
            RUN,
            "{\"digest\":\""
                + Digest.of("m")
                + "\",\"size\":7,\"format\":\"onnx\",\"signature\":"
                + "{\"inputs\":[{\"name\":\"x\",\"type\":\"FP32\"}],"
                + "\"outputs\":[{\"name\":\"y\",\"type\":\"FP32\"}]},\"artifacts\":{}}");
        tx.update("INSERT INTO model_alias VALUES ('test', 'duration', 'production', 3)");
        return tx.update(
            "INSERT INTO model_alias_change (project, model, alias, version, reason, user, at)"
                + " VALUES ('test', 'duration', 'production', 3, 'good', 'ann', 6)");
      });
    }
    try (Database now = SqliteDatabase.open(file, clock);
        Events nothing = new Events(now, clock)) {
      Registry taken =
          new Registry(
              now, nothing, new IdSource(clock, new Random(1)), clock, (_, _, _) -> List.of());
      ModelVersion champion = taken.champion(Callers.ALL, "duration").orElseThrow();
      assertThat(champion.version()).isEqualTo(3);
      assertThat(champion.run()).contains(RUN);
      assertThat(champion.digest()).isEqualTo(Digest.of("m"));
      assertThat(taken.aliasHistory(Callers.ALL, "duration", 9)).hasSize(1);
    }
  }
}
