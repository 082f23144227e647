package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The engine's whole judgement, as a pure function: from a state, a batch of signals and the time
/// to a new state and commands. No clock, thread, random source or I/O; tasks are always looked at
/// in the order of the pipeline. What it keeps true:
///
/// - A task starts only when all that it needs has succeeded, and never after a cancellation.
/// - A result is accepted once, from the current attempt alone; any other report is refused.
/// - A final state never changes.
/// - No more tasks start than slots were granted in the same batch.
/// - An attempt that was lost is tried again without counting as a failure, up to a limit.
/// - A task that can no longer start because another did not succeed is skipped at once, so an
///   execution ends as soon as nothing can be done.
final class Core {
  private final EngineOptions options;
  private final ExecutionState state;
  private final Instant now;
  private final BitSet changed = new BitSet();
  private final List<Command> commands = new ArrayList<>();
  private int slots;

  private Core(EngineOptions options, ExecutionState state, Instant now) {
    this.options = options;
    this.state = state.copy();
    this.now = now;
  }

  static Decision decide(
      EngineOptions options, ExecutionState state, List<Signal> signals, Instant now) {
    if (state.isFinished()) {
      return new Decision(state, new BitSet(), refusals(signals));
    }
    return new Core(options, state, now).decide(signals);
  }

  private static List<Command> refusals(List<Signal> signals) {
    List<Command> commands = new ArrayList<>();
    for (Signal signal : signals) {
      switch (signal) {
        case Signal.Succeeded(int task, int attempt, _) ->
            commands.add(new Command.Refuse(task, attempt));
        case Signal.Failed(int task, int attempt, _) ->
            commands.add(new Command.Refuse(task, attempt));
        case Signal.Lost _, Signal.Renewed _, Signal.Slots _, Signal.Cancel _ -> {}
      }
    }
    return commands;
  }

  private Decision decide(List<Signal> signals) {
    signals.forEach(this::apply);
    expire();
    wake();
    start();
    if (state.isFinished()) {
      commands.add(new Command.Finish(end()));
    }
    return new Decision(state, changed, commands);
  }

  private ExecutionStatus end() {
    if (state.isCancelled) {
      return ExecutionStatus.CANCELLED;
    }
    return state.hasFailed ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED;
  }

  private void apply(Signal signal) {
    switch (signal) {
      case Signal.Slots(int count) -> slots += count;
      case Signal.Cancel _ -> cancel();
      case Signal.Renewed(int task, int attempt) -> renew(task, attempt);
      case Signal.Succeeded(int task, int attempt, Signal.Outcome outcome) ->
          succeed(task, attempt, outcome);
      case Signal.Failed(int task, int attempt, Failure failure) -> {
        if (isCurrent(task, attempt)) {
          end(task, attempt, AttemptStatus.FAILED, failure);
          fail(task, failure);
        }
      }
      case Signal.Lost(int task, int attempt) -> {
        if (isCurrent(task, attempt)) {
          lose(task, attempt);
        }
      }
    }
  }

  private boolean isCurrent(int task, int attempt) {
    boolean isCurrent =
        state.task(task) instanceof TaskState.Running running && running.attempt() == attempt;
    if (!isCurrent) {
      commands.add(new Command.Refuse(task, attempt));
    }
    return isCurrent;
  }

  private void renew(int task, int attempt) {
    if (state.task(task) instanceof TaskState.Running running && running.attempt() == attempt) {
      Instant lease = now.plus(options.lease());
      TaskEntry entry = state.entries[task];
      state.entries[task] = entry.as(new TaskState.Running(attempt, lease, running.deadline()));
      commands.add(new Command.Renew(task, attempt, lease));
    }
  }

  private void succeed(int task, int attempt, Signal.Outcome outcome) {
    if (!isCurrent(task, attempt)) {
      return;
    }
    set(task, state.entries[task].as(new TaskState.Succeeded(outcome.outputs())));
    commands.add(
        new Command.End(
            task, attempt, AttemptStatus.SUCCEEDED, Optional.of(outcome), Optional.empty()));
    for (int next : state.graph.neededBy(task)) {
      if (--state.missing[next] == 0 && state.task(next) instanceof TaskState.Pending) {
        state.ready.set(next);
      }
    }
  }

  private void end(int task, int attempt, AttemptStatus status, Failure failure) {
    commands.add(new Command.End(task, attempt, status, Optional.empty(), Optional.of(failure)));
  }

