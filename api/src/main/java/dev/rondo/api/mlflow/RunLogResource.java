package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.ledger.Dataset;
import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.RunBatch;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Runs;
import dev.rondo.ledger.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What clients note on runs: `runs/log-…`, `runs/set-tag` and `runs/delete-tag`.
final class RunLogResource {
  private static final long DATASETS_BYTES = 64L << 20;

  private final Runs runs;

  RunLogResource(Runs runs) {
    this.runs = runs;
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/runs/";
    routes
        .post(root + "log-metric", "Note a point of a metric")
        .permission(Permission.WRITE_RUNS)
        .handle(this::logMetric);
    routes
        .post(root + "log-parameter", "Note a parameter, once")
        .permission(Permission.WRITE_RUNS)
        .handle(this::logParameter);
    routes
        .post(root + "set-tag", "Set a tag of a run")
        .permission(Permission.WRITE_RUNS)
        .handle(this::setTag);
    routes
        .post(root + "delete-tag", "Delete a tag of a run")
        .permission(Permission.WRITE_RUNS)
        .handle(this::deleteTag);
    routes
        .post(root + "log-batch", "Note parameters, metrics and tags, all or none")
        .permission(Permission.WRITE_RUNS)
        .handle(this::logBatch);
    routes
        .post(root + "log-inputs", "Note the datasets that a run has read")
        .permission(Permission.WRITE_RUNS)
        .maxBody(DATASETS_BYTES)
        .handle(this::logInputs);
  }

  private Response logMetric(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked);
    Metric point = BatchReader.metric(asked);
    return log(
        request.caller(),
        run,
        new RunBatch(
            List.of(),
            List.of(point),
            List.of(),
            BatchReader.ofModel(run, point, asked).stream().toList()));
  }

  private Response logParameter(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked);
    asked.text("value");
    return log(
        request.caller(),
        run,
        new RunBatch(List.of(BatchReader.parameter(asked)), List.of(), List.of()));
  }

  private Response setTag(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked);
    Tag tag = Keys.tag(asked.fullText("key"), Optional.of(asked.text("value")));
    return log(request.caller(), run, new RunBatch(List.of(), List.of(), List.of(tag)));
  }

  private Response deleteTag(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked.fullText("run_id"));
    runs.deleteTag(request.caller(), run, asked.fullText("key"));
    return JsonAnswer.nothing();
  }

  private Response logBatch(Request request) {
    BatchReader.Batch batch = BatchReader.read(request.jsonBytes());
    return log(request.caller(), RunIds.of(batch.run()), batch.entries());
  }

  private Response log(Caller caller, RunId run, RunBatch batch) {
    try {
      runs.log(caller, run, batch);
    } catch (Problem e) {
      if (e.code() == ProblemCode.CONFLICT) {
        return MlflowErrors.of(400, MlflowErrors.INVALID_PARAMETER_VALUE, e.text());
      }
      throw e;
    }
    return JsonAnswer.nothing();
  }

  private Response logInputs(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(Keys.checkRunId(asked.fullText("run_id")));
    List<DatasetInput> inputs =
        asked.messages("datasets").stream().map(RunLogResource::input).toList();
    List<LoggedModelId> models =
        asked.messages("models").stream()
            .map(model -> new LoggedModelId(model.fullText("model_id")))
            .toList();
    runs.logInputs(request.caller(), run, inputs, models);
    return JsonAnswer.nothing();
  }

  private static DatasetInput input(Message asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Message tag : asked.messages("tags")) {
      tags.put(tag.fullText("key"), tag.text("value"));
    }
    Message dataset = asked.message("dataset").orElseThrow(() -> Message.missing("dataset"));
    return new DatasetInput(
        new Dataset(
            dataset.fullText("name"),
            dataset.fullText("digest"),
            dataset.fullText("source_type"),
            dataset.fullText("source"),
            dataset.findText("schema"),
            dataset.findText("profile")),
        tags);
  }
}
