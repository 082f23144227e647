package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.ledger.DatasetSummary;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunChange;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunDraft;
import dev.rondo.ledger.RunResults;
import dev.rondo.ledger.RunSearch;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Runs;
import dev.rondo.ledger.Tag;
import dev.rondo.ledger.View;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// `runs/…`, but for what is noted on a run, and `experiments/search-datasets`.
final class RunResource {
  /// What the ledger calls a run that a client of this protocol began.
  static final String KIND = "mlflow";

  static final SequencedMap<String, RunStatus> STATES = new LinkedHashMap<>();
  private static final int USUAL = 1_000;
  private static final int MOST = 50_000;
  private static final int EXPERIMENTS = 20;

  static {
    for (RunStatus status : RunStatus.values()) {
      STATES.put(status.name(), status);
    }
  }

  private final Runs runs;
  private final Experiments experiments;

  RunResource(Ledger ledger) {
    this.runs = ledger.runs();
    this.experiments = ledger.experiments();
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/runs/";
    routes
        .post(root + "create", "Begin a run")
        .permission(Permission.WRITE_RUNS)
        .handle(this::create);
    routes
        .get(root + "get", "Describe a run with its latest metrics")
        .permission(Permission.READ)
        .handle(
            r -> JsonAnswer.stream(run(r, runs.load(r.caller(), RunIds.of(Message.ofQuery(r))))));
    routes
        .post(root + "update", "Say how a run stands, when it ended, what it is called")
        .permission(Permission.WRITE_RUNS)
        .handle(this::update);
    routes
        .post(root + "delete", "Delete a run; it can be restored")
        .permission(Permission.MANAGE)
        .handle(this::delete);
    routes
        .post(root + "restore", "Restore a deleted run")
        .permission(Permission.MANAGE)
        .handle(this::restore);
    routes.post(root + "search", "Search runs").permission(Permission.READ).handle(this::search);
    routes
        .post("/mlflow/experiments/search-datasets", "List the datasets of experiments' runs")
        .permission(Permission.READ)
        .handle(this::datasets);
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    List<Tag> tags =
        asked.messages("tags").stream()
            .map(tag -> Keys.tag(tag.fullText("key"), tag.findText("value")))
            .toList();
    Optional<String> name = asked.findText("run_name").filter(text -> !text.isEmpty());
    Optional<String> tagged =
        tags.stream().filter(tag -> tag.key().equals(Tag.RUN_NAME)).map(Tag::value).findFirst();
    if (name.isPresent() && tagged.isPresent() && !name.map(Tag::cut).equals(tagged)) {
      throw Problem.invalid(
          "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different"
              + " values (run_name='%s', mlflow.runName='%s').",
          Tag.cut(name.get()), tagged.get());
    }
    RunDraft draft =
        new RunDraft(
            ExperimentId.parse(asked.fullText("experiment_id")),
            name.or(() -> tagged.filter(text -> !text.isEmpty())),
            KIND,
            asked.findText("user_id").filter(text -> !text.isEmpty()),
            Instant.ofEpochMilli(asked.number("start_time", 0)),
            tags.stream().filter(tag -> !tag.key().equals(Tag.RUN_NAME)).toList());
    return JsonAnswer.of(run(request, runs.create(request.caller(), draft)));
  }

  private Consumer<JsonGenerator> run(Request request, RunData run) {
    return json -> {
      json.writeName("run");
      new RunWriter(json, request.caller(), experiments).run(run);
    };
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    RunChange change =
        new RunChange(
            asked.knownConstant("status", STATES),
            asked.has("end_time")
                ? Optional.of(Instant.ofEpochMilli(asked.number("end_time")))
                : Optional.empty(),
            asked.findText("run_name").filter(text -> !text.isEmpty()));
    Run run = runs.update(request.caller(), RunIds.of(asked), change);
    return JsonAnswer.of(json -> {
      json.writeName("run_info");
      new RunWriter(json, request.caller(), experiments).info(run);
    });
  }

  private Response delete(Request request) {
    runs.delete(request.caller(), RunIds.of(Message.ofBody(request).fullText("run_id")));
    return JsonAnswer.nothing();
  }

  private Response restore(Request request) {
    runs.restore(request.caller(), RunIds.of(Message.ofBody(request).fullText("run_id")));
    return JsonAnswer.nothing();
  }

  private Response search(Request request) {
    Message asked = Message.ofBody(request);
    List<ExperimentId> ids =
        asked.texts("experiment_ids").stream().map(ExperimentId::parse).toList();
    String filter = asked.findText("filter").orElse("");
    List<String> orders = asked.texts("order_by");
    View view = Views.of(asked, "run_view_type");
    Page page = Page.upTo(asked, USUAL, MOST, "runs", ids, filter, orders, view);
    RunResults found =
        runs.search(
            request.caller(),
            new RunSearch(
                ids,
                FilterText.parse(RunSearch.VOCABULARY, filter),
                FilterText.orders(RunSearch.VOCABULARY, orders),
                view,
                page.offset(),
                page.size()));
    return JsonAnswer.stream(write(request, found, page.next(found.hasMore())));
  }

  private Consumer<JsonGenerator> write(Request request, RunResults found, Optional<String> next) {
    return json -> {
      if (found.size() > 0) {
        RunWriter writer = new RunWriter(json, request.caller(), experiments);
        json.writeArrayPropertyStart("runs");
        found.forEach(writer::run);
        json.writeEndArray();
      }
      next.ifPresent(token -> json.writeStringProperty("next_page_token", token));
    };
  }

  private Response datasets(Request request) {
    List<String> ids = Message.ofBody(request).texts("experiment_ids");
    if (ids.isEmpty() || ids.size() > EXPERIMENTS) {
      throw Message.invalid("experiment_ids", ids, "it must hold 1 to " + EXPERIMENTS + " ids");
    }
    ObjectNode answer = Json.object();
    List<DatasetSummary> found =
        runs.datasets(request.caller(), ids.stream().map(ExperimentId::parse).toList());
    for (DatasetSummary one : found) {
      ObjectNode summary =
          answer
              .withArray("dataset_summaries")
              .addObject()
              .put("experiment_id", one.experiment().toString())
              .put("name", one.name())
              .put("digest", one.digest());
      one.context().ifPresent(context -> summary.put("context", context));
    }
    return Response.json(answer);
  }
}
