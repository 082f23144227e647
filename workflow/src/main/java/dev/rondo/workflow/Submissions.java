package dev.rondo.workflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks and stores new executions, and tells the loop of them when they are durable. Thread-safe.
final class Submissions {
  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;
  private final Set<String> steps;
  private final Inbox inbox;

  Submissions(
      Database database,
      Events events,
      IdSource ids,
      InstantSource clock,
      Set<String> steps,
      Inbox inbox) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.steps = steps;
    this.inbox = inbox;
  }

  ExecutionId submit(
      Caller caller, Pipeline pipeline, Map<String, JsonNode> parameters, SubmitOptions options) {
    check("pipeline '" + pipeline.name() + "'", sink -> PipelineCheck.check(pipeline, steps, sink));
    check(
        "parameters of pipeline '" + pipeline.name() + "'",
        sink -> PipelineCheck.checkParameters(pipeline, parameters, sink));
    String definition = PipelineForm.write(pipeline);
    var submission =
        new ExecutionTable.Submission(
            new ExecutionId(ids.next()),
            caller,
            pipeline.name(),
            definition,
            Digest.of(definition),
            merged(pipeline, parameters),
            options);
    return submit(submission, Graph.of(pipeline));
  }

  private static void check(String what, Consumer<BiConsumer<String, String>> check) {
    List<Mistake> mistakes = new ArrayList<>();
    check.accept((place, message) -> mistakes.add(Mistake.at(place, message)));
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST,
          "The " + what + " cannot be run: " + mistakes.getFirst().message(),
          mistakes);
    }
  }

  private static ObjectNode merged(Pipeline pipeline, Map<String, JsonNode> parameters) {
    ObjectNode all = Json.object();
    pipeline.parameters().forEach(all::set);
    parameters.forEach(all::set);
    return all.deepCopy();
  }

  private ExecutionId submit(ExecutionTable.Submission submission, Graph graph) {
    Instant now = clock.instant();
    return database.write(tx -> {
      Optional<ExecutionId> earlier =
          submission
              .options()
              .idempotencyKey()
              .flatMap(
                  key -> ExecutionTable.byIdempotencyKey(tx, submission.caller().project(), key));
      earlier.ifPresentOrElse(_ -> {}, () -> insert(tx, submission, graph, now));
      return earlier.orElse(submission.id());
    });
  }

  private void insert(
      Transaction tx, ExecutionTable.Submission submission, Graph graph, Instant now) {
    Caller caller = submission.caller();
    boolean isBusy =
        submission
            .options()
            .concurrencyKey()
            .map(key -> ExecutionTable.isBusy(tx, caller.project(), key))
            .orElse(false);
    ExecutionStatus status = isBusy ? ExecutionStatus.QUEUED : ExecutionStatus.RUNNING;
    long key = ExecutionTable.insert(tx, submission, status, now);
    TaskTable.insert(tx, key, caller.project().value(), graph.size());
    if (!isBusy) {
      events.publish(
          tx,
          caller,
          "execution.started",
          submission.id().value(),
          Map.of("pipeline", submission.pipeline(), "trigger", submission.options().trigger()));
      Active active =
          new Active(
              key,
              submission.id(),
              caller,
              submission.options().usesCache(),
              ExecutionState.fresh(graph, submission.parameters()));
      tx.afterCommit(() -> inbox.add(new Inbox.Admitted(active)));
    }
  }
}
