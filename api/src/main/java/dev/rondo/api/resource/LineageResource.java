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
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.Origin;
import dev.rondo.loop.Origins;
import dev.rondo.loop.PredictionInputs;
import dev.rondo.loop.rebuild.Rebuilds;
import dev.rondo.loop.rebuild.Standing;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What made a thing, and what was made of it: an asset, or one prediction.
public final class LineageResource {
  /// Beside the kinds of assets: what the graph's other nodes are called.
  private static final String RUN = "run";

  private final Ledger ledger;
  private final Origins origins;
  private final Rebuilds rebuilds;

  public LineageResource(Ledger ledger, Origins origins, Rebuilds rebuilds) {
    this.ledger = ledger;
    this.origins = origins;
    this.rebuilds = rebuilds;
  }

  record EdgeView(String run, String role, RunResource.AssetView asset) {}

  /// @param removed when it went, where that was noted
  /// @param gone why it is no longer there
  /// @param notRebuildable why it cannot be made again
  record NodeView(
      String kind,
      String name,
      String version,
      String digest,
      Optional<String> removed,
      Optional<String> gone,
      Optional<String> notRebuildable) {
    static NodeView of(Asset asset, Standing standing) {
      return new NodeView(
          asset.kind().text(),
          asset.name(),
          asset.version(),
          asset.digest().value(),
          standing.removed().map(Instant::toString),
          standing.gone(),
          standing.lost());
    }
  }

  record TraceView(
      List<RunResource.RunView> runs,
      List<NodeView> assets,
      List<EdgeView> edges,
      boolean complete) {}

  record LoggedView(
      String id, String endpoint, String eventTime, double value, String model, int version) {}

  record DeploymentView(String id, String state, String reason, Optional<Instant> activated) {}

  /// @param value as short as a number of 32 bits can be told; missing where the model was given
  ///   none
  record InputView(String name, Optional<Double> value) {}

  /// @param keys which rows, by column
  /// @param from of the time at which a row became known, included
  /// @param to excluded
  /// @param run that brought the view's values online
  record RowsView(
      String view,
      Map<String, Long> keys,
      RunResource.AssetView dataset,
      String from,
      String to,
      String run,
      long count) {
    static RowsView of(PredictionInputs.Rows rows) {
      return new RowsView(
          rows.view(),
          rows.keys(),
          RunResource.view(rows.dataset().asset()),
          rows.from().toString(),
          rows.to().toString(),
          rows.run(),
          rows.count());
    }
  }

