package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.trace.PromptVersion;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceSearch;
import dev.rondo.ledger.trace.Traces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// `traces/…`, in the newest form.
final class TraceResource {
  private static final String V2 = "2.0";
  private static final String V3 = "3.0";
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final Traces traces;
  private final Experiments experiments;
  private final TraceSpans spans;

  TraceResource(Traces traces, Experiments experiments, TraceFiles files) {
    this.traces = traces;
    this.experiments = experiments;
    this.spans = new TraceSpans(traces, files);
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/traces";
    routes
        .add(Method.POST, V3, root, "Tell of a trace")
        .permission(Permission.WRITE_RUNS)
        .handle(this::start);
    routes
        .add(Method.GET, V3, root + "/{trace_id}", "Describe a trace")
        .permission(Permission.READ)
        .handle(this::info);
    routes
        .add(Method.GET, V3, root + "/get", "Describe a trace with its spans")
        .permission(Permission.READ)
        .handle(this::get);
    routes
        .add(Method.GET, V3, root + "/batchGet", "Describe several traces with their spans")
        .permission(Permission.READ)
        .handle(this::getAll);
    routes
        .add(Method.POST, V3, root + "/batchGetInfos", "Describe several traces")
        .permission(Permission.READ)
        .handle(this::infos);
    routes
        .add(Method.POST, V3, root + "/search", "Search traces")
        .permission(Permission.READ)
        .handle(r -> search(r, Message.ofBody(r)));
    for (String version : List.of(V2, V3)) {
      routes
          .add(Method.POST, version, root + "/delete-traces", "Delete traces")
          .permission(Permission.MANAGE)
          .handle(this::delete);
      routes
          .add(Method.PATCH, version, root + "/{trace_id}/tags", "Set a tag of a trace")
          .permission(Permission.WRITE_RUNS)
          .handle(this::setTag);
      routes
          .add(Method.DELETE, version, root + "/{trace_id}/tags", "Delete a tag of a trace")
          .permission(Permission.WRITE_RUNS)
          .handle(this::deleteTag);
      routes
          .add(Method.GET, version, "/mlflow/get-trace-artifact", "Download the spans of a trace")
          .permission(Permission.READ)
          .handle(this::artifact);
    }
    routes
        .post(root + "/link-to-run", "Say that traces belong to a run")
        .permission(Permission.WRITE_RUNS)
        .handle(this::linkToRun);
    routes
        .post(root + "/link-prompts", "Say which prompts a trace used")
        .permission(Permission.WRITE_RUNS)
        .handle(this::linkPrompts);
  }

  /// The tag with the place of a trace's files.
  static Map<String, String> location(Experiment experiment, TraceId id) {
    String root = ArtifactLocation.of(experiment);
    return Map.of(TraceMessage.LOCATION, root + "/traces/" + id + "/artifacts");
  }

  private Response start(Request request) {
    Message trace =
        Message.ofBody(request).message("trace").orElseThrow(() -> Message.missing("trace"));
    Trace told =
        TraceMessage.read(
            trace.message("trace_info").orElseThrow(() -> Message.missing("trace_info")));
    ObjectNode info =
        TraceMessage.json(traces.record(request.caller(), placed(request.caller(), told)));
    return Response.json(JsonAnswer.in("trace", JsonAnswer.in("trace_info", info)));
  }

  private Trace placed(Caller caller, Trace told) {
    Map<String, String> tags = TraceMessage.ofClient(told.tags());
    tags.putAll(location(experiments.load(caller, told.experiment()), told.id()));
    return new Trace(
        told.id(),
        told.experiment(),
        told.course(),
        told.exchange(),
        tags,
        told.metadata(),
        told.assessments());
  }

  private Response info(Request request) {
    Trace found = traces.load(request.caller(), new TraceId(request.parameter("trace_id")));
    ObjectNode info = JsonAnswer.in("trace_info", TraceMessage.json(found));
    return Response.json(JsonAnswer.in("trace", info));
  }

  private Response get(Request request) {
    Message asked = Message.ofQuery(request);
    TraceId id = new TraceId(asked.fullText("trace_id"));
    boolean isPartEnough = asked.flag("allow_partial");
    ObjectNode whole = whole(request, traces.load(request.caller(), id));
    if (!whole.has("spans") && !isPartEnough) {
      throw Problem.notFound("The spans of trace '%s' are not here.", id);
    }
    return Response.json(JsonAnswer.in("trace", whole));
  }

  /// With its spans, if they are here.
  private ObjectNode whole(Request request, Trace trace) {
    ObjectNode json = JsonAnswer.in("trace_info", TraceMessage.json(trace));
    spans.json(request, trace).forEach(span -> json.withArray("spans").add(span));
    return json;
  }

  private Response getAll(Request request) {
    return each(request, Message.ofQuery(request), "traces", one -> whole(request, one));
  }

  private Response infos(Request request) {
    return each(request, Message.ofBody(request), "trace_infos", TraceMessage::json);
  }

