package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.mlflow.otlp.OtlpSpans;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.Traces;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The spans of traces, wherever they are: in the ledger when they came by OpenTelemetry, else in
/// the file that the client has uploaded.
final class TraceSpans {
  private final Traces traces;
  private final TraceFiles files;

  TraceSpans(Traces traces, TraceFiles files) {
    this.traces = traces;
    this.files = files;
  }

  /// As OpenTelemetry has them; empty when there are none here that can be told so.
  List<ObjectNode> json(Request request, Trace trace) {
    if (trace.hasSpans()) {
      return traces.spans(request.caller(), trace.id()).stream()
          .map(Span::content)
          .map(OtlpSpans::json)
          .toList();
    }
    return files
        .find(request.caller(), trace.id())
        .map(file -> ofFile(files.load(request, file)))
        .orElse(List.of());
  }

  /// Clients of the form before name a span's ids otherwise; theirs are read from the file alone.
  private static List<ObjectNode> ofFile(byte[] file) {
    try {
      return Json.MAPPER
          .readTree(file)
          .path("spans")
          .valueStream()
          .filter(span -> span.path("span_id").isString())
          .map(span -> OtlpSpans.json((ObjectNode) span))
          .toList();
    } catch (JacksonException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The file " + TraceFiles.NAME + " of the trace is no JSON.", e);
    }
  }

  /// As the file that clients write.
  ///
  /// @throws Problem `not-found`
  Response file(Caller caller, Trace trace) {
    if (!trace.hasSpans()) {
      return files
          .find(caller, trace.id())
          .map(files::answer)
          .orElseThrow(() -> Problem.notFound("Trace data not found for path=%s", TraceFiles.NAME));
    }
    ObjectNode file = Json.object();
    traces
        .spans(caller, trace.id())
        .forEach(span -> file.withArray("spans").add((JsonNode) span.content()));
    return Response.bytes(TraceFiles.TYPE, Json.MAPPER.writeValueAsBytes(file));
  }
}
