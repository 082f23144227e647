package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Ledger;
import dev.rondo.registry.Registry;
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

  public MlflowRoutes(Ledger ledger, Registry registry, BlobStore blobs) {
    this.ledger = ledger;
    this.registry = registry;
    this.blobs = blobs;
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
    new ExperimentResource(ledger.experiments()).routes(declarations);
    new RegisteredModelResource(registry).routes(declarations);
    new ModelVersionResource(registry, new RunFiles(ledger, blobs)).routes(declarations);
  }

  private static Response text(String content) {
    return Response.text(content);
  }
}
