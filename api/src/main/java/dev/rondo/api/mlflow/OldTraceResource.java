package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import dev.rondo.ledger.trace.Traces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// `traces/…` as clients before version 3 call them: a trace is started, which gives it its id, and
/// ended.
final class OldTraceResource {
  private final Traces traces;
  private final Experiments experiments;

  OldTraceResource(Traces traces, Experiments experiments) {
    this.traces = traces;
    this.experiments = experiments;
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/traces";
    routes.post(root, "Start a trace").permission(Permission.WRITE_RUNS).handle(this::start);
    routes
        .patch(root + "/{trace_id}", "End a trace")
        .permission(Permission.WRITE_RUNS)
        .handle(this::end);
    routes
        .get(root + "/{trace_id}/info", "Describe a trace")
        .permission(Permission.READ)
        .handle(this::info);
    routes.get(root, "Search traces").permission(Permission.READ).handle(this::search);
  }

  private Response start(Request request) {
    Message asked = Message.ofBody(request);
    ExperimentId experiment = ExperimentResource.id(asked);
    TraceId id = traces.newId();
    Map<String, String> tags = TraceMessage.ofClient(asked.pairs("tags"));
    tags.putAll(TraceResource.location(experiments.load(request.caller(), experiment), id));
    Instant started = TraceMessage.oldTime(asked, "timestamp_ms");
    return answer(
        traces.record(
            request.caller(),
            new Trace(
                id,
                experiment,
                new Course(started, OptionalLong.empty(), TraceState.IN_PROGRESS),
                Exchange.NONE,
                tags,
                asked.pairs("request_metadata"),
                List.of())));
  }

  private Response end(Request request) {
    Message asked = Message.ofBody(request);
    Map<String, String> tags = TraceMessage.ofClient(asked.pairs("tags"));
    return answer(
        traces.end(
            request.caller(),
            id(request),
            TraceMessage.oldTime(asked, "timestamp_ms"),
            TraceMessage.state(asked, "status"),
            tags,
            asked.pairs("request_metadata")));
  }

  private Response info(Request request) {
    return answer(traces.load(request.caller(), id(request)));
  }

  private static TraceId id(Request request) {
    return new TraceId(request.parameter("trace_id"));
  }

  private Response search(Request request) {
    Message asked = Message.ofQuery(request);
    return TraceResource.search(
        request, asked, TraceMessage.experimentIds(asked), traces, TraceMessage::oldJson);
  }

  private static Response answer(Trace trace) {
    return Response.json(JsonAnswer.in("trace_info", TraceMessage.oldJson(trace)));
  }
}
