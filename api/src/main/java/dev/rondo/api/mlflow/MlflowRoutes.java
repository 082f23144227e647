package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import dev.rondo.registry.Registry;
import java.time.InstantSource;
import java.util.List;

/// Everything that MLflow's clients call.
public final class MlflowRoutes {
  /// The version of MLflow's server that clients take this one for.
  static final String VERSION = "3.11.1";

  private static final List<String> ROOTS =
      List.of("/api/2.0", "/api/3.0", "/ajax-api/2.0", "/ajax-api/3.0");

  private final Ledger ledger;
  private final Registry registry;
  private final BlobStore blobs;
  private final Uploads uploads;
  private final IdSource ids;
  private final InstantSource clock;

  /// @param uploads that come in parts
  /// @param clock system time
  public MlflowRoutes(
      Ledger ledger,
      Registry registry,
      BlobStore blobs,
      Uploads uploads,
      IdSource ids,
      InstantSource clock) {
    this.ledger = ledger;
    this.registry = registry;
    this.blobs = blobs;
    this.uploads = uploads;
    this.ids = ids;
    this.clock = clock;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes.get("/health").open().summary("Say that the server runs").handle(_ -> text("OK"));
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
    Traces traces = ledger.traces();
    new ExperimentResource(ledger.experiments()).routes(declarations);
    new RunResource(ledger).routes(declarations);
    new RunLogResource(ledger.runs()).routes(declarations);
    new MetricResource(ledger).routes(declarations);
    new TraceResource(traces, ledger.experiments(), new TraceFiles(ledger.files(), blobs))
        .routes(declarations);
    new OldTraceResource(traces, ledger.experiments()).routes(declarations);
    new TraceFigureResource(traces).routes(declarations);
    new AssessmentResource(traces.assessments(), clock).routes(declarations);
    new OtlpResource(traces, ledger.experiments()).routes(routes);
    new ArtifactProxyResource(ledger.files(), blobs).routes(declarations);
    new MultipartResource(ledger.files(), uploads, ids).routes(routes, declarations);
    new RunArtifactResource(ledger, blobs).routes(routes, declarations);
    new LoggedModelResource(ledger.models(), ledger.files(), blobs).routes(declarations);
    new RunModelResource(ledger).routes(declarations);
    new RegisteredModelResource(registry).routes(declarations);
    new ModelVersionResource(registry, new ModelFiles(ledger, blobs)).routes(declarations);
  }

  private static Response text(String content) {
    return Response.text(content);
  }
}
