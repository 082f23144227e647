package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.loop.rebuild.Reproduction;

/// Makes a version's model again.
public final class ReproductionResource {
  private final Reproduction reproduction;

  public ReproductionResource(Reproduction reproduction) {
    this.reproduction = reproduction;
  }

  record OutcomeView(boolean same, String registered, String digest, String run) {}

  /// Declares the route.
  public void routes(Routes routes) {
    routes
        .post("/api/v1/projects/{project}/models/{model}/versions/{version}/reproduce")
        .permission(Permission.RUN_PIPELINES)
        .summary("Make a version again from its training set, and compare the bytes")
        .accepts(Schema.object())
        .returns(Schema.of(OutcomeView.class))
        .handle(this::reproduce);
  }

  private Response reproduce(Request request) {
    Reproduction.Outcome outcome =
        reproduction.run(
            request.caller(),
            request.parameter("model"),
            Numbers.version(request.parameter("version")));
    return Response.json(
        new OutcomeView(
            outcome.isSame(),
            outcome.before().value(),
            outcome.after().value(),
            outcome.run().value()));
  }
}
