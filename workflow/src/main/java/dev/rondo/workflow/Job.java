package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// One attempt under way: runs its step, or takes the outputs of an equal one. Thread-safe.
final class Job implements StepContext {
  private static final int MAX_OUTPUTS = 1 << 18;

  private final Launch launch;
  private final Step step;
  private final UnaryOperator<Caller> callers;
  private final TaskLog log;
  private final Database database;
  private volatile Caller caller;
  private volatile boolean isCancelled;

  Job(Launch launch, Step step, UnaryOperator<Caller> callers, TaskLog log, Database database) {
    this.launch = launch;
    this.step = step;
    this.callers = callers;
    this.log = log;
    this.database = database;
    this.caller = launch.caller();
  }

  Launch launch() {
    return launch;
  }

  /// Does the work on the current thread, and tells how it ended; the log is durable by then.
  Signal run() {
    Signal signal;
    try {
      caller = callers.apply(launch.caller());
      caller.require(Permission.RUN_PIPELINES);
      signal = new Signal.Succeeded(launch.task(), launch.attempt(), outcome());
    } catch (Throwable thrown) {
      signal = failed(thrown);
    }
    boolean wasInterrupted = Thread.interrupted();
    log.flush();
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return signal;
  }

  private Signal.Outcome outcome() throws Exception {
    Optional<Digest> key = Optional.empty();
    if (launch.spec().cache()) {
      key = Optional.of(cacheKey());
      Optional<CacheTable.Hit> hit = launch.usesCache() ? hit(key.get()) : Optional.empty();
      if (hit.isPresent()) {
        log("The outputs of attempt %s are used again.".formatted(hit.get().attempt()));
        return new Signal.Outcome(
            hit.get().outputs(), Optional.empty(), Optional.of(hit.get().attempt()));
      }
    }
    return new Signal.Outcome(checked(step.run(this).outputs()), key, Optional.empty());
  }

  private Digest cacheKey() throws Exception {
    return CacheTable.key(
        launch.spec().uses(), step.version(), launch.parameters(), step.inputsDigest(this));
  }

  private Optional<CacheTable.Hit> hit(Digest key) {
    return database.read(tx -> CacheTable.find(tx, launch.caller().project(), key));
  }

  private static ObjectNode checked(ObjectNode outputs) {
    int length = Json.write(outputs).length();
    if (length > MAX_OUTPUTS) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "The step's outputs have %,d characters; %,d are the most. Hand on a name or a digest.",
          length,
          MAX_OUTPUTS);
    }
    return outputs;
  }

  private Signal failed(Throwable thrown) {
    if (!(thrown instanceof Problem) && !(thrown instanceof InterruptedException)) {
      log(trace(thrown));
    }
    return new Signal.Failed(launch.task(), launch.attempt(), Failure.of(thrown));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  void cancel() {
    isCancelled = true;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public ExecutionId executionId() {
    return launch.executionId();
  }

  @Override
  public String taskId() {
    return launch.spec().id();
  }

  @Override
  public String attemptId() {
    return launch.attemptId();
  }

  @Override
  public int attempt() {
    return launch.attempt();
  }

  @Override
  public ObjectNode parameters() {
    return launch.parameters().deepCopy();
  }

  @Override
  public void log(String text) {
    log.log(text);
  }

  @Override
  public boolean isCancelled() {
    return isCancelled;
  }

  @Override
  public String idempotencyKey() {
    return launch.executionId() + "/" + launch.spec().id();
  }
}
