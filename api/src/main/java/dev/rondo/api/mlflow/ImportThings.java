package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ImportedExperiment;
import dev.rondo.ledger.ImportedRun;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.RunId;
import dev.rondo.registry.ImportedModel;
import dev.rondo.registry.ImportedVersion;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes in the things of an MLflow store, each for itself: one that cannot be taken is told with
/// its reason, and the others are taken. Each answer counts what there is of the thing now.
/// Thread-safe.
final class ImportThings {
  private final Ledger ledger;
  private final Registry registry;
  private final ImportTraces traces;
  private final ImportModels models;
  private final InstantSource clock;

  ImportThings(Ledger ledger, Registry registry, ModelFiles files, InstantSource clock) {
    this.ledger = ledger;
    this.registry = registry;
    this.traces = new ImportTraces(ledger);
    this.models = new ImportModels(files);
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /// Those of one kind go side by side, so that the database stores them together.
  ObjectNode take(Caller caller, ObjectNode asked) {
    Message message = Message.of(asked);
    ArrayNode items = Json.array();
    message
        .messages("experiments")
        .forEach(
            one -> items.add(told("experiment", one, "experiment_id", caller, this::experiment)));
    each(items, message, "logged_models", "model_id", caller, this::model);
    each(items, message, "runs", "run_id", caller, this::run);
    each(items, message, "counted", "run_id", caller, this::counted);
    each(items, message, "linked", "model_id", caller, this::link);
    each(items, message, "registered_models", "name", caller, this::registered);
    each(items, message, "traces", "trace_id", caller, traces::take);
    ObjectNode answer = Json.object();
    answer.set("items", items);
    return answer;
  }

  private interface Taking extends BiFunction<Caller, Message, ObjectNode> {}

  private static void each(
      ArrayNode items, Message asked, String list, String id, Caller caller, Taking taking) {
    List<Callable<ObjectNode>> work = new ArrayList<>();
    asked.messages(list).forEach(one -> work.add(() -> told(list, one, id, caller, taking)));
    all(work).forEach(items::add);
  }

  private static ObjectNode told(
      String kind, Message one, String idName, Caller caller, Taking taking) {
    Message info = one.message("info").or(() -> one.message("trace_info")).orElse(one);
    String id = info.findText(idName).orElse("");
    try {
      return taking.apply(caller, one).put("kind", kind).put("id", id);
    } catch (Problem e) {
      if (e.code() == ProblemCode.INTERNAL || e.code() == ProblemCode.UNAVAILABLE) {
        throw e;
      }
      return Json.object().put("kind", kind).put("id", id).put("problem", e.text());
    }
  }

  private static <T> List<T> all(List<Callable<T>> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Problem problem
          ? problem
          : Problem.wrap(ProblemCode.INTERNAL, "The import failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The import was interrupted.", e);
    }
  }

  private ObjectNode experiment(Caller caller, Message asked) {
    ImportedExperiment from = ImportMessages.experiment(asked, clock.instant());
    Experiment made = ledger.imports().experiment(caller, from);
    ObjectNode json = Json.object().put("experiment", made.id().toString());
    counts(json, Map.of("tags", (long) made.tags().size()));
    return json;
  }

  private ObjectNode run(Caller caller, Message asked) {
    ImportedRun run = ImportMessages.run(asked, clock.instant());
    return counts(Json.object(), ledger.imports().run(caller, run));
  }

  private ObjectNode counted(Caller caller, Message asked) {
    RunId id = RunIds.of(asked.fullText("run_id"));
    return counts(Json.object(), ledger.imports().counts(caller, id));
  }

  private ObjectNode model(Caller caller, Message asked) {
    LoggedModel model = ImportMessages.model(asked, clock.instant());
    return counts(Json.object(), ledger.imports().model(caller, model));
  }

  private ObjectNode link(Caller caller, Message asked) {
    ledger.imports().link(caller, new LoggedModelId(asked.fullText("model_id")));
    return Json.object();
  }

  private ObjectNode registered(Caller caller, Message asked) {
    ImportedModel model = models.model(asked);
    List<ImportedVersion> versions = models.versions(caller, asked);
    List<ModelVersion> made = registry.imports().bring(caller, model, versions);
    made.forEach(version -> link(caller, version));
    long tags = made.stream().mapToLong(version -> version.tags().size()).sum();
    return counts(
        Json.object(),
        Map.of(
            "versions", (long) made.size(),
            "aliases", (long) registry.catalog().load(caller, model.name()).aliases().size(),
            "tags", tags + registry.catalog().load(caller, model.name()).tags().size()));
  }

  /// A version is part of the lineage of the run that made it, if that run is here.
  private void link(Caller caller, ModelVersion version) {
    Optional<RunId> run = version.run().flatMap(RunId::find);
    String number = Integer.toString(version.version());
    boolean isNew = ledger.asset(caller, version.asset().kind(), version.model(), number).isEmpty();
    if (isNew && run.isPresent() && ledger.find(caller, run.get()).isPresent()) {
      Map<String, Object> facts = Map.of("source", version.source().source());
      ledger.recordOutput(caller, run.get(), version.asset(), facts);
    }
  }

  static ObjectNode counts(ObjectNode json, Map<String, Long> counts) {
    ObjectNode object = json.putObject("counts");
    counts.forEach(object::put);
    return json;
  }

  /// @param body `{"runs": [{"run_id": …, "metrics": {key: [step, time, value, …]}}]}`
  long points(Caller caller, byte[] body) {
    List<Callable<Long>> work = new ArrayList<>();
    ImportPoints.read(
        body,
        (run, points) ->
            work.add(() -> {
              ledger.imports().points(caller, run, points);
              return (long) points.size();
            }));
    return all(work).stream().mapToLong(Long::longValue).sum();
  }
}
