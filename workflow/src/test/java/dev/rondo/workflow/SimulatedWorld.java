package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// One execution in a virtual world that is all decided by a seed: time, the store, the workers,
/// and what goes wrong. It does what the engine's loop does, one step at a time, and after each
/// step checks what must always be true. Faults stop at [#HEALED]; from then on the execution must
/// end.
final class SimulatedWorld {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant HEALED = START.plusSeconds(600);
  private static final Instant END = HEALED.plusSeconds(3_600);
  private static final EngineOptions OPTIONS =
      new EngineOptions(3, Duration.ofSeconds(10), 1_000_000);

  private record Action(Instant at, int order, Runnable what) {}

  private record Worker(int task, int attempt) {}

  private final PriorityQueue<Action> actions =
      new PriorityQueue<>(Comparator.comparing(Action::at).thenComparingInt(Action::order));
  private final Random timing;
  private final Random faults;
  private final Graph graph;
  private final int[] failuresBefore;
  private final boolean[] hangs;
  private final TaskEntry[] stored;
  private final List<Signal> inbox = new ArrayList<>();
  private final Map<Worker, Integer> alive = new HashMap<>();
  private final Map<Integer, Instant> notBefore = new HashMap<>();
  private final List<Integer> accepted = new ArrayList<>();
  private final StringBuilder trace = new StringBuilder();
  final Map<String, Integer> injected = new TreeMap<>();
  private Instant now = START;
  private int orders;
  private int life;
  private ExecutionState memory;
  private boolean isUp;
  private boolean isCancelAcknowledged;

  SimulatedWorld(long seed) {
    Random workload = new Random(seed * 31 + 1);
    timing = new Random(seed * 31 + 2);
    faults = new Random(seed * 31 + 3);
    int size = 1 + workload.nextInt(10);
    failuresBefore = new int[size];
    hangs = new boolean[size];
    graph = Graph.of(Pipeline.of("p", tasks(workload, size)));
    memory = ExecutionState.fresh(graph, Json.object());
    stored = memory.entries.clone();
    isUp = true;
    every(Duration.ofMillis(500), this::turn);
    every(Duration.ofSeconds(3), this::heartbeat);
    every(Duration.ofSeconds(20), () -> maybe(0.2, "crash", this::crash));
    if (workload.nextInt(5) == 0) {
      at(Duration.ofSeconds(workload.nextInt(120)), () -> cancel());
    }
  }

