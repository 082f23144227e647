package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Edge;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Trace;
import java.util.List;

/// What made a thing, and what was made of it.
public final class LineageResource {
  private final Ledger ledger;

  public LineageResource(Ledger ledger) {
    this.ledger = ledger;
  }

  record EdgeView(String run, String role, RunResource.AssetView asset) {}

  record TraceView(
      List<RunResource.RunView> runs,
      List<RunResource.AssetView> assets,
      List<EdgeView> edges,
      boolean complete) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/lineage")
        .permission(Permission.READ)
        .summary("Follow the lineage of an asset")
        .query("kind", Schema.text(), "The asset's kind, such as model-version")
        .query("name", Schema.text(), "The asset's name")
        .query("version", Schema.text(), "The asset's version")
        .query("direction", Schema.oneOf("upstream", "downstream"), "Upstream when not given")
        .query("limit", Schema.integer().range(1, 10_000), "How many runs and assets at the most")
        .returns(Schema.of(TraceView.class))
        .handle(this::trace);
  }

  private Response trace(Request request) {
    Asset.Kind kind = Asset.Kind.parse(required(request, "kind"));
    Direction direction =
        request.query("direction").map("downstream"::equals).orElse(false)
            ? Direction.DOWNSTREAM
            : Direction.UPSTREAM;
    Trace trace =
        ledger.trace(
            request.caller(),
            kind,
            required(request, "name"),
            required(request, "version"),
            direction,
            request.query("limit", 500));
    return Response.json(
        new TraceView(
            trace.runs().stream().map(RunResource::view).toList(),
            trace.assets().stream().map(AssetRecord::asset).map(RunResource::view).toList(),
            trace.edges().stream().map(LineageResource::view).toList(),
            trace.isComplete()));
  }

  private static String required(Request request, String name) {
    return request
        .query(name)
        .orElseThrow(() -> Problem.invalid("The query parameter '%s' is needed.", name));
  }

  private static EdgeView view(Edge edge) {
    return new EdgeView(
        edge.run().value(),
        edge.role().name().toLowerCase(java.util.Locale.ROOT),
        RunResource.view(edge.asset()));
  }
}
