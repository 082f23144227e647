package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.RunEnvironment;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.LogLine;
import dev.rondo.workflow.Task;
import dev.rondo.workflow.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `/runs` and `/runs/{id}`. Executions and runs share ids, so one page serves both.
final class RunPages {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int PAGE = 50;
  private static final int LOG_PAGES = 5;

  private final Site site;
  private final Parts parts;
  private final RunReader notes;

  RunPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
    this.notes = new RunReader(parts);
  }

  /// One page of runs.
  ///
  /// @param kind `all`, or the kind that is shown
  /// @param next the address of the page after; empty on the last
  record ListView(String kind, String status, List<Row> rows, Optional<String> next, Instant now) {}

  /// A run with its main metrics.
  ///
  /// @param cause why a pipeline ran; empty for another kind of run
  record Row(Run run, List<Metric> metrics, String cause) {}

  Response list(Request request) {
    String kind = request.query("kind").orElse("pipeline");
    String status = request.query("status").orElse("");
    RunQuery query = query(request, kind, status);
    Caller caller = request.caller();
    List<Run> runs = parts.ledger().list(caller, query);
    List<Row> rows =
        runs.stream()
            .limit(PAGE)
            .map(run -> new Row(run, metrics(caller, run), cause(caller, run)))
            .toList();
    Optional<String> next =
        runs.size() > PAGE
            ? Optional.of(address(kind, status) + "&after=" + rows.getLast().run().id())
            : Optional.empty();
    ListView view = new ListView(kind, status, rows, next, parts.clock().instant());
    return site.page("runs.jte", site.frame(request, "Runs", "runs", "rondo runs list"), view);
  }

  static String address(String kind, String status) {
    return "/runs?kind=" + Addresses.part(kind) + "&status=" + Addresses.part(status);
  }

  private static RunQuery query(Request request, String kind, String status) {
    RunQuery query = RunQuery.newest(PAGE + 1);
    query = kind.equals("all") ? query : query.withKind(kind);
    query = status.isEmpty() ? query : query.withStatus(status(status));
    Optional<String> after = request.query("after");
    return after.isPresent() ? query.withAfter(new RunId(after.get())) : query;
  }

  private static RunStatus status(String text) {
    return Arrays.stream(RunStatus.values())
        .filter(status -> status.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                "There is no status '%s'; there are %s.",
                text, Arrays.toString(RunStatus.values()).toLowerCase(Locale.ROOT)));
  }

  private String cause(Caller caller, Run run) {
    return run.kind().equals("pipeline")
        ? parts
            .execution(caller, new ExecutionId(run.id().value()))
            .map(Execution::trigger)
            .orElse("")
        : "";
  }

  private List<Metric> metrics(Caller caller, Run run) {
    return run.kind().equals("pipeline")
        ? List.of()
        : parts.ledger().metrics(caller, run.id()).stream().limit(3).toList();
  }

  Response show(Request request) {
    String id = request.parameter("id");
    if (!isId(id)) {
      throw unknown(id);
    }
    RunView view = view(request, id);
    Frame frame =
        site.frame(
            request,
            Format.name(view.name()) + " " + Format.brief(id),
            "runs",
            "rondo runs show " + id);
    boolean isPart = request.query("part").filter("state"::equals).isPresent();
    return site.page(isPart ? "runstate.jte" : "run.jte", frame, view);
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static Problem unknown(String id) {
    return Problem.notFound("There is no run '%s'.", id);
  }

  private RunView view(Request request, String id) {
    Caller caller = request.caller();
    Optional<String> task = request.query("task");
    Optional<Run> run = parts.ledger().find(caller, new RunId(id));
    Optional<Execution> execution = parts.execution(caller, new ExecutionId(id));
    if (run.isEmpty() && execution.isEmpty()) {
      throw unknown(id);
    }
    Instant now = parts.clock().instant();
    List<Task> tasks =
        execution.isPresent() ? parts.engine().tasks(caller, new ExecutionId(id)) : List.of();
    return new RunView(
        id,
        run,
        execution,
        execution.map(_ -> work(tasks, now)),
        execution.isPresent() ? log(caller, id, tasks, task) : ownLog(caller, run, id),
        run.map(one -> notes.of(request, one.id())),
        run.map(one -> RunEnvironment.of(parts.ledger(), caller, one)),
        run.filter(one -> one.status() == RunStatus.FAILED)
            .map(one -> parts.causes().find(caller, one.id().value())),
        now);
  }

  private static RunView.Work work(List<Task> tasks, Instant now) {
    List<Graph.Node> nodes = new ArrayList<>();
    List<Graph.Edge> edges = new ArrayList<>();
    for (Task task : tasks) {
      nodes.add(
          new Graph.Node(
              task.id(), task.id(), detail(task, now), Tone.of(task.status()), link(task)));
      task.needs().forEach(need -> edges.add(new Graph.Edge(need, task.id())));
    }
    return new RunView.Work(tasks, Graph.of(nodes, edges), Gantt.of(tasks, now));
  }

  private static String detail(Task task, Instant now) {
    String state = Format.words(task.status());
    return task.last()
        .map(a ->
            a.cachedFrom().isPresent()
                ? "cached"
                : state + " · " + Format.span(a.started(), a.ended(), now))
        .orElse(state);
  }

  private static String link(Task task) {
    return "?task=" + Addresses.part(task.id()) + "#log";
  }

  /// The log of the chosen task, or of the one that people look for.
  private Optional<RunView.Log> log(
      Caller caller, String id, List<Task> tasks, Optional<String> chosen) {
    return chosen
        .or(() -> first(tasks, TaskStatus.FAILED))
        .or(() -> first(tasks, TaskStatus.RUNNING))
        .or(() -> tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.getLast().id()))
        .map(task -> new RunView.Log(id, task, lines(caller, id, task), isLive(tasks, task)));
  }

  private static Optional<String> first(List<Task> tasks, TaskStatus status) {
    return tasks.stream().filter(task -> task.status() == status).map(Task::id).findFirst();
  }

  private static boolean isLive(List<Task> tasks, String id) {
    return tasks.stream().anyMatch(task -> task.id().equals(id) && !task.status().isFinal());
  }

  /// A task's run shows its log too, by way of the execution that it is nested in.
  private Optional<RunView.Log> ownLog(Caller caller, Optional<Run> run, String id) {
    Engine engine = parts.engine();
    return run.flatMap(Run::parent)
        .flatMap(parent -> parts.execution(caller, new ExecutionId(parent.value())))
        .flatMap(parent -> {
          List<Task> tasks = engine.tasks(caller, parent.id());
          return tasks.stream()
              .filter(task -> task.last().filter(a -> a.id().equals(id)).isPresent())
              .findFirst()
              .flatMap(task -> log(caller, parent.id().value(), tasks, Optional.of(task.id())));
        });
  }

  private List<LogLine> lines(Caller caller, String id, String task) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < LOG_PAGES; i++) {
      long last = lines.isEmpty() ? 0 : lines.getLast().line();
      List<LogLine> page = parts.engine().logs(caller, new ExecutionId(id), task, last);
      lines.addAll(page);
      if (page.isEmpty()) {
        break;
      }
    }
    return lines;
  }
}
