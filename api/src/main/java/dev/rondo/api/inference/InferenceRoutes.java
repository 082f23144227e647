package dev.rondo.api.inference;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Handler;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The Open Inference Protocol (V2) as REST, under `/v2`.
public final class InferenceRoutes {
  private static final String MODEL = "/v2/models/{model}";
  private static final String VERSION = MODEL + "/versions/{version}";
  private static final long BODY_BYTES = 8L << 20;

  private final InferenceBackend backend;
  private final IdSource ids;
  private final String release;

  /// @param ids for requests that bring no id
  /// @param release the version of this server
  public InferenceRoutes(InferenceBackend backend, IdSource ids, String release) {
    this.backend = backend;
    this.ids = ids;
    this.release = release;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes.errors("/v2", InferenceRoutes::error);
    get(routes, "/v2/health/live", "Say that the server runs")
        .anyone()
        .handle(_ -> Response.json(Map.of("live", true)));
    get(routes, "/v2/health/ready", "Say whether the server takes requests")
        .anyone()
        .handle(_ -> ready(Json.object(), backend.ready()));
    for (String path : List.of("/v2", "/v2/")) {
      get(routes, path, "Describe the server").open().handle(_ -> server());
    }
    get(routes, "/v2/models", "List the models")
        .permission(Permission.READ)
        .handle(r -> Response.json(Map.of("models", backend.models(r.caller()))));
    for (String path : List.of(MODEL, VERSION)) {
      get(routes, path, "Describe a model").permission(Permission.READ).handle(this::metadata);
      get(routes, path + "/ready", "Say whether a model takes requests")
          .permission(Permission.READ)
          .handle(this::ready);
      infer(routes, path + "/infer", this::infer);
    }
  }

  private static Declaration get(Routes routes, String path, String summary) {
    return routes.get(path).summary(summary);
  }

  private static void infer(Routes routes, String path, Handler handler) {
    routes
        .post(path)
        .permission(Permission.PREDICT)
        .summary("Predict rows")
        .accepts(BodyKind.JSON_OR_UNTYPED)
        .maxBody(BODY_BYTES)
        .handle(handler);
  }

  /// `{"error": ...}`, with the statuses that the protocol's clients know.
  static Response error(Problem problem) {
    int status = problem.code().status();
    return Response.json(Map.of("error", problem.text())).status(status == 422 ? 400 : status);
  }

  private Response server() {
    return Response.json(Map.of("name", "rondo", "version", release, "extensions", List.of()));
  }

  private static Response ready(ObjectNode answer, boolean ready) {
    return Response.json(answer.put("ready", ready)).status(ready ? 200 : 503);
  }

  private Response ready(Request request) {
    String model = request.parameter("model");
    return ready(
        Json.object().put("name", model),
        backend.ready(request.caller(), model, request.findParameter("version")));
  }

  private Response metadata(Request request) {
    var metadata =
        backend.metadata(
            request.caller(), request.parameter("model"), request.findParameter("version"));
    ObjectNode answer = Json.object();
    answer.put("name", metadata.name());
    metadata.versions().forEach(answer.putArray("versions")::add);
    answer.put("platform", metadata.platform());
    metadata.inputs().forEach(tensor -> add(answer.withArray("inputs"), tensor));
    metadata.outputs().forEach(tensor -> add(answer.withArray("outputs"), tensor));
    if (!metadata.properties().isEmpty()) {
      metadata.properties().forEach(answer.putObject("properties")::put);
    }
    return Response.json(answer);
  }

  private static void add(ArrayNode list, InferenceBackend.Tensor tensor) {
    ObjectNode json = list.addObject();
    json.put("name", tensor.name()).put("datatype", tensor.datatype());
    tensor.shape().forEach(json.putArray("shape")::add);
  }

  private Response infer(Request request) {
    if (request.header("Inference-Header-Content-Length").isPresent()) {
      throw Problem.invalid("Binary tensor data is not taken here: send the values as JSON.");
    }
    String model = request.parameter("model");
    Optional<String> version = request.findParameter("version");
    InferRequest body = InferRequest.read(request.bytes());
    var metadata = backend.metadata(request.caller(), model, version);
    checkOutputs(body.outputs(), metadata);
    String id = body.id().orElseGet(ids::next);
    var rows = Rows.of(id, body.inputs(), metadata);
    var answer = backend.infer(request.caller(), model, version, rows);
    return Response.jsonBytes(InferResponse.write(model, id, answer, body.outputs()));
  }

  private static void checkOutputs(Set<String> wanted, InferenceBackend.Metadata metadata) {
    for (String name : wanted) {
      if (metadata.outputs().stream().noneMatch(output -> output.name().equals(name))) {
        throw Problem.invalid(
            "Model '%s' has no output '%s'; it has %s.",
            metadata.name(),
            name,
            metadata.outputs().stream().map(InferenceBackend.Tensor::name).toList());
      }
    }
  }

  /// Refuses what JSON cannot carry.
  static void checkFinite(String output, FloatBuffer values) {
    for (int i = values.position(); i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw Problem.of(
            ProblemCode.INTERNAL,
            "The model's output '%s' holds a value that is no number.",
            output);
      }
    }
  }
}
