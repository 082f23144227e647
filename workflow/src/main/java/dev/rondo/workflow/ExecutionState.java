package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The state of one execution. Beside the entries it keeps what follows from them (how many needs
/// are missing, who is ready, waits or runs), so that no event costs a scan of all tasks.
/// Immutable: [Core] changes a copy and hands it on.
final class ExecutionState {
  final Graph graph;
  final ObjectNode parameters;
  final TaskEntry[] entries;
  final int[] missing;
  final BitSet ready;
  final BitSet waiting;
  final BitSet running;
  int unfinished;
  boolean hasFailed;
  boolean isCancelled;

  private ExecutionState(
      Graph graph,
      ObjectNode parameters,
      TaskEntry[] entries,
      int[] missing,
      BitSet ready,
      BitSet waiting,
      BitSet running) {
    this.graph = graph;
    this.parameters = parameters;
    this.entries = entries;
    this.missing = missing;
    this.ready = ready;
    this.waiting = waiting;
    this.running = running;
  }

  /// An execution of which nothing has started.
  static ExecutionState fresh(Graph graph, ObjectNode parameters) {
    TaskEntry[] entries = new TaskEntry[graph.size()];
    Arrays.fill(entries, TaskEntry.NEW);
    return restore(graph, parameters, entries);
  }

  /// The state that follows from stored entries.
  static ExecutionState restore(Graph graph, ObjectNode parameters, TaskEntry[] entries) {
    ExecutionState state =
        new ExecutionState(
            graph,
            parameters,
            entries.clone(),
            graph.missing(),
            new BitSet(),
            new BitSet(),
            new BitSet());
    for (int i = 0; i < entries.length; i++) {
      state.count(i);
    }
    for (int i = 0; i < entries.length; i++) {
      state.ready.set(i, entries[i].state() instanceof TaskState.Pending && state.missing[i] == 0);
    }
    return state;
  }

  private void count(int position) {
    TaskState task = entries[position].state();
    unfinished += task.status().isFinal() ? 0 : 1;
    hasFailed |= task instanceof TaskState.Failed;
    isCancelled |= task instanceof TaskState.Cancelled;
    waiting.set(position, task instanceof TaskState.Waiting);
    running.set(position, task instanceof TaskState.Running);
    if (task instanceof TaskState.Succeeded) {
      for (int next : graph.neededBy(position)) {
        missing[next]--;
      }
    }
  }

  ExecutionState copy() {
    ExecutionState copy =
        new ExecutionState(
            graph,
            parameters,
            entries.clone(),
            missing.clone(),
            (BitSet) ready.clone(),
            (BitSet) waiting.clone(),
            (BitSet) running.clone());
    copy.unfinished = unfinished;
    copy.hasFailed = hasFailed;
    copy.isCancelled = isCancelled;
    return copy;
  }

  TaskState task(int position) {
    return entries[position].state();
  }

  boolean isFinished() {
    return unfinished == 0;
  }

  /// How many tasks could start now.
  int readyCount() {
    return ready.cardinality();
  }

  /// When something is due without any signal: a wait that ends, a timeout, a lease.
  Optional<Instant> wake() {
    Instant earliest = Instant.MAX;
    for (int i = waiting.nextSetBit(0); i >= 0; i = waiting.nextSetBit(i + 1)) {
      if (task(i) instanceof TaskState.Waiting wait && wait.until().isBefore(earliest)) {
        earliest = wait.until();
      }
    }
    for (int i = running.nextSetBit(0); i >= 0; i = running.nextSetBit(i + 1)) {
      if (task(i) instanceof TaskState.Running run) {
        Instant due = run.lease().isBefore(run.deadline()) ? run.lease() : run.deadline();
        earliest = due.isBefore(earliest) ? due : earliest;
      }
    }
    return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
  }

  /// What a reference stands for, once the tasks it points to have succeeded.
  ///
  /// @throws Problem `invalid-request` when there is no such output
  JsonNode value(Reference reference) {
    return switch (reference) {
      case Reference.ToParameter(String name) -> parameters.path(name);
      case Reference.ToOutput(String id, List<String> path) -> output(id, path);
    };
  }

  private JsonNode output(String id, List<String> path) {
    if (!(task(graph.position(id)) instanceof TaskState.Succeeded(ObjectNode outputs))) {
      throw Problem.of(ProblemCode.INTERNAL, "Task '%s' has not succeeded yet.", id);
    }
    JsonNode value = outputs;
    for (String part : path) {
      value = value.path(part);
    }
    if (value.isMissingNode()) {
      throw Problem.invalid(
          "Task '%s' has no output '%s'; it has %s.",
          id, String.join(".", path), outputs.propertyNames());
    }
    return value;
  }
}
