package dev.rondo.workflow;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The one thread that moves executions on. In each turn it takes everything that has happened,
/// lets [Core] decide, stores all decisions in one transaction, and acts on them only when they are
/// durable. So what is acted on survives a crash, and what a crash undoes was never acted on. While
/// one turn is being stored the signals for the next one gather: the busier, the larger the turns.
/// Confined to its thread, but for the inbox.
final class Loop {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;
  private final EngineOptions options;
  private final String owner;
  private final Inbox inbox;
  private final Workers workers;
  private final Consumer<ExecutionId> onFinish;
  private final Map<Long, Active> active = new LinkedHashMap<>();
  private final Map<Long, List<CompletableFuture<Boolean>>> earlyCancels = new LinkedHashMap<>();
  private int busy;
  private int turns;
  private Instant nextHeartbeat = Instant.EPOCH;

  Loop(
      Database database,
      Events events,
      IdSource ids,
      InstantSource clock,
      EngineOptions options,
      Inbox inbox,
      Workers workers,
      Consumer<ExecutionId> onFinish) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.options = options;
    this.owner = ids.next();
    this.inbox = inbox;
    this.workers = workers;
    this.onFinish = onFinish;
  }

  /// Takes up every execution that was running when the last process ended. Whatever it ran is
  /// lost.
  void resume() {
    List<Long> keys = database.read(ExecutionTable::running);
    Turn turn = new Turn(options, events, ids, owner, clock.instant());
    for (Long key : keys) {
      load(key)
          .ifPresent(loaded -> {
            active.put(key, loaded);
            turn.decide(loaded, losses(loaded.state), workers);
          });
    }
    database.write(turn::store);
    finish(turn);
  }

  private static List<Signal> losses(ExecutionState state) {
    List<Signal> losses = new ArrayList<>();
    for (int i = 0; i < state.entries.length; i++) {
      if (state.task(i) instanceof TaskState.Running running) {
        losses.add(new Signal.Lost(i, running.attempt()));
      }
    }
    return losses;
  }

  /// An execution that this build cannot take up fails, and holds up no other.
  private Optional<Active> load(long key) {
    try {
      return Optional.of(database.read(tx -> active(tx, key)));
    } catch (RuntimeException e) {
      System.getLogger(Loop.class.getName())
          .log(Level.ERROR, "Execution number " + key + " cannot be taken up.", e);
      return database.write(tx -> failed(tx, key)).flatMap(this::load);
    }
  }

  /// Ends an execution that nobody can run, and returns the one that waited for it.
  private Optional<Long> failed(Transaction tx, long key) {
    ExecutionTable.end(tx, key, ExecutionStatus.FAILED, clock.instant());
    Optional<Long> next = ExecutionTable.nextAfter(tx, key);
    next.ifPresent(waiting -> ExecutionTable.start(tx, waiting, clock.instant()));
    return next;
  }

  private static Active active(Transaction tx, long key) {
    ExecutionTable.Stored stored = ExecutionTable.load(tx, key);
    Graph graph = Graph.of(stored.pipeline());
    ExecutionState state =
        ExecutionState.restore(graph, stored.parameters(), TaskTable.load(tx, key, graph));
    return new Active(key, stored.id(), stored.caller(), stored.usesCache(), state);
  }

  void run() {
    turn(List.of());
    while (!inbox.isClosed()) {
      turn(inbox.take(patience()));
    }
  }

  /// Nothing is due before this has passed. A clock that was set is noticed within a second.
  private Optional<Duration> patience() {
    Optional<Instant> due =
        active.values().stream().flatMap(one -> one.state.wake().stream()).min(Instant::compareTo);
    return due.map(instant -> {
      Instant first = busy > 0 && nextHeartbeat.isBefore(instant) ? nextHeartbeat : instant;
      Duration wait = Duration.between(clock.instant(), first);
      return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    });
  }

  private void turn(List<Inbox.Message> messages) {
    Map<Long, List<Signal>> signals = new LinkedHashMap<>();
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    messages.forEach(message -> sort(message, signals, answers));
    while (!inbox.isClosed()) {
      Optional<Turn> turn = stored(signals);
      if (turn.isPresent()) {
        finish(turn.get());
        answers.forEach(answer -> answer.complete(true));
        return;
      }
      pause();
    }
    answers.forEach(answer -> answer.complete(false));
  }

  /// Decides and stores; empty when it could not be stored, and then nothing has changed.
  private Optional<Turn> stored(Map<Long, List<Signal>> signals) {
    try {
      Turn turn = decide(signals);
      if (turn.isUrgent()) {
        database.writeUrgently(turn::store);
      } else if (!turn.isEmpty()) {
        database.write(turn::store);
      }
      return Optional.of(turn);
    } catch (RuntimeException e) {
      System.getLogger(Loop.class.getName())
          .log(Level.WARNING, "The engine's state could not be stored; it tries again.", e);
      return Optional.empty();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(LONGEST_WAIT.toNanos());
  }

  private void sort(
      Inbox.Message message,
      Map<Long, List<Signal>> signals,
      List<CompletableFuture<Boolean>> answers) {
    switch (message) {
      case Inbox.Admitted(Active admitted) -> {
        active.put(admitted.key, admitted);
        signals.computeIfAbsent(admitted.key, _ -> new ArrayList<>());
        cancelEarly(admitted.key, signals, answers);
      }
      case Inbox.Ended(long key, Signal signal) -> {
        busy--;
        signals.computeIfAbsent(key, _ -> new ArrayList<>()).add(signal);
      }
      case Inbox.Cancelled(long key, CompletableFuture<Boolean> answer) -> {
        earlyCancels.computeIfAbsent(key, _ -> new ArrayList<>()).add(answer);
        if (active.containsKey(key)) {
          cancelEarly(key, signals, answers);
        }
      }
    }
  }

  /// A cancellation can overtake the message that its execution was admitted.
  private void cancelEarly(
      long key, Map<Long, List<Signal>> signals, List<CompletableFuture<Boolean>> answers) {
    Optional.ofNullable(earlyCancels.remove(key))
        .ifPresent(early -> {
          signals.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Signal.Cancel());
          answers.addAll(early);
        });
  }

  private Turn decide(Map<Long, List<Signal>> signals) {
    Instant now = clock.instant();
    Turn turn = new Turn(options, events, ids, owner, now);
    Map<Long, List<Signal>> all = new LinkedHashMap<>();
    heartbeat(now, all);
    signals.forEach((key, list) -> all.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(list));
    for (Active one : active.values()) {
      boolean isDue = one.state.wake().filter(due -> !due.isAfter(now)).isPresent();
      if (isDue || all.containsKey(one.key)) {
        turn.decide(one, all.getOrDefault(one.key, List.of()), workers);
      }
    }
    grant(turn);
    return turn;
  }

  private void heartbeat(Instant now, Map<Long, List<Signal>> signals) {
    if (busy == 0 || now.isBefore(nextHeartbeat)) {
      return;
    }
    nextHeartbeat = now.plus(options.lease().dividedBy(3));
    for (Launch launch : workers.alive()) {
      signals
          .computeIfAbsent(launch.execution(), _ -> new ArrayList<>())
          .add(new Signal.Renewed(launch.task(), launch.attempt()));
    }
  }

  /// Shares the free slots among the executions that could use them, by turns.
  private void grant(Turn turn) {
    List<Active> hungry = new ArrayList<>();
    for (Active one : active.values()) {
      if (turn.state(one).readyCount() > 0) {
        hungry.add(one);
      }
    }
    Collections.rotate(hungry, -turns++);
    int free = options.maxConcurrentTasks() - busy;
    while (free > 0 && !hungry.isEmpty()) {
      int share = Math.max(1, free / hungry.size());
      for (Active one : hungry) {
        free -= turn.decide(one, List.of(new Signal.Slots(Math.min(share, free))), workers);
      }
      hungry.removeIf(one -> turn.state(one).readyCount() == 0);
    }
  }

  private void finish(Turn turn) {
    turn.apply();
    busy += turn.launches().size();
    turn.launches().forEach(workers::start);
    turn.finished()
        .keySet()
        .forEach(ended -> {
          active.remove(ended.key);
          onFinish.accept(ended.id);
        });
    turn.next().forEach(key -> load(key).map(Inbox.Admitted::new).ifPresent(inbox::add));
  }
}