  private List<TaskSpec> tasks(Random workload, int size) {
    List<TaskSpec> tasks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ObjectNode with = Json.object();
      for (int need = 0; need < i; need++) {
        if (workload.nextInt(3) == 0) {
          with.put("in" + need, "${tasks.t" + need + ".made}");
        }
      }
      failuresBefore[i] = Math.max(0, workload.nextInt(6) - 2);
      hangs[i] = workload.nextInt(8) == 0;
      Duration backoff = Duration.ofSeconds(workload.nextInt(20));
      tasks.add(
          TaskSpec.of("t" + i, "s")
              .with(with)
              .withTimeout(Duration.ofSeconds(100))
              .withRetry(new Retry(1 + workload.nextInt(3), backoff, Retry.On.TRANSIENT)));
    }
    return tasks;
  }

  /// Lives through everything; returns the digest of all that happened.
  Digest run() {
    while (!isStoredFinal()) {
      assertThat(now).as("it ends once the faults have stopped").isBefore(END);
      Action next = actions.remove();
      now = next.at();
      next.what().run();
    }
    checkEnd();
    return Digest.of(trace.toString());
  }

  private boolean isStoredFinal() {
    return List.of(stored).stream().allMatch(entry -> entry.state().status().isFinal());
  }

  private void at(Duration delay, Runnable what) {
    actions.add(new Action(now.plus(delay), orders++, what));
  }

  private void every(Duration period, Runnable what) {
    at(
        period.plusMillis(timing.nextInt(50)),
        () -> {
          what.run();
          every(period, what);
        });
  }

  private void maybe(double chance, String fault, Runnable what) {
    if (now.isBefore(HEALED) && faults.nextDouble() < chance) {
      injected.merge(fault, 1, Integer::sum);
      trace.append(now).append(' ').append(fault).append('\n');
      what.run();
    }
  }

  private boolean strikes(double chance, String fault) {
    boolean[] hit = {false};
    maybe(chance, fault, () -> hit[0] = true);
    return hit[0];
  }

  /// The process and all its workers are gone; what is stored stays.
  private void crash() {
    isUp = false;
    life++;
    inbox.clear();
    alive.clear();
    at(Duration.ofMillis(timing.nextInt(20_000)), this::restart);
  }

  private void restart() {
    if (isUp) {
      return;
    }
    isUp = true;
    memory = ExecutionState.restore(graph, Json.object(), stored);
    for (int i = 0; i < stored.length; i++) {
      if (stored[i].state() instanceof TaskState.Running(int attempt, _, _)) {
        inbox.add(new Signal.Lost(i, attempt));
      }
    }
  }

  private void cancel() {
    inbox.add(new Signal.Cancel());
    at(
        Duration.ofSeconds(15),
        () -> {
          if (!isCancelAcknowledged) {
            cancel();
          }
        });
  }

  private void heartbeat() {
    if (isUp) {
      alive.forEach((worker, since) -> {
        if (!strikes(0.15, "lost heartbeat")) {
          inbox.add(new Signal.Renewed(worker.task(), worker.attempt()));
        }
      });
    }
  }

  /// One turn of the loop, with a crash or a failed commit at any of its steps.
  private void turn() {
    if (!isUp || strikes(0.02, "slow turn")) {
      return;
    }
    List<Signal> signals = List.copyOf(inbox);
    Decision first = Core.decide(OPTIONS, memory, signals, now);
    int free = Math.max(0, OPTIONS.maxConcurrentTasks() - alive.size());
    Decision second = Core.decide(OPTIONS, first.state(), List.of(new Signal.Slots(free)), now);
    if (strikes(0.01, "crash before commit")) {
      crash();
      return;
    }
    if (strikes(0.02, "failed commit")) {
      return;
    }
    List<Command> commands = new ArrayList<>(first.commands());
    commands.addAll(second.commands());
    BitSet changed = first.changed();
    changed.or(second.changed());
    inbox.clear();
    commit(second.state(), changed, commands, signals);
    if (strikes(0.01, "crash after commit")) {
      crash();
      return;
    }
    commands.forEach(this::act);
  }

  private void commit(
      ExecutionState next, BitSet changed, List<Command> commands, List<Signal> signals) {
    commands.forEach(this::check);
    for (int i = 0; i < stored.length; i++) {
      if (changed.get(i)) {
        assertThat(stored[i].state().status().isFinal()).as("a final state changes").isFalse();
        stored[i] = next.entries[i];
      }
    }
    memory = next;
    isCancelAcknowledged |= signals.stream().anyMatch(Signal.Cancel.class::isInstance);
    checkRestored();
  }

  /// What is rebuilt from the store is what the memory holds.
  private void checkRestored() {
    ExecutionState restored = ExecutionState.restore(graph, Json.object(), stored);
    assertThat(restored.ready).isEqualTo(memory.ready);
    assertThat(restored.waiting).isEqualTo(memory.waiting);
    assertThat(restored.running).isEqualTo(memory.running);
    assertThat(restored.unfinished).isEqualTo(memory.unfinished);
    assertThat(restored.hasFailed).isEqualTo(memory.hasFailed);
  }

  private void check(Command command) {
    trace.append(now).append(' ').append(command).append('\n');
    switch (command) {
      case Command.Start start -> checkStart(start);
      case Command.End(int task, int attempt, AttemptStatus status, var outcome, _) -> {
        assertThat(stored[task].state()).isInstanceOf(TaskState.Running.class);
        assertThat(attempt).as("the current attempt").isEqualTo(stored[task].attempts());
        if (status == AttemptStatus.SUCCEEDED) {
          assertThat(outcome.orElseThrow().outputs().get("made").asInt())
              .isEqualTo(made(task, attempt));
          assertThat(accepted).as("accepted twice").doesNotContain(task);
          accepted.add(task);
        } else if (status != AttemptStatus.LOST) {
          Retry retry = graph.task(task).retry();
          notBefore.put(task, now.plus(retry.wait(stored[task].failures() + 1)));
        }
      }
      case Command.Renew _, Command.Interrupt _, Command.Refuse _, Command.Finish _ -> {}
    }
  }

  private void checkStart(Command.Start start) {
    assertThat(isCancelAcknowledged).as("started after cancelling").isFalse();
    assertThat(now)
        .as("started before its wait was over")
        .isAfterOrEqualTo(notBefore.getOrDefault(start.task(), START));
    TaskEntry entry = stored[start.task()];
    assertThat(start.attempt()).isEqualTo(entry.attempts() + 1);
    assertThat(entry.failures()).isLessThan(graph.task(start.task()).retry().attempts());
    for (int need : graph.needs(start.task())) {
      assertThat(accepted).as("its inputs exist").contains(need);
      assertThat(start.parameters().get("in" + need).asInt() / 1_000).isEqualTo(need);
    }
  }

  private static int made(int task, int attempt) {
    return task * 1_000 + attempt;
  }

  private void act(Command command) {
    switch (command) {
      case Command.Start(int task, int attempt, _, _) -> launch(new Worker(task, attempt));
      case Command.Interrupt(int task, int attempt) -> alive.remove(new Worker(task, attempt));
      case Command.Renew _, Command.End _, Command.Refuse _, Command.Finish _ -> {}
    }
  }

  private void launch(Worker worker) {
    alive.put(worker, life);
    assertThat(alive.size()).as("the limit").isLessThanOrEqualTo(OPTIONS.maxConcurrentTasks());
    int failures = stored[worker.task()].failures();
    if (hangs[worker.task()] && failures == 0) {
      return;
    }
    int seconds = strikes(0.1, "slow worker") ? 60 : 5;
    int born = life;
    at(Duration.ofMillis(timing.nextInt(seconds * 1_000)), () -> report(worker, failures, born));
  }

  private void report(Worker worker, int failures, int born) {
    boolean isFencedOff = !alive.containsKey(worker) || born != life;
    alive.remove(worker);
    if (strikes(0.1, "lost result") || born != life && !strikes(0.5, "result of a past life")) {
      return;
    }
    Signal signal =
        failures < failuresBefore[worker.task()]
            ? new Signal.Failed(
                worker.task(), worker.attempt(), new Failure(ProblemCode.INTERNAL, "scripted"))
            : new Signal.Succeeded(
                worker.task(),
                worker.attempt(),
                Signal.Outcome.of(
                    Json.object().put("made", made(worker.task(), worker.attempt()))));
    if (isUp || isFencedOff) {
      inbox.add(signal);
    }
    if (strikes(0.1, "doubled result")) {
      at(Duration.ofMillis(timing.nextInt(30_000)), () -> inbox.add(signal));
    }
  }

  /// The end is that of a trivial interpreter which knows of no faults.
  private void checkEnd() {
    if (isCancelAcknowledged
        && List.of(stored).stream().anyMatch(e -> e.state() instanceof TaskState.Cancelled)) {
      return;
    }
    boolean[] succeeds = new boolean[stored.length];
    for (int i = 0; i < stored.length; i++) {
      boolean canStart = true;
      for (int need : graph.needs(i)) {
        canStart &= succeeds[need];
      }
      int failures = Math.max(failuresBefore[i], hangs[i] ? 1 : 0);
      succeeds[i] = canStart && failures < graph.task(i).retry().attempts();
      TaskStatus expected =
          succeeds[i] ? TaskStatus.SUCCEEDED : canStart ? TaskStatus.FAILED : TaskStatus.SKIPPED;
      assertThat(stored[i].state().status()).as("task %d".formatted(i)).isEqualTo(expected);
    }
  }
}
