package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// Runs pipelines so that a crash at any instruction loses nothing that was acknowledged: all state
/// is in the database, a task's result is accepted once, and a finished task is never run again. A
/// task that was under way when its process died runs again. One engine at a time may be started on
/// a database. Thread-safe.
public final class Engine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;
  private final Map<String, Step> steps;
  private final UnaryOperator<Caller> callers;
  private final EngineOptions options;
  private final Inbox inbox = new Inbox();
  private final Submissions submissions;
  private final Map<ExecutionId, CompletableFuture<Boolean>> ends = new ConcurrentHashMap<>();
  private volatile Optional<Running> running = Optional.empty();

  private record Running(Thread loop, Workers workers, LogWriter logs) {}

  /// @param clock system time
  /// @param steps what `uses` may name
  /// @param callers who acts for whoever submitted an execution when an attempt begins: the same
  ///   with the rights of that moment; throws when they are no more
  public Engine(
      Database database,
      Events events,
      IdSource ids,
      InstantSource clock,
      Map<String, Step> steps,
      UnaryOperator<Caller> callers,
      EngineOptions options) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.steps = Map.copyOf(steps);
    this.callers = callers;
    this.options = options;
    this.submissions = new Submissions(database, events, ids, clock, this.steps.keySet(), inbox);
    database.migrate(
        "workflow",
        List.of(
            String.join(
                ";\n",
                ExecutionTable.SCHEMA,
                TaskTable.SCHEMA,
                LogTable.SCHEMA,
                CacheTable.SCHEMA)));
  }

  /// Takes up every unfinished execution and begins to run tasks. Once.
  public void start() {
    if (running.isPresent()) {
      throw Problem.conflict("The workflow engine is running already.");
    }
    LogWriter logs = new LogWriter(database);
    Workers workers = new Workers(steps, callers, logs, clock, database, inbox);
    Loop loop = new Loop(database, events, ids, clock, options, inbox, workers, this::announce);
    loop.resume();
    Thread thread = Thread.ofPlatform().daemon().name("workflow").start(loop::run);
    running = Optional.of(new Running(thread, workers, logs));
  }

  private void announce(ExecutionId id) {
    Optional.ofNullable(ends.remove(id)).ifPresent(end -> end.complete(true));
  }

  /// Stops running tasks: those under way are interrupted, and run again after the next start.
  @Override
  public void close() {
    running.ifPresent(parts -> {
      inbox.close();
      join(parts.loop());
      parts.workers().stopAll(PATIENCE);
      parts.logs().close();
    });
    running = Optional.empty();
    ends.values().forEach(end -> end.complete(false));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts an execution, which is durable when this returns, and publishes `execution.started`.
  ///
  /// @param parameters the defaults stand for those that are not given
  /// @throws Problem `invalid-request` with every mistake of the pipeline and the parameters
  public ExecutionId submit(
      Caller caller, Pipeline pipeline, Map<String, JsonNode> parameters, SubmitOptions options) {
    caller.require(Permission.RUN_PIPELINES);
    requireRunning();
    return submissions.submit(caller, pipeline, parameters, options);
  }

  /// Waits until the execution has ended.
  ///
  /// @throws Problem `timed-out` when it still runs after this time
  public Execution await(Caller caller, ExecutionId id, Duration patience) {
    caller.require(Permission.READ);
    if (load(caller, id).status().isFinal()) {
      return load(caller, id);
    }
    CompletableFuture<Boolean> end = ends.computeIfAbsent(id, _ -> new CompletableFuture<>());
    if (load(caller, id).status().isFinal()) {
      announce(id);
      return load(caller, id);
    }
    try {
      end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Problem.wrap(
          ProblemCode.TIMED_OUT,
          "Execution '%s' has not ended within %s.".formatted(id, patience),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The wait was interrupted.", e);
    } catch (ExecutionException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "The wait failed.", e);
    }
    return load(caller, id);
  }

  /// Ends an execution. When this returns no task of it will be started any more, and those under
  /// way have been told to stop; one that has ended already stays as it is.
  public Execution cancel(Caller caller, ExecutionId id) {
    caller.require(Permission.RUN_PIPELINES);
    requireRunning();
    Instant now = clock.instant();
    Optional<Long> running =
        database.write(tx -> {
          ExecutionStatus status = load(tx, caller, id).status();
          long key = key(tx, caller, id);
          if (status == ExecutionStatus.QUEUED) {
            cancelQueued(tx, caller, id, key, now);
          }
          return status == ExecutionStatus.RUNNING ? Optional.of(key) : Optional.empty();
        });
    running.ifPresent(key -> {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      inbox.add(new Inbox.Cancelled(key, answer));
      if (!answer.join()) {
        throw closed();
      }
    });
    announce(id);
    return load(caller, id);
  }

  private void cancelQueued(Transaction tx, Caller caller, ExecutionId id, long key, Instant now) {
    TaskTable.cancelAll(tx, key);
    ExecutionTable.end(tx, key, ExecutionStatus.CANCELLED, now);
    events.publish(
        tx,
        caller,
        "execution.finished",
        id.value(),
        Map.of("pipeline", load(tx, caller, id).pipeline(), "status", ExecutionStatus.CANCELLED));
  }

  private void requireRunning() {
    if (running.isEmpty()) {
      throw closed();
    }
  }

  private static Problem closed() {
    return Problem.of(ProblemCode.UNAVAILABLE, "The workflow engine is not running.");
  }

  public Optional<Execution> find(Caller caller, ExecutionId id) {
    caller.require(Permission.READ);
    return database.read(tx -> ExecutionTable.find(tx, caller.project(), id));
  }

  /// One page of executions, newest first.
  public List<Execution> list(Caller caller, ExecutionQuery query) {
    caller.require(Permission.READ);
    return database.read(tx -> ExecutionTable.list(tx, caller.project(), query));
  }

  /// The pipeline as it was when the execution was submitted.
  public Pipeline pipeline(Caller caller, ExecutionId id) {
    caller.require(Permission.READ);
    return database.read(tx -> pipeline(tx, caller, id));
  }

  /// The tasks in the order of the pipeline, each with its newest attempt.
  public List<Task> tasks(Caller caller, ExecutionId id) {
    caller.require(Permission.READ);
    return database.read(
        tx -> TaskTable.tasks(tx, key(tx, caller, id), Graph.of(pipeline(tx, caller, id))));
  }

  /// The attempts of a task, oldest first.
  public List<Attempt> attempts(Caller caller, ExecutionId id, String task) {
    caller.require(Permission.READ);
    return database.read(
        tx -> TaskTable.attempts(tx, key(tx, caller, id), position(tx, caller, id, task), task));
  }

  /// The next lines of a task's log, 1,000 at the most.
  ///
  /// @param afterLine the last line that is known; 0 for the beginning
  public List<LogLine> logs(Caller caller, ExecutionId id, String task, long afterLine) {
    caller.require(Permission.READ);
    return database.read(
        tx -> LogTable.list(tx, key(tx, caller, id), position(tx, caller, id, task), afterLine));
  }

  private Execution load(Caller caller, ExecutionId id) {
    return database.read(tx -> load(tx, caller, id));
  }

  private static Execution load(Transaction tx, Caller caller, ExecutionId id) {
    return ExecutionTable.find(tx, caller.project(), id).orElseThrow(() -> unknown(id));
  }

  private static Pipeline pipeline(Transaction tx, Caller caller, ExecutionId id) {
    return ExecutionTable.pipeline(tx, caller.project(), id).orElseThrow(() -> unknown(id));
  }

  private static long key(Transaction tx, Caller caller, ExecutionId id) {
    return ExecutionTable.key(tx, caller.project(), id).orElseThrow(() -> unknown(id));
  }

  private static int position(Transaction tx, Caller caller, ExecutionId id, String task) {
    int position = Graph.of(pipeline(tx, caller, id)).position(task);
    if (position < 0) {
      throw Problem.notFound("Execution '%s' has no task '%s'.", id, task);
    }
    return position;
  }

  private static Problem unknown(ExecutionId id) {
    return Problem.notFound("There is no execution '%s'.", id);
  }
}