  record OriginView(
      LoggedView prediction,
      List<InputView> features,
      List<RowsView> rows,
      Optional<DeploymentView> deployment,
      RunResource.AssetView modelVersion,
      String trainingRun,
      Optional<RunResource.AssetView> trainingSet,
      List<RunResource.AssetView> snapshots,
      List<RunResource.AssetView> sourceFiles,
      String commit,
      Optional<String> notRebuildable,
      boolean complete) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/lineage")
        .permission(Permission.READ)
        .summary("Follow the lineage of an asset, or of a prediction back to rows, files and code")
        .query("prediction", Schema.text(), "A prediction's request id, instead of an asset")
        .query("endpoint", Schema.text(), "The prediction's endpoint, when several know its id")
        .query("kind", Schema.text(), "The asset's kind, such as model-version; or run")
        .query("name", Schema.text(), "The asset's name; of a run its id")
        .query(
            "version",
            Schema.text(),
            "The asset's version; the newest when not given. Of a parameter, metric or artifact its run")
        .query("direction", Schema.oneOf("upstream", "downstream"), "Upstream when not given")
        .query("limit", Schema.integer().range(1, 10_000), "How many runs and assets at the most")
        .returns(Schema.of(TraceView.class).or(Schema.of(OriginView.class)))
        .handle(request ->
            request
                .query("prediction")
                .map(id -> origin(request, id))
                .orElseGet(() -> graph(request)));
  }

  private Response origin(Request request, String id) {
    if (request.query("kind").isPresent() || request.query("name").isPresent()) {
      throw Problem.invalid("Give either 'prediction', or 'kind' and 'name', not both.");
    }
    return Response.json(
        view(
            request
                .query("endpoint")
                .map(endpoint -> origins.find(request.caller(), endpoint, id))
                .orElseGet(() -> origins.find(request.caller(), id))));
  }

  private static InputView input(Map.Entry<String, Float> feature) {
    float value = feature.getValue();
    return new InputView(
        feature.getKey(),
        Float.isNaN(value)
            ? Optional.empty()
            : Optional.of(Double.parseDouble(Float.toString(value))));
  }

  private static OriginView view(Origin origin) {
    return new OriginView(
        view(origin.prediction()),
        origin.inputs().features().entrySet().stream().map(LineageResource::input).toList(),
        origin.inputs().rows().stream().map(RowsView::of).toList(),
        origin.deployment().map(LineageResource::view),
        RunResource.view(origin.model().asset()),
        origin.run().value(),
        origin.trainingSet().map(RunResource::view),
        origin.snapshots().stream().map(RunResource::view).toList(),
        origin.sourceFiles().stream().map(RunResource::view).toList(),
        origin.bundle().map(Asset::version).orElse(""),
        origin.notRebuildable(),
        origin.isComplete());
  }

  private static LoggedView view(Prediction prediction) {
    return new LoggedView(
        prediction.requestId(),
        prediction.endpoint(),
        prediction.eventTime().toString(),
        prediction.value(),
        prediction.model().model(),
        prediction.model().version());
  }

  private static DeploymentView view(Deployment deployment) {
    return new DeploymentView(
        deployment.id(), deployment.state().text(), deployment.reason(), deployment.activated());
  }

  private Response graph(Request request) {
    LineageGraph graph =
        graph(
            request,
            required(request, "kind"),
            required(request, "name"),
            request.query("direction").map("downstream"::equals).orElse(false)
                ? Direction.DOWNSTREAM
                : Direction.UPSTREAM,
            request.query("limit", 500));
    Map<Asset, Standing> standings = rebuilds.judge(request.caller(), graph);
    return Response.json(
        new TraceView(
            graph.runs().stream().map(RunResource::view).toList(),
            graph.assets().stream()
                .map(AssetRecord::asset)
                .map(asset -> NodeView.of(asset, standings.getOrDefault(asset, Standing.SOUND)))
                .toList(),
            graph.edges().stream().map(LineageResource::view).toList(),
            graph.isComplete()));
  }

  private LineageGraph graph(
      Request request, String kindText, String name, Direction direction, int limit) {
    if (kindText.equals(RUN)) {
      return ledger.lineage(request.caller(), new RunId(name), direction, limit);
    }
    Asset.Kind kind = Asset.Kind.parse(kindText);
    String version = request.query("version").orElseGet(() -> newest(request, kind, name));
    return ledger.lineage(request.caller(), kind, name, version, direction, limit);
  }

  private String newest(Request request, Asset.Kind kind, String name) {
    return ledger.assets(request.caller(), kind, name, 1).stream()
        .map(record -> record.asset().version())
        .findFirst()
        .orElseThrow(() -> missing(kind, name));
  }

  private static Problem missing(Asset.Kind kind, String name) {
    return switch (kind) {
      case PARAMETER, METRIC, ARTIFACT ->
          Problem.invalid(
              "The %s '%s' is that of a run; give the run's id as the version.", kind.text(), name);
      default -> Problem.notFound("There is no asset '%s:%s'.", kind.text(), name);
    };
  }

  private static String required(Request request, String name) {
    return request
        .query(name)
        .orElseThrow(() ->
            Problem.invalid(
                "The query parameter '%s' is needed; or 'prediction', for a prediction.", name));
  }

  private static EdgeView view(Edge edge) {
    return new EdgeView(
        edge.run().value(),
        edge.role().name().toLowerCase(Locale.ROOT),
        RunResource.view(edge.asset()));
  }
}
