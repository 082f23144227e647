package dev.rondo.workflow;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one round of the loop decided, over all executions: first gathered, then stored in one
/// transaction, then acted on. Storing may be repeated; it has no other effect. Confined.
final class Turn {
  private final EngineOptions options;
  private final Events events;
  private final IdSource ids;
  private final String owner;
  private final Instant now;
  private final Map<Active, ExecutionState> states = new LinkedHashMap<>();
  private final List<Object[]> tasks = new ArrayList<>();
  private final List<Object[]> starts = new ArrayList<>();
  private final List<Object[]> ends = new ArrayList<>();
  private final List<Object[]> renewals = new ArrayList<>();
  private final List<Object[]> cached = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<Active, ExecutionStatus> finished = new LinkedHashMap<>();
  private final List<Launch> launches = new ArrayList<>();
  private final List<Runnable> interrupts = new ArrayList<>();
  private final List<Long> next = new ArrayList<>();

  private record Notice(Active active, String type, Map<String, Object> data) {}

  Turn(EngineOptions options, Events events, IdSource ids, String owner, Instant now) {
    this.options = options;
    this.events = events;
    this.ids = ids;
    this.owner = owner;
    this.now = now;
  }

  /// The newest state of an execution, as far as this turn has decided.
  ExecutionState state(Active active) {
    return states.getOrDefault(active, active.state);
  }

  /// Lets the core decide, and returns how many tasks it started.
  int decide(Active active, List<Signal> signals, Workers workers) {
    Decision decision = Core.decide(options, state(active), signals, now);
    states.put(active, decision.state());
    decision.changed().stream()
        .forEach(i -> tasks.add(TaskTable.updated(active.key, i, decision.state().entries[i])));
    int before = launches.size();
    decision.commands().forEach(command -> gather(active, command, workers));
    return launches.size() - before;
  }

  private void gather(Active active, Command command, Workers workers) {
    switch (command) {
      case Command.Start start -> start(active, start);
      case Command.Renew(int task, int attempt, Instant lease) ->
          renewals.add(new Object[] {lease, active.key, task, attempt});
      case Command.End end -> end(active, end);
      case Command.Interrupt(int task, int attempt) ->
          interrupts.add(() -> workers.interrupt(active.key, task, attempt));
      case Command.Refuse(int task, int attempt) -> refuse(active, task, attempt);
      case Command.Finish(ExecutionStatus status) -> finished.put(active, status);
    }
  }

  private void start(Active active, Command.Start start) {
    TaskSpec spec = active.state.graph.task(start.task());
    Launch launch =
        new Launch(
            active.key,
            active.id,
            active.caller,
            active.usesCache,
            start.task(),
            spec,
            start.attempt(),
            ids.next(),
            start.parameters());
    launches.add(launch);
    starts.add(
        new Object[] {
          active.key,
          start.task(),
          start.attempt(),
          active.caller.project(),
          launch.attemptId(),
          owner,
          Json.write(start.parameters()),
          now,
          start.lease()
        });
    notices.add(
        new Notice(
            active,
            "task.started",
            Map.of(
                "task", spec.id(), "attempt", start.attempt(), "attempt_id", launch.attemptId())));
  }

  private void end(Active active, Command.End end) {
    ends.add(
        new Object[] {
          end.status(),
          now,
          end.outcome().flatMap(Signal.Outcome::cachedFrom),
          end.failure().map(Failure::code),
          end.failure().map(Failure::message),
          active.key,
          end.task(),
          end.attempt()
        });
    end.outcome()
        .flatMap(outcome ->
            outcome
                .cacheKey()
                .map(key ->
                    new Object[] {
                      key, Json.write(outcome.outputs()), active.key, end.task(), end.attempt()
                    }))
        .ifPresent(cached::add);
    notices.add(
        new Notice(
            active,
            "task.finished",
            Map.of(
                "task", active.state.graph.task(end.task()).id(),
                "attempt", end.attempt(),
                "status", end.status(),
                "message", end.failure().map(Failure::message).orElse(""))));
  }

  private static void refuse(Active active, int task, int attempt) {
    System.getLogger(Turn.class.getName())
        .log(
            System.Logger.Level.DEBUG,
            "A late report of attempt %d of task '%s' of execution %s was refused."
                .formatted(attempt, active.state.graph.task(task).id(), active.id));
  }

  boolean isEmpty() {
    return tasks.isEmpty() && ends.isEmpty() && renewals.isEmpty() && finished.isEmpty();
  }

  boolean isUrgent() {
    return !renewals.isEmpty();
  }

  boolean store(Transaction tx) {
    next.clear();
    TaskTable.startAttempts(tx, starts);
    TaskTable.endAttempts(tx, ends);
    TaskTable.update(tx, tasks);
    TaskTable.renewAttempts(tx, renewals);
    CacheTable.insert(tx, cached);
    notices.forEach(notice -> publish(tx, notice));
    finished.forEach((active, status) -> finish(tx, active, status));
    return true;
  }

  private void publish(Transaction tx, Notice notice) {
    events.publish(
        tx, notice.active().caller, notice.type(), notice.active().id.value(), notice.data());
  }

  private void finish(Transaction tx, Active active, ExecutionStatus status) {
    ExecutionTable.end(tx, active.key, status, now);
    publish(
        tx,
        new Notice(
            active,
            "execution.finished",
            Map.of("pipeline", active.state.graph.pipeline().name(), "status", status)));
    Optional<Long> following = ExecutionTable.nextAfter(tx, active.key);
    following.ifPresent(key -> {
      ExecutionTable.start(tx, key, now);
      ExecutionTable.Stored stored = ExecutionTable.load(tx, key);
      events.publish(
          tx,
          stored.caller(),
          "execution.started",
          stored.id().value(),
          Map.of("pipeline", stored.pipeline().name(), "trigger", stored.trigger()));
      next.add(key);
    });
  }

  /// After the commit: the new states are the truth.
  void apply() {
    states.forEach((active, state) -> active.state = state);
    interrupts.forEach(Runnable::run);
  }

  List<Launch> launches() {
    return launches;
  }

  Map<Active, ExecutionStatus> finished() {
    return finished;
  }

  /// Executions that waited for a finished one and run now.
  List<Long> next() {
    return next;
  }
}
