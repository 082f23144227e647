package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EngineTest {
  private static final Caller ALL = Callers.ALL;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final InstantSource clock = InstantSource.system();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile UnaryOperator<Caller> rights = UnaryOperator.identity();
  private volatile String inputs = "a";
  private Database database;
  private Events events;
  private Engine engine;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    engine = engine(EngineOptions.DEFAULT);
    engine.start();
  }

  @AfterEach
  void close() {
    gate.countDown();
    engine.close();
    events.close();
    database.close();
  }

  private Engine engine(EngineOptions options) {
    return new Engine(database, events, IdSource.secure(clock), clock, steps(), this::now, options);
  }

  private Caller now(Caller caller) {
    return rights.apply(caller);
  }

  private Map<String, Step> steps() {
    return Map.of(
        "nothing", _ -> StepResult.NOTHING,
        "echo", context -> new StepResult(context.parameters()),
        "count", context -> StepResult.of(Map.of("n", calls.incrementAndGet())),
        "fail",
            context -> {
              context.log("about to fail");
              throw Problem.of(ProblemCode.UNAVAILABLE, "Attempt %d.", context.attempt());
            },
        "crash",
            _ -> {
              throw new StackOverflowError("deep");
            },
        "invalid",
            _ -> {
              calls.incrementAndGet();
              throw Problem.invalid("Never right.");
            },
        "third-time",
            context -> {
              if (context.attempt() < 3) {
                throw new java.io.IOException("flaky");
              }
              return StepResult.of(Map.of("attempt", context.attempt()));
            },
        "wait",
            _ -> {
              calls.incrementAndGet();
              gate.await();
              return StepResult.NOTHING;
            },
        "log",
            context -> {
              context.log(context.parameters().get("text").asString());
              return StepResult.NOTHING;
            },
        "read", new Reading());
  }

  /// Reads something beyond its parameters.
  private final class Reading implements Step {
    @Override
    public StepResult run(StepContext context) {
      return StepResult.of(Map.of("read", inputs, "call", calls.incrementAndGet()));
    }

    @Override
    public Optional<Digest> inputsDigest(StepContext context) {
      return Optional.of(Digest.of(inputs));
    }
  }

  private Execution run(TaskSpec... tasks) {
    return engine.await(ALL, submit(tasks), SOON);
  }

  private ExecutionId submit(TaskSpec... tasks) {
    return engine.submit(ALL, Pipeline.of("p", List.of(tasks)), Map.of(), SubmitOptions.MANUAL);
  }

  private Task task(ExecutionId id, String task) {
    return engine.tasks(ALL, id).stream()
        .filter(t -> t.id().equals(task))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private static Consumer<Throwable> code(ProblemCode code) {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
  }

  @Test
  void outputsAndParametersReachTheTasksThatReferToThem() {
    Pipeline pipeline =
        new Pipeline(
            "p",
            "",
            Map.of("month", Json.parse("\"2018-01\""), "size", Json.parse("3")),
            List.of(
                TaskSpec.of("last", "echo")
                    .with(
                        json(
                            "{'all': '${tasks.first.nested}', 'deep': '${tasks.first.nested.b}',"
                                + " 'text': 'in ${parameters.month}: ${parameters.size} $${x}'}")),
                TaskSpec.of("first", "echo").with(json("{'nested': {'b': [1, 2]}}"))));
    ExecutionId id =
        engine.submit(ALL, pipeline, Map.of("size", Json.parse("4")), SubmitOptions.MANUAL);
    Execution execution = engine.await(ALL, id, SOON);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(execution.parameters().get("size").asInt()).isEqualTo(4);
    Task last = task(id, "last");
    assertThat(last.outputs())
        .contains(json("{'all': {'b': [1, 2]}, 'deep': [1, 2], 'text': 'in 2018-01: 4 ${x}'}"));
    assertThat(last.needs()).containsExactly("first");
    assertThat(last.last().orElseThrow().id()).matches("[0-9a-f]{32}");
    assertThat(engine.pipeline(ALL, id).tasks()).isEqualTo(pipeline.tasks());
  }

  @Test
  void aFailureSkipsWhatNeedsItAndNothingElse() {
    Execution execution =
        run(
            TaskSpec.of("bad", "fail"),
            TaskSpec.of("after", "nothing").withNeeds(List.of("bad")),
            TaskSpec.of("later", "nothing").withNeeds(List.of("after")),
            TaskSpec.of("apart", "nothing"));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(engine.tasks(ALL, execution.id()))
        .extracting(Task::status)
        .containsExactly(
            TaskStatus.FAILED, TaskStatus.SKIPPED, TaskStatus.SKIPPED, TaskStatus.SUCCEEDED);
    assertThat(task(execution.id(), "bad").failure())
        .contains(new Failure(ProblemCode.UNAVAILABLE, "Attempt 1."));
    assertThat(task(execution.id(), "later").failure().orElseThrow().message()).contains("'after'");
  }

  @Test
  void aTransientFailureIsTriedAgainAfterItsBackoff() {
    Retry retry = new Retry(3, Duration.ofMillis(20), Retry.On.TRANSIENT);
    Execution execution = run(TaskSpec.of("t", "third-time").withRetry(retry));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    List<Attempt> attempts = engine.attempts(ALL, execution.id(), "t");
    assertThat(attempts)
        .extracting(Attempt::status)
        .containsExactly(AttemptStatus.FAILED, AttemptStatus.FAILED, AttemptStatus.SUCCEEDED);
    assertThat(Duration.between(attempts.get(1).ended().orElseThrow(), attempts.get(2).started()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(40));
    assertThat(engine.logs(ALL, execution.id(), "t", 0))
        .anySatisfy(line -> assertThat(line.text()).contains("IOException: flaky"));
  }

  @Test
  void whatIsInvalidIsNotTriedAgainUnlessThePipelineSaysSo() {
    Retry retry = new Retry(3, Duration.ofMillis(1), Retry.On.TRANSIENT);
    run(TaskSpec.of("t", "invalid").withRetry(retry));
    assertThat(calls).hasValue(1);
    run(TaskSpec.of("t", "invalid").withRetry(new Retry(3, Duration.ofMillis(1), Retry.On.ALL)));
    assertThat(calls).hasValue(4);
  }

  @Test
  void anErrorOfTheJvmFailsOnlyItsTask() {
    Execution execution = run(TaskSpec.of("t", "crash"), TaskSpec.of("u", "nothing"));
    assertThat(task(execution.id(), "t").failure().orElseThrow().message())
        .contains("StackOverflowError");
    assertThat(task(execution.id(), "u").status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void aTaskThatTakesTooLongIsInterruptedAndHasFailed() {
    Execution execution = run(TaskSpec.of("t", "wait").withTimeout(Duration.ofMillis(50)));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(task(execution.id(), "t").failure().orElseThrow().code())
        .isEqualTo(ProblemCode.TIMED_OUT);
    assertThat(engine.attempts(ALL, execution.id(), "t").getFirst().status())
        .isEqualTo(AttemptStatus.TIMED_OUT);
  }

  @Test
  void aReferenceToAnOutputThatIsNotThereFailsTheTask() {
    Execution execution =
        run(
            TaskSpec.of("a", "echo").with(json("{'x': 1}")),
            TaskSpec.of("b", "echo").with(json("{'y': '${tasks.a.snapshot}'}")));
    assertThat(task(execution.id(), "b").failure().orElseThrow().message())
        .isEqualTo("Task 'a' has no output 'snapshot'; it has [x].");
    assertThat(engine.attempts(ALL, execution.id(), "b")).isEmpty();
  }

  @Test
  void cancelStopsWhatRunsAndStartsNothingMore() {
    ExecutionId id =
        submit(TaskSpec.of("a", "wait"), TaskSpec.of("b", "count").withNeeds(List.of("a")));
    Wait.until("a is under way", () -> calls.get() == 1);
    assertThat(engine.cancel(ALL, id).status()).isEqualTo(ExecutionStatus.CANCELLED);
    assertThat(engine.tasks(ALL, id)).extracting(Task::status).containsOnly(TaskStatus.CANCELLED);
    assertThat(engine.cancel(ALL, id).status()).isEqualTo(ExecutionStatus.CANCELLED);
    run(TaskSpec.of("c", "nothing"));
    assertThat(calls).hasValue(1);
  }

  @Test
  void equalAttemptsUseTheSameOutputsAgainUntilTheirInputsChange() {
    TaskSpec task = TaskSpec.of("t", "read").with(json("{'b': 1, 'a': 2}")).withCache();
    Execution first = run(task);
    Execution second = run(task.with(json("{'a': 2, 'b': 1}")));
    assertThat(calls).hasValue(1);
    assertThat(task(second.id(), "t").outputs()).isEqualTo(task(first.id(), "t").outputs());
    assertThat(task(second.id(), "t").last().orElseThrow().cachedFrom())
        .contains(task(first.id(), "t").last().orElseThrow().id());
    run(task.with(json("{'a': 3, 'b': 1}")));
    assertThat(calls).hasValue(2);
    inputs = "b";
    run(task);
    assertThat(calls).hasValue(3);
    ExecutionId anew =
        engine.submit(
            ALL, Pipeline.of("p", List.of(task)), Map.of(), SubmitOptions.MANUAL.withoutCache());
    engine.await(ALL, anew, SOON);
    assertThat(calls).hasValue(4);
  }

  @Test
  void theSameIdempotencyKeyGivesTheSameExecution() {
    SubmitOptions once = SubmitOptions.MANUAL.withIdempotencyKey("k");
    Pipeline pipeline = Pipeline.of("p", List.of(TaskSpec.of("t", "count")));
    ExecutionId first = engine.submit(ALL, pipeline, Map.of(), once);
    engine.await(ALL, first, SOON);
    assertThat(engine.submit(ALL, pipeline, Map.of(), once)).isEqualTo(first);
    Caller other = Caller.platform("test", new ProjectName("other"));
    assertThat(engine.submit(other, pipeline, Map.of(), once)).isNotEqualTo(first);
    assertThat(engine.list(ALL, ExecutionQuery.newest(10))).hasSize(1);
  }

  @Test
  void ofOneConcurrencyKeyOneRunsAtATimeInOrder() {
    SubmitOptions options = SubmitOptions.MANUAL.withConcurrencyKey("train");
    Pipeline pipeline = Pipeline.of("p", List.of(TaskSpec.of("t", "wait")));
    List<ExecutionId> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(engine.submit(ALL, pipeline, Map.of(), options));
    }
    Wait.until("the first runs", () -> calls.get() == 1);
    assertThat(engine.cancel(ALL, ids.get(1)).status()).isEqualTo(ExecutionStatus.CANCELLED);
    assertThat(engine.list(ALL, ExecutionQuery.newest(9)).reversed())
        .extracting(Execution::status)
        .containsExactly(
            ExecutionStatus.RUNNING,
            ExecutionStatus.CANCELLED,
            ExecutionStatus.QUEUED,
            ExecutionStatus.QUEUED);
    gate.countDown();
    Execution third = engine.await(ALL, ids.get(2), SOON);
    Execution fourth = engine.await(ALL, ids.get(3), SOON);
    assertThat(fourth.started().orElseThrow()).isAfterOrEqualTo(third.ended().orElseThrow());
  }

  /// Starts an engine that knows one step, `s`.
  private void startOn(Step step, EngineOptions options) {
    engine =
        new Engine(
            database, events, IdSource.secure(clock), clock, Map.of("s", step), this::now, options);
    engine.start();
  }

  @Test
  void noMoreTasksRunThanAllowed() {
    engine.close();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Step step =
        _ -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.yield();
          now.decrementAndGet();
          return StepResult.NOTHING;
        };
    startOn(step, EngineOptions.DEFAULT.withMaxConcurrentTasks(3));
    TaskSpec[] tasks = new TaskSpec[200];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = TaskSpec.of("t" + i, "s");
    }
    assertThat(run(tasks).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void anotherEngineTakesUpWhatOneLeft() {
    ExecutionId id =
        submit(TaskSpec.of("a", "count"), TaskSpec.of("b", "wait").withNeeds(List.of("a")));
    Wait.until("b is under way", () -> calls.get() == 2);
    engine.close();
    gate.countDown();
    engine = engine(EngineOptions.DEFAULT);
    engine.start();
    assertThat(engine.await(ALL, id, SOON).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(calls).hasValue(3);
    assertThat(engine.attempts(ALL, id, "b"))
        .extracting(Attempt::status)
        .containsExactly(AttemptStatus.LOST, AttemptStatus.SUCCEEDED);
  }

  @Test
  void everyAttemptRunsWithTheRightsThatTheUserHasByThen() {
    engine.close();
    List<Caller> seen = new CopyOnWriteArrayList<>();
    Step step =
        context -> {
          seen.add(context.caller());
          gate.await();
          return StepResult.NOTHING;
        };
    startOn(step, EngineOptions.DEFAULT);
    ExecutionId id = submit(TaskSpec.of("a", "s"), TaskSpec.of("b", "s").withNeeds(List.of("a")));
    Wait.until("a is under way", () -> seen.size() == 1);
    Grants levels = Grants.of(Map.of(Thing.experiment(1), Level.NO_PERMISSIONS));
    Caller later = new Caller(ALL.user(), ALL.project(), ALL.permissions(), levels);
    rights = _ -> later;
    gate.countDown();
    assertThat(engine.await(ALL, id, SOON).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(seen).containsExactly(ALL, later);
  }

  @Test
  void whoMayNotRunPipelinesAnyMoreRunsNoFurtherTask() {
    ExecutionId id =
        submit(TaskSpec.of("a", "wait"), TaskSpec.of("b", "count").withNeeds(List.of("a")));
    Wait.until("a is under way", () -> calls.get() == 1);
    rights = one -> new Caller("ann", one.project(), Set.of(Permission.READ));
    gate.countDown();
    assertThat(engine.await(ALL, id, SOON).status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(task(id, "a").status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(task(id, "b").failure().orElseThrow().message())
        .startsWith("'ann' may not run pipelines");
    assertThat(calls).hasValue(1);
  }

  @Test
  void aTaskThatIsLostAgainAndAgainFails() {
    engine.close();
    EngineOptions options = EngineOptions.DEFAULT.withMaxLosses(2);
    engine = engine(options);
    engine.start();
    ExecutionId id = submit(TaskSpec.of("a", "wait"));
    for (int i = 1; i <= 3; i++) {
      int call = i;
      Wait.until("it is under way", () -> calls.get() == call);
      engine.close();
      engine = engine(options);
      engine.start();
    }
    assertThat(engine.await(ALL, id, SOON).status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void aLongTaskKeepsItsLease() {
    engine.close();
    engine = engine(EngineOptions.DEFAULT.withLease(Duration.ofMillis(150)));
    engine.start();
    ExecutionId id = submit(TaskSpec.of("a", "wait"));
    Wait.until("it is under way", () -> calls.get() == 1);
    long end = System.nanoTime() + Duration.ofMillis(600).toNanos();
    Wait.until("four leases have passed", () -> System.nanoTime() > end);
    gate.countDown();
    engine.await(ALL, id, SOON);
    assertThat(engine.attempts(ALL, id, "a")).hasSize(1);
  }

  @Test
  void linesAreKeptMaskedAndCanBeFollowed() {
    ObjectNode text = json("{}").put("text", "one\n\u001b[31mred\tx\r\nthree\uD800");
    Execution execution = run(TaskSpec.of("t", "log").with(text));
    List<LogLine> lines = engine.logs(ALL, execution.id(), "t", 0);
    assertThat(lines)
        .extracting(LogLine::text)
        .containsExactly("one", "\\x1b[31mred\tx", "three\uFFFD");
    assertThat(engine.logs(ALL, execution.id(), "t", lines.get(1).line()))
        .containsExactly(lines.get(2));
  }

  @Test
  void aFloodOfLinesIsCutAndSaysSo() {
    ObjectNode text = json("{}").put("text", "x".repeat(5_000) + "\n" + "y\n".repeat(30_000));
    Execution execution = run(TaskSpec.of("t", "log").with(text));
    List<LogLine> all = new ArrayList<>();
    for (List<LogLine> page = engine.logs(ALL, execution.id(), "t", 0);
        !page.isEmpty();
        page = engine.logs(ALL, execution.id(), "t", all.getLast().line())) {
      all.addAll(page);
    }
    assertThat(all.getFirst().text()).endsWith("xxx [1000 more characters]");
    assertThat(all).hasSize(TaskLog.MAX_LINES + 1);
    assertThat(all.getLast().text()).contains("truncated");
  }

  @Test
  void factsArePublishedInOrder() {
    Execution execution = run(TaskSpec.of("t", "nothing"));
    assertThat(events.latest(ALL, 10).reversed())
        .extracting(Event::type)
        .containsExactly(
            "execution.started", "task.started", "task.finished", "execution.finished");
    assertThat(events.latest(ALL, 1).getFirst().data().get("status").asString())
        .isEqualTo("SUCCEEDED");
    assertThat(events.latest(ALL, 1).getFirst().subject()).isEqualTo(execution.id().value());
  }

  @Test
  void whatCannotRunIsRefusedWithEveryMistakeAndLeavesNothing() {
    Pipeline pipeline =
        new Pipeline(
            "p",
            "",
            Map.of("month", Json.parse("null"), "size", Json.parse("1")),
            List.of(
                TaskSpec.of("a", "nothin").withNeeds(List.of("b")),
                TaskSpec.of("b", "nothing").withNeeds(List.of("a", "zz"))));
    assertThatThrownBy(() -> engine.submit(ALL, pipeline, Map.of(), SubmitOptions.MANUAL))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.mistakes()).hasSize(3));
    Pipeline fine =
        new Pipeline("p", "", pipeline.parameters(), List.of(TaskSpec.of("a", "nothing")));
    Map<String, JsonNode> wrong = Map.of("size", Json.parse("\"2\""), "sise", Json.parse("2"));
    assertThatThrownBy(() -> engine.submit(ALL, fine, wrong, SubmitOptions.MANUAL))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.mistakes()).hasSize(3));
    assertThat(engine.list(ALL, ExecutionQuery.newest(10))).isEmpty();
  }

  @Test
  void pagesListEveryExecutionOnceNewestFirst() {
    List<ExecutionId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(run(TaskSpec.of("t", i == 3 ? "fail" : "nothing")).id());
    }
    List<ExecutionId> seen = new ArrayList<>();
    ExecutionQuery query = ExecutionQuery.newest(3).withPipeline("p");
    for (List<Execution> page = engine.list(ALL, query);
        !page.isEmpty();
        page = engine.list(ALL, query.withAfter(page.getLast().id()))) {
      page.forEach(execution -> seen.add(execution.id()));
    }
    assertThat(seen.reversed()).isEqualTo(all);
    assertThat(engine.list(ALL, ExecutionQuery.newest(9).withStatus(ExecutionStatus.FAILED)))
        .extracting(Execution::id)
        .containsExactly(all.get(3));
  }

  @Test
  void aWideExecutionDoesNotHoldUpANarrowOne() {
    engine.close();
    engine = engine(EngineOptions.DEFAULT.withMaxConcurrentTasks(2));
    engine.start();
    TaskSpec[] wide = new TaskSpec[2_000];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = TaskSpec.of("t" + i, "nothing");
    }
    ExecutionId id = submit(wide);
    assertThat(run(TaskSpec.of("narrow", "nothing")).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(engine.find(ALL, id).orElseThrow().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(engine.await(ALL, id, SOON).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void whatAskedForAnEngineThatIsClosedIsToldSo() {
    ExecutionId id = submit(TaskSpec.of("a", "wait"));
    engine.close();
    assertThatThrownBy(() -> engine.cancel(ALL, id)).satisfies(code(ProblemCode.UNAVAILABLE));
    assertThatThrownBy(() -> submit(TaskSpec.of("a", "wait")))
        .satisfies(code(ProblemCode.UNAVAILABLE));
    assertThat(engine.find(ALL, id)).isPresent();
  }

  @Test
  void rightsAndProjectsAreKept() {
    Execution execution = run(TaskSpec.of("t", "nothing"));
    Caller reader = new Caller("r", ALL.project(), Set.of(Permission.READ));
    Caller other = Caller.platform("test", new ProjectName("other"));
    Pipeline pipeline = Pipeline.of("p", List.of(TaskSpec.of("t", "nothing")));
    assertThat(engine.find(reader, execution.id())).isPresent();
    assertThatThrownBy(() -> engine.submit(reader, pipeline, Map.of(), SubmitOptions.MANUAL))
        .satisfies(code(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> engine.cancel(reader, execution.id()))
        .satisfies(code(ProblemCode.FORBIDDEN));
    assertThatThrownBy(() -> engine.find(Callers.NONE, execution.id()))
        .satisfies(code(ProblemCode.FORBIDDEN));
    assertThat(engine.find(other, execution.id())).isEmpty();
    assertThatThrownBy(() -> engine.cancel(other, execution.id()))
        .satisfies(code(ProblemCode.NOT_FOUND));
    assertThatThrownBy(() -> engine.logs(ALL, execution.id(), "zz", 0))
        .satisfies(code(ProblemCode.NOT_FOUND));
  }
}
