package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.ledger.RunStart;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Signature;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLineageTest {
  private static final Caller ALL = Callers.ALL;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private Events events;
  private Ledger ledger;
  private Registry registry;
  private int runs;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    registry = new Registry(database, events, ids, clock, (_, _, _) -> List.of());
    new DecisionLineage(ledger, registry).listen(events);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private int register() {
    clock.advance(Duration.ofSeconds(1));
    ModelContent content =
        new ModelContent(
            Digest.of("onnx"), 1, "onnx", Signature.floats(List.of("x"), "y"), Map.of());
    return registry
        .register(ALL, new Registration("fares", "%032x".formatted(++runs), content, ""))
        .version();
  }

  private RunId step(Asset wrote, Map<String, Object> facts) {
    RunId id = ledger.start(ALL, RunStart.of("task", "step")).id();
    ledger.recordOutput(ALL, id, wrote, facts);
    return id;
  }

  private List<Run> decisions() {
    events.awaitSettled(Duration.ofSeconds(30));
    return ledger.list(ALL, RunQuery.newest(10).withKind(Decision.RUN));
  }

  private List<String> read(Run run) {
    return ledger.inputs(ALL, run.id()).stream()
        .map(AssetRecord::asset)
        .map(Asset::toString)
        .toList();
  }

  @Test
  void aDecisionReadsTheVersionsAndTheJudgementThatGaveItsReason() {
    int first = register();
    registry.promote(ALL, "fares", first, "It is the first.");
    int second = register();
    Evaluation evaluation =
        new Evaluation(
            new Asset(Asset.Kind.TRAINING_SET, "set", "1", Digest.of("set")),
            Map.of("mae", 1.0),
            OptionalInt.of(first),
            Map.of("mae", 2.0),
            Evaluation.Verdict.BETTER,
            "It is better.");
    RecordedEvaluation recorded = registry.evaluate(ALL, "fares", second, evaluation);
    step(recorded.asset("fares", second), Map.of());
    registry.promote(ALL, "fares", second, "It is better.");
    List<Run> runs = decisions();
    assertThat(runs).hasSize(2).allSatisfy(run -> assertThat(run.ended()).isPresent());
    assertThat(read(runs.getFirst()))
        .containsExactly(
            recorded.asset("fares", second).toString(),
            "model-version:fares@1",
            "model-version:fares@2");
    assertThat(read(runs.getLast())).containsExactly("model-version:fares@1");
    assertThat(ledger.outputs(ALL, runs.getFirst().id()))
        .singleElement()
        .satisfies(decision -> {
          assertThat(decision.asset().version()).startsWith("v2/promoted/");
          assertThat(decision.facts().path("reason").asString()).isEqualTo("It is better.");
        });
  }

  @Test
  void aWithdrawalReadsTheAlertThatAskedForIt() {
    registry.promote(ALL, "fares", register(), "It is the first.");
    registry.promote(ALL, "fares", register(), "It is newer.");
    Asset alert = AlertAsset.of("watch", EventTime.parse("2020-01-08"), "It is worse.");
    step(alert, Map.of("sentence", "It is worse."));
    clock.advance(Duration.ofSeconds(1));
    registry.rollBack(ALL, "fares", "It is worse.");
    Run withdrawal = decisions().getFirst();
    assertThat(read(withdrawal))
        .containsExactly(alert.toString(), "model-version:fares@1", "model-version:fares@2");
    assertThat(ledger.outputs(ALL, withdrawal.id()))
        .singleElement()
        .satisfies(one -> assertThat(one.asset().version()).startsWith("v2/rolled-back/"));
  }
}
