package dev.rondo.ledger;

import static dev.rondo.kernel.testing.Callers.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has come to an experiment, and the traces of a run.
class ExperimentActivityTest {
  private static final Caller OTHERS = Caller.platform("other", new ProjectName("other"));

  @TempDir Path home;
  private final TestClock clock = new TestClock();
  private Database database;
  private Events events;
  private Ledger ledger;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(home.resolve("t.db"), clock);
    events = new Events(database, clock);
    ledger = new Ledger(database, events, new IdSource(clock, new Random(1)), clock);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private RunId run(Caller caller, String experiment) {
    clock.advance(Duration.ofSeconds(1));
    return ledger.start(caller, RunStart.of("mlflow", "r").withExperiment(experiment)).id();
  }

  private void trace(Caller caller, String id, Instant at, Map<String, String> metadata) {
    Course course = new Course(at, OptionalLong.empty(), TraceState.OK);
    TraceId trace = new TraceId(id);
    ledger
        .traces()
        .record(
            caller,
            new Trace(
                trace, ExperimentId.DEFAULT, course, Exchange.NONE, Map.of(), metadata, List.of()));
  }

  @Test
  void whatIsDeletedOrOfAnotherProjectIsNotCounted() {
    run(ALL, "fares");
    ExperimentId id = ledger.experiments().find(ALL, "fares").orElseThrow().id();
    ledger.runs().delete(ALL, run(ALL, "fares"));
    Instant newest = clock.instant();
    run(OTHERS, "fares");
    var draft = new LoggedModel.Draft("m", "", Optional.empty());
    ledger.models().create(ALL, id, draft, List.of(), List.of());
    LoggedModelId gone = ledger.models().create(ALL, id, draft, List.of(), List.of()).id();
    ledger.models().delete(ALL, gone);
    Instant late = clock.instant().plusSeconds(60);
    trace(ALL, "tr-1", late, Map.of());
    trace(OTHERS, "tr-1", late, Map.of());
    Map<ExperimentId, ExperimentActivity> all =
        ledger.experiments().activity(ALL, List.of(id, ExperimentId.DEFAULT, new ExperimentId(99)));
    assertThat(all)
        .containsOnly(
            Map.entry(id, new ExperimentActivity(1, 1, 0, newest)),
            Map.entry(ExperimentId.DEFAULT, new ExperimentActivity(0, 0, 1, late)));
  }

  @Test
  void tracesOfARunAreThoseThatWereMadeInItOrLinkedWithIt() {
    RunId run = run(ALL, "fares");
    Map<String, String> within = Map.of(Trace.SOURCE_RUN, run.value());
    Instant noon = clock.instant();
    trace(ALL, "tr-made", noon, within);
    trace(ALL, "tr-linked", noon.plusSeconds(1), Map.of());
    trace(ALL, "tr-both", noon.plusSeconds(2), within);
    trace(ALL, "tr-neither", noon, Map.of("other", run.value()));
    trace(OTHERS, "tr-elsewhere", noon, within);
    List<TraceId> linked = List.of(new TraceId("tr-linked"), new TraceId("tr-both"));
    ledger.traces().linkToRun(ALL, linked, run.value());
    assertThat(ledger.traces().ofRun(ALL, run, 9))
        .extracting(trace -> trace.id().value())
        .containsExactly("tr-both", "tr-linked", "tr-made");
    assertThat(ledger.traces().ofRun(ALL, run, 1)).hasSize(1);
  }
}