  /// Those that there are of the traces that are asked for.
  private Response each(
      Request request, Message asked, String name, Function<Trace, ObjectNode> view) {
    List<TraceId> ids = TraceMessage.ids(asked, "trace_ids");
    if (ids.size() > MOST) {
      throw Message.invalid("trace_ids", ids.size(), "at most " + MOST + " are given at once");
    }
    ObjectNode answer = Json.object();
    for (TraceId id : ids) {
      traces
          .find(request.caller(), id)
          .ifPresent(trace -> answer.withArray(name).add(view.apply(trace)));
    }
    return Response.json(answer);
  }

  private Response search(Request request, Message asked) {
    return search(request, asked, TraceMessage.experiments(asked), traces, TraceMessage::json);
  }

  /// One page of traces.
  static Response search(
      Request request,
      Message asked,
      List<ExperimentId> experiments,
      Traces traces,
      Function<Trace, ObjectNode> view) {
    String filter = asked.findText("filter").orElse("");
    List<String> orders = asked.texts("order_by");
    Page page = Page.upTo(asked, USUAL, MOST, "traces", experiments, filter, orders);
    Slice<Trace> found =
        traces.search(
            request.caller(),
            new TraceSearch(
                experiments,
                FilterText.parse(TraceSearch.VOCABULARY, filter),
                FilterText.orders(TraceSearch.VOCABULARY, orders),
                page.offset(),
                page.size()));
    ObjectNode answer = Json.object();
    found.items().forEach(one -> answer.withArray("traces").add(view.apply(one)));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private Response delete(Request request) {
    Message asked = Message.ofBody(request);
    ExperimentId experiment = ExperimentResource.id(asked);
    OptionalLong until = asked.findNumber("max_timestamp_millis");
    OptionalInt most = asked.findSmallNumber("max_traces");
    List<String> ids = asked.texts("request_ids");
    checkDeletion(until, most, !ids.isEmpty());
    List<TraceId> deleted =
        ids.isEmpty()
            ? traces.deleteUntil(
                request.caller(),
                experiment,
                Instant.ofEpochMilli(until.orElseThrow()),
                most.isPresent() ? OptionalLong.of(most.getAsInt()) : OptionalLong.empty())
            : traces.delete(
                request.caller(), experiment, ids.stream().distinct().map(TraceId::new).toList());
    return Response.json(Json.object().put("traces_deleted", deleted.size()));
  }

  private static void checkDeletion(OptionalLong until, OptionalInt most, boolean hasIds) {
    if (until.isEmpty() && !hasIds) {
      throw Problem.invalid("Either `max_timestamp_millis` or `trace_ids` must be specified.");
    }
    if (until.isPresent() && hasIds) {
      throw Problem.invalid("Only one of `max_timestamp_millis` and `trace_ids` can be specified.");
    }
    if (most.isPresent() && hasIds) {
      throw Problem.invalid("`max_traces` can't be specified if `trace_ids` is specified.");
    }
    if (most.isPresent() && most.getAsInt() < 1) {
      throw Problem.invalid(
          "`max_traces` must be a positive integer, received %d.", most.getAsInt());
    }
  }

  private Response setTag(Request request) {
    Message asked = Message.ofBody(request);
    String key = Keys.of(asked);
    TraceMessage.requireOfClient(key);
    traces.setTag(request.caller(), id(request), key, asked.findText("value").orElse(""));
    return JsonAnswer.nothing();
  }

  private Response deleteTag(Request request) {
    String key = Message.ofBody(request).fullText("key");
    TraceMessage.requireOfClient(key);
    traces.deleteTag(request.caller(), id(request), key);
    return JsonAnswer.nothing();
  }

  private static TraceId id(Request request) {
    return new TraceId(request.parameter("trace_id"));
  }

  private Response linkToRun(Request request) {
    Message asked = Message.ofBody(request);
    String run = asked.fullText("run_id");
    traces.linkToRun(request.caller(), TraceMessage.ids(asked, "trace_ids"), run);
    return JsonAnswer.nothing();
  }

  private Response linkPrompts(Request request) {
    Message asked = Message.ofBody(request);
    List<PromptVersion> prompts =
        asked.messages("prompt_versions").stream()
            .map(one -> new PromptVersion(one.fullText("name"), one.fullText("version")))
            .toList();
    traces.linkToPrompts(request.caller(), new TraceId(asked.fullText("trace_id")), prompts);
    return JsonAnswer.nothing();
  }

  private Response artifact(Request request) {
    String id =
        request
            .query("request_id")
            .or(() -> request.query("trace_id"))
            .filter(text -> !text.isEmpty())
            .orElse("");
    if (id.isEmpty()) {
      return MlflowErrors.of(
          400, "BAD_REQUEST", "Request must include the \"request_id\" query parameter.");
    }
    String path = request.query("path").orElse(TraceFiles.NAME);
    Trace trace = traces.load(request.caller(), new TraceId(id));
    if (!path.equals(TraceFiles.NAME)) {
      throw Problem.notFound("Trace data not found for path=%s", TraceFiles.NAME);
    }
    return spans
        .file(request.caller(), trace)
        .header("Content-Disposition", "attachment; filename=" + TraceFiles.NAME)
        .header("X-Content-Type-Options", "nosniff");
  }
}
