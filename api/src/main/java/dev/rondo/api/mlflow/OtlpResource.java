package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.mlflow.otlp.OtlpSpans;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.Traces;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Takes the spans that OpenTelemetry's exporters send over HTTP.
final class OtlpResource {
  static final String EXPERIMENT = "X-MLflow-Experiment-Id";

  private static final String PATH = "/v1/traces";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final long MOST_BYTES = 64L << 20;

  private final Traces traces;
  private final Experiments experiments;

  OtlpResource(Traces traces, Experiments experiments) {
    this.traces = traces;
    this.experiments = experiments;
  }

  void routes(Routes routes) {
    routes.errors(PATH, OtlpResource::error);
    routes
        .post(PATH)
        .permissionOrLevel(Permission.WRITE_RUNS)
        .summary("Take spans as OpenTelemetry's exporters send them, as protobuf or JSON")
        .accepts(BodyKind.ANY)
        .maxBody(MOST_BYTES)
        .returnsType(PROTOBUF)
        .handle(this::take);
  }

  private static Response error(Problem problem) {
    int status =
        problem.code() == ProblemCode.UNSUPPORTED_MEDIA_TYPE ? 400 : problem.code().status();
    return Response.json(Json.object().put("detail", problem.text())).status(status);
  }

  private Response take(Request request) {
    String type = type(request);
    ExperimentId experiment =
        ExperimentId.parse(
            request
                .header(EXPERIMENT)
                .orElseThrow(() ->
                    Problem.of(
                        ProblemCode.INVALID_DATA,
                        "The header %s must name an experiment.",
                        EXPERIMENT)));
    Map<TraceId, List<Span>> spans =
        type.equals(JSON)
            ? OtlpSpans.ofJson(request.jsonBytes())
            : OtlpSpans.ofProtobuf(request.bytes());
    Experiment found = experiments.load(request.caller(), experiment);
    traces.recordSpans(
        request.caller(), experiment, spans, id -> TraceResource.location(found, id));
    return type.equals(JSON) ? Response.json(Json.object()) : Response.bytes(PROTOBUF, new byte[0]);
  }

  /// A browser asks before it sends either type to another site.
  private static String type(Request request) {
    String type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
    String lower = type.toLowerCase(Locale.ROOT);
    if (!lower.equals(PROTOBUF) && !lower.equals(JSON)) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "Invalid Content-Type: %s. Expected: %s or %s",
          Texts.brief(type),
          PROTOBUF,
          JSON);
    }
    return lower;
  }
}
