package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.registry.Registry;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.Prediction;
import dev.rondo.serving.Serving;
import java.util.Map;
import java.util.Optional;

/// Endpoints and their answers.
public final class EndpointResource {
  private static final long LARGEST_REQUEST = 1 << 16;

  private final Serving serving;
  private final Registry registry;

  public EndpointResource(Serving serving, Registry registry) {
    this.serving = serving;
    this.registry = registry;
  }

  record EndpointView(String name, String model, int active, int previous) {}

  record PredictionView(
      String requestId, String endpoint, String model, int version, double value, double micros) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/endpoints")
        .permission(Permission.READ)
        .summary("List the project's endpoints")
        .returns(Page.schema(Schema.of(EndpointView.class)))
        .handle(this::list);
    routes
        .post("/api/v1/projects/{project}/endpoints/{endpoint}/rollback")
        .permission(Permission.DEPLOY)
        .summary("Withdraw the running version and go back to the one before")
        .accepts(Schema.object().field("reason", Schema.text()))
        .returns(Schema.object().field("version", Schema.integer()))
        .handle(this::rollBack);
    routes
        .post("/api/v1/endpoints/{endpoint}/predict")
        .permission(Permission.PREDICT)
        .summary("Predict from entity keys; the features are looked up")
        .query("project", Schema.text(), "The project, when the server has more than one")
        .maxBody(LARGEST_REQUEST)
        .accepts(Schema.object().extensible())
        .returns(Schema.of(PredictionView.class))
        .handle(this::predict);
  }

  private Response list(Request request) {
    return Response.json(
        Page.whole(
            serving.endpoints(request.caller()).stream().map(EndpointResource::view).toList()));
  }

  private static EndpointView view(EndpointStatus status) {
    return new EndpointView(
        status.name(), status.model(), version(status.active()), version(status.previous()));
  }

  private static int version(Optional<Deployment> deployment) {
    return deployment.map(d -> d.model().version()).orElse(0);
  }

  private Response rollBack(Request request) {
    String name = request.parameter("endpoint");
    EndpointStatus endpoint =
        serving.endpoints(request.caller()).stream()
            .filter(status -> status.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("There is no endpoint '%s'.", name));
    int version =
        registry
            .rollBack(request.caller(), endpoint.model(), request.json().path("reason").asString())
            .version();
    return Response.json(Map.of("version", version));
  }

  private Response predict(Request request) {
    Prediction prediction =
        serving.predict(request.caller(), request.parameter("endpoint"), request.json());
    return Response.json(
        new PredictionView(
            prediction.requestId(),
            prediction.endpoint(),
            prediction.model().model(),
            prediction.model().version(),
            prediction.value(),
            prediction.latency().toNanos() / 1000.0));
  }
}