  /// A failure of the task's own: tried again if it may be.
  private void fail(int task, Failure failure) {
    TaskEntry entry = state.entries[task];
    Retry retry = state.graph.task(task).retry();
    int failures = entry.failures() + 1;
    if (retry.allows(failure, failures)) {
      set(task, entry.failed(new TaskState.Waiting(now.plus(retry.wait(failures)), failure)));
    } else {
      set(task, entry.failed(new TaskState.Failed(failure)));
      skipAfter(task);
    }
  }

  private void lose(int task, int attempt) {
    TaskEntry entry = state.entries[task];
    Failure failure =
        new Failure(
            ProblemCode.UNAVAILABLE,
            "Attempt %d was lost with the process that ran it.".formatted(attempt));
    end(task, attempt, AttemptStatus.LOST, failure);
    commands.add(new Command.Interrupt(task, attempt));
    if (entry.losses() < options.maxLosses()) {
      set(task, entry.lost(new TaskState.Waiting(now, failure)));
    } else {
      set(task, entry.lost(new TaskState.Failed(failure)));
      skipAfter(task);
    }
  }

  private void skipAfter(int failed) {
    Deque<Integer> rest = new ArrayDeque<>(List.of(failed));
    while (!rest.isEmpty()) {
      int cause = rest.remove();
      for (int next : state.graph.neededBy(cause)) {
        if (state.task(next) instanceof TaskState.Pending) {
          set(next, state.entries[next].as(new TaskState.Skipped(skipped(cause))));
          rest.add(next);
        }
      }
    }
  }

  private Failure skipped(int cause) {
    return new Failure(
        ProblemCode.PRECONDITION_FAILED,
        "It needs '%s', which did not succeed.".formatted(state.graph.task(cause).id()));
  }

  private void cancel() {
    state.isCancelled = true;
    for (int i = 0; i < state.entries.length; i++) {
      if (state.task(i) instanceof TaskState.Running(int attempt, _, _)) {
        end(
            i,
            attempt,
            AttemptStatus.CANCELLED,
            new Failure(ProblemCode.CANCELLED, "The execution was cancelled."));
        commands.add(new Command.Interrupt(i, attempt));
      }
      if (!state.task(i).status().isFinal()) {
        set(i, state.entries[i].as(TaskState.CANCELLED));
      }
    }
  }

  /// Ends attempts that took too long or gave no sign of life.
  private void expire() {
    for (int i = state.running.nextSetBit(0); i >= 0; i = state.running.nextSetBit(i + 1)) {
      if (!(state.task(i) instanceof TaskState.Running running)) {
        continue;
      }
      if (!now.isBefore(running.deadline())) {
        timeOut(i, running.attempt());
      } else if (now.isAfter(running.lease())) {
        lose(i, running.attempt());
      }
    }
  }

  private void timeOut(int task, int attempt) {
    Failure failure =
        new Failure(
            ProblemCode.TIMED_OUT,
            "It did not end within its timeout of %s.".formatted(state.graph.task(task).timeout()));
    end(task, attempt, AttemptStatus.TIMED_OUT, failure);
    commands.add(new Command.Interrupt(task, attempt));
    fail(task, failure);
  }

  /// Makes those ready whose wait is over.
  private void wake() {
    for (int i = state.waiting.nextSetBit(0); i >= 0; i = state.waiting.nextSetBit(i + 1)) {
      if (state.task(i) instanceof TaskState.Waiting waiting && !now.isBefore(waiting.until())) {
        set(i, state.entries[i].as(TaskState.PENDING));
        state.ready.set(i);
      }
    }
  }

  private void start() {
    for (int i = state.ready.nextSetBit(0);
        i >= 0 && slots > 0;
        i = state.ready.nextSetBit(i + 1)) {
      try {
        start(i, (ObjectNode) Reference.resolve(state.graph.task(i).with(), state::value));
      } catch (Problem problem) {
        set(i, state.entries[i].failed(new TaskState.Failed(Failure.of(problem))));
        skipAfter(i);
      }
    }
  }

  private void start(int task, ObjectNode parameters) {
    int attempt = state.entries[task].attempts() + 1;
    Instant lease = now.plus(options.lease());
    Instant deadline = now.plus(state.graph.task(task).timeout());
    set(task, state.entries[task].started(new TaskState.Running(attempt, lease, deadline)));
    commands.add(new Command.Start(task, attempt, lease, parameters));
    slots--;
  }

  /// Replaces an entry and all that follows from it.
  private void set(int task, TaskEntry entry) {
    state.entries[task] = entry;
    changed.set(task);
    state.ready.clear(task);
    state.waiting.set(task, entry.state() instanceof TaskState.Waiting);
    state.running.set(task, entry.state() instanceof TaskState.Running);
    state.hasFailed |= entry.state() instanceof TaskState.Failed;
    state.unfinished -= entry.state().status().isFinal() ? 1 : 0;
  }
}
