package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.loop.Loop;
import dev.rondo.loop.RunEnvironment;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.LogLine;
import dev.rondo.workflow.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Pipelines and runs.
public final class RunResource {
  private final Loop loop;
  private final Ledger ledger;

  public RunResource(Loop loop, Ledger ledger) {
    this.loop = loop;
    this.ledger = ledger;
  }

  record PipelineView(String name, String description, List<String> tasks) {}

  record RunView(
      String id,
      String kind,
      String name,
      String status,
      String parent,
      String started,
      String ended,
      String user,
      String experiment) {}

  record AssetView(String kind, String name, String version, String digest) {}

  record TaskView(String id, String uses, String status, int attempts) {}

  record RunDetail(
      RunView run,
      EnvironmentView environment,
      Map<String, String> parameters,
      Map<String, Double> metrics,
      List<AssetView> inputs,
      List<AssetView> outputs,
      List<TaskView> tasks) {}

  record LogView(String task, long line, String time, String level, String message) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/pipelines")
        .permission(Permission.READ)
        .summary("List the project's pipelines")
        .returns(Page.schema(Schema.of(PipelineView.class)))
        .handle(this::pipelines);
    routes
        .post("/api/v1/projects/{project}/pipelines/{name}/runs")
        .permission(Permission.RUN_PIPELINES)
        .summary("Start a pipeline")
        .accepts(Schema.object().optional("parameters", Schema.map(Schema.any())))
        .returns(201, Schema.object().field("id", Schema.text()))
        .handle(this::start);
    routes
        .get("/api/v1/projects/{project}/runs")
        .permission(Permission.READ)
        .summary("List runs, newest first")
        .query("kind", Schema.text(), "Only runs of this kind, such as pipeline, task or trial")
        .query("parent", Schema.text(), "Only runs nested in this one")
        .query("after", Schema.text(), "The `next` of the page before")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(Page.schema(Schema.of(RunView.class)))
        .handle(this::list);
    routes
        .get("/api/v1/projects/{project}/runs/{id}")
        .permission(Permission.READ)
        .summary("Describe a run with its parameters, metrics, inputs, outputs and tasks")
        .returns(Schema.of(RunDetail.class))
        .handle(this::describe);
    routes
        .get("/api/v1/projects/{project}/runs/{id}/logs")
        .permission(Permission.READ)
        .summary("Read the logs of an execution's tasks")
        .query("task", Schema.text(), "Only this task")
        .query("after", Schema.integer().range(0, Integer.MAX_VALUE), "Only lines after this one")
        .returns(Page.schema(Schema.of(LogView.class)))
        .handle(this::logs);
  }

  private Response pipelines(Request request) {
    return Response.json(
        Page.whole(
            loop.projects().active(request.caller()).project().pipelines().values().stream()
                .sorted(Comparator.comparing(p -> p.name()))
                .map(p ->
                    new PipelineView(
                        p.name(),
                        p.description(),
                        p.tasks().stream().map(task -> task.id()).toList()))
                .toList()));
  }

  private Response start(Request request) {
    Map<String, JsonNode> parameters = new HashMap<>();
    request.json().path("parameters").forEachEntry(parameters::put);
    ExecutionId id = loop.start(request.caller(), request.parameter("name"), parameters);
    return Response.json(Map.of("id", id.value())).status(201);
  }

  private Response list(Request request) {
    int limit = request.query("limit", 50);
    RunQuery query = RunQuery.newest(limit);
    if (request.query("kind").isPresent()) {
      query = query.withKind(request.query("kind").get());
    }
    if (request.query("parent").isPresent()) {
      query = query.withParent(new RunId(request.query("parent").get()));
    }
    if (Page.after(request).isPresent()) {
      query = query.withAfter(new RunId(Page.after(request).get()));
    }
    List<Run> runs = ledger.list(request.caller(), query);
    return Response.json(Page.of(runs, limit, run -> run.id().value(), RunResource::view));
  }

  static RunView view(Run run) {
    return new RunView(
        run.id().value(),
        run.kind(),
        run.name(),
        run.status().name(),
        run.parent().map(RunId::value).orElse(""),
        run.started().toString(),
        run.ended().map(Instant::toString).orElse(""),
        run.user(),
        run.experiment());
  }

  private Response describe(Request request) {
    Caller caller = request.caller();
    RunId id = new RunId(request.parameter("id"));
    Run run =
        ledger
            .find(caller, id)
            .orElseThrow(() -> Problem.notFound("There is no run '%s'.", id.value()));
    Map<String, String> parameters = new TreeMap<>();
    ledger.parameters(caller, id).forEach(p -> parameters.put(p.key(), p.value()));
    Map<String, Double> metrics = new TreeMap<>();
    ledger.metrics(caller, id).stream()
        .filter(Metric::isFinite)
        .forEach(m -> metrics.put(m.key(), m.value()));
    return Response.json(
        new RunDetail(
            view(run),
            EnvironmentView.of(RunEnvironment.of(ledger, caller, run), run.usage()),
            parameters,
            metrics,
            assets(ledger.inputs(caller, id)),
            assets(ledger.outputs(caller, id)),
            tasks(caller, id)));
  }

  private static List<AssetView> assets(List<AssetRecord> records) {
    return records.stream().map(record -> view(record.asset())).toList();
  }

  static AssetView view(Asset asset) {
    return new AssetView(
        asset.kind().text(), asset.name(), asset.version(), asset.digest().value());
  }

  private List<TaskView> tasks(Caller caller, RunId id) {
    return execution(caller, id)
        .map(execution ->
            loop.engine().tasks(caller, execution.id()).stream().map(RunResource::view).toList())
        .orElse(List.of());
  }

  private static TaskView view(Task task) {
    return new TaskView(task.id(), task.uses(), task.status().name(), task.attempts());
  }

  /// The execution of a run that is not hidden from the caller.
  private Optional<Execution> execution(Caller caller, RunId id) {
    return loop.engine()
        .find(caller, new ExecutionId(id.value()))
        .filter(_ -> !ledger.isHidden(caller, id));
  }

  private Response logs(Request request) {
    Caller caller = request.caller();
    RunId id = new RunId(request.parameter("id"));
    Execution execution =
        execution(caller, id)
            .orElseThrow(() ->
                Problem.notFound("Run '%s' is not a pipeline's, so it has no logs.", id.value()));
    long after = request.query("after", 0);
    List<LogView> lines = new ArrayList<>();
    for (Task task : loop.engine().tasks(caller, execution.id())) {
      if (request.query("task").map(task.id()::equals).orElse(true)) {
        for (LogLine line : lines(caller, execution.id(), task.id(), after)) {
          lines.add(new LogView(task.id(), line.line(), line.at().toString(), "info", line.text()));
        }
      }
    }
    return Response.json(Page.whole(lines));
  }

  /// A task's lines after one, to the end.
  private List<LogLine> lines(Caller caller, ExecutionId id, String task, long after) {
    List<LogLine> lines = new ArrayList<>();
    for (List<LogLine> page = loop.engine().logs(caller, id, task, after);
        !page.isEmpty();
        page = loop.engine().logs(caller, id, task, page.getLast().line())) {
      lines.addAll(page);
    }
    return lines;
  }
}
