package dev.rondo.api.mlflow;

import dev.rondo.access.Users;
import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import java.util.List;

/// Everything that MLflow's clients call.
public final class MlflowRoutes {
  /// The version of MLflow's server that clients take this one for.
  static final String VERSION = "3.11.1";

  private static final List<String> ROOTS =
      List.of("/api/2.0", "/api/3.0", "/ajax-api/2.0", "/ajax-api/3.0");

  private final MlflowParts parts;

  public MlflowRoutes(MlflowParts parts) {
    this.parts = parts;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes.get("/health").anyone().summary("Say that the server runs").handle(_ -> text("OK"));
    routes
        .get("/version")
        .open()
        .summary("Tell which version of MLflow's protocol is spoken")
        .handle(_ -> text(VERSION));
    for (String root : ROOTS) {
      routes.errors(root, MlflowErrors::of);
      for (Method method : Method.values()) {
        routes
            .add(method, root + "/mlflow/{rest...}")
            .open()
            .summary("Say that there is no such call")
            .accepts(BodyKind.ANY)
            .handle(request ->
                MlflowErrors.of(
                    404, "ENDPOINT_NOT_FOUND", "There is nothing at '" + request.path() + "'."));
      }
    }
    MlflowDeclarations declarations = new MlflowDeclarations(routes);
    tracking(declarations);
    registry(routes, declarations);
    files(routes, declarations);
    traces(routes, declarations);
    new WebhookResource(parts.webhooks(), parts.sender()).routes(declarations);
    access(declarations);
    ModelFiles modelFiles = new ModelFiles(parts.ledger(), parts.blobs());
    new ImportResource(
            parts.ledger(),
            parts.blobs(),
            new ImportThings(parts.ledger(), parts.registry(), modelFiles, parts.clock()))
        .routes(routes);
    graphql(routes);
  }

  private void access(MlflowDeclarations declarations) {
    Users users = parts.access().users();
    Workspaces workspaces = new Workspaces(parts.projects(), parts.access());
    LevelMessages levels =
        new LevelMessages(
            parts.access().levels(), parts.ledger().experiments(), parts.registry().catalog());
    new WorkspaceResource(workspaces).routes(declarations);
    new WorkspaceLevelResource(users, workspaces).routes(declarations);
    new UserResource(users, levels).routes(declarations);
    new LevelResource(users, parts.access().levels(), levels).routes(declarations);
    new RoleResource(users, workspaces).routes(declarations);
  }

  private void tracking(MlflowDeclarations declarations) {
    Ledger ledger = parts.ledger();
    new ExperimentResource(ledger.experiments()).routes(declarations);
    new RunResource(ledger).routes(declarations);
    new RunLogResource(ledger.runs()).routes(declarations);
    new MetricResource(ledger).routes(declarations);
    new RunModelResource(ledger).routes(declarations);
  }

  private void registry(Routes routes, MlflowDeclarations declarations) {
    ModelFiles files = new ModelFiles(parts.ledger(), parts.blobs());
    new RegisteredModelResource(parts.registry()).routes(declarations);
    new ModelVersionResource(parts.registry(), files, parts.scans()).routes(declarations);
    new VersionFileResource(parts.registry(), files, parts.blobs()).routes(routes);
  }

  private void files(Routes routes, MlflowDeclarations declarations) {
    Ledger ledger = parts.ledger();
    BlobStore blobs = parts.blobs();
    new ArtifactProxyResource(ledger.files(), blobs, parts.registry()).routes(declarations);
    new MultipartResource(ledger.files(), parts.uploads(), parts.ids())
        .routes(routes, declarations);
    new RunArtifactResource(ledger, blobs).routes(routes, declarations);
    new LoggedModelResource(ledger.models(), parts.registry(), ledger.files(), blobs)
        .routes(declarations);
  }

  private void traces(Routes routes, MlflowDeclarations declarations) {
    Traces traces = parts.ledger().traces();
    Experiments experiments = parts.ledger().experiments();
    TraceFiles files = new TraceFiles(parts.ledger().files(), parts.blobs());
    new TraceResource(traces, experiments, files).routes(declarations);
    new OldTraceResource(traces, experiments).routes(declarations);
    new TraceFigureResource(traces).routes(declarations);
    new AssessmentResource(traces.assessments(), parts.clock()).routes(declarations);
    new OtlpResource(traces, experiments).routes(routes);
  }

  /// MLflow's own pages ask in that language; nobody else does.
  private static void graphql(Routes routes) {
    for (Method method : List.of(Method.GET, Method.POST)) {
      routes
          .add(method, "/graphql")
          .open()
          .summary("Refuse: GraphQL is not spoken here")
          .accepts(BodyKind.ANY)
          .handle(_ ->
              MlflowErrors.of(
                  501,
                  "NOT_IMPLEMENTED",
                  "GraphQL is not spoken here; the same is answered under /api/2.0/mlflow."));
    }
  }

  private static Response text(String content) {
    return Response.text(content);
  }
}
