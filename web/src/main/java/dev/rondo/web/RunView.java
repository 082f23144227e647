package dev.rondo.web;

import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.loop.RunEnvironment;
import dev.rondo.loop.cause.Causes;
import dev.rondo.registry.ModelVersion;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.LogLine;
import dev.rondo.workflow.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run, and the pipeline's execution of the same id where there is one.
///
/// @param work its tasks; empty for a run that is no execution
/// @param log of one task
/// @param notes empty for an execution that is no run yet
/// @param environment what it was done with; empty for an execution that is no run yet
/// @param causes of what failed; empty for what did not
/// @param now system time
record RunView(
    String id,
    Optional<Run> run,
    Optional<Execution> execution,
    Optional<Work> work,
    Optional<Log> log,
    Optional<Notes> notes,
    Optional<RunEnvironment> environment,
    Optional<Causes> causes,
    Instant now) {

  /// The tasks of an execution.
  record Work(List<Task> tasks, Graph graph, Gantt gantt) {}

  /// The log of a task.
  ///
  /// @param owner the execution that it belongs to
  /// @param isLive whether more may come
  record Log(String owner, String task, List<LogLine> lines, boolean isLive) {
    long last() {
      return lines.isEmpty() ? 0 : lines.getLast().line();
    }
  }

  /// What the ledger has noted.
  ///
  /// @param curves of the metrics that have a history
  /// @param nested the runs within it, newest first
  record Notes(
      RunData data,
      Curves.Drawn curves,
      List<AssetRecord> inputs,
      List<AssetRecord> outputs,
      FileList files,
      List<Run> nested,
      Models models,
      List<Trace> traces) {}

  /// What became of its models.
  ///
  /// @param wrote the logged models that it wrote
  /// @param read the logged models that it read
  record Models(List<ModelVersion> registered, List<LoggedModel> wrote, List<LoggedModel> read) {}

  String name() {
    return execution.map(Execution::pipeline).or(() -> run.map(Run::name)).orElse(id);
  }

  String kind() {
    return execution.isPresent() ? "pipeline" : run.map(Run::kind).orElse("run");
  }

  String state() {
    return execution
        .map(e -> Format.words(e.status()))
        .or(() -> run.map(r -> Format.words(r.status())))
        .orElse("");
  }

  Tone tone() {
    return execution
        .map(e -> Tone.of(e.status()))
        .or(() -> run.map(r -> Tone.of(r.status())))
        .orElse(Tone.IDLE);
  }

  boolean isLive() {
    return execution.map(e -> !e.status().isFinal()).orElse(tone() == Tone.BUSY);
  }

  Optional<Instant> started() {
    return execution.flatMap(Execution::started).or(() -> run.map(Run::started));
  }

  Optional<Instant> ended() {
    return execution.isPresent() ? execution.flatMap(Execution::ended) : run.flatMap(Run::ended);
  }
}
