package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;

/// `model-versions/get-artifact`: a file of a registered version, when it lies in this server.
final class VersionFileResource {
  private final Registry registry;
  private final ModelFiles files;
  private final FileAnswer answer;
  private final PackageFiles packages;

  VersionFileResource(Registry registry, ModelFiles files, BlobStore blobs) {
    this.registry = registry;
    this.files = files;
    this.answer = new FileAnswer(blobs);
    this.packages = new PackageFiles(registry, answer);
  }

  void routes(Routes routes) {
    routes.errors("/model-versions/get-artifact", MlflowErrors::of);
    routes
        .get("/model-versions/get-artifact")
        .permissionOrLevel(Permission.READ)
        .summary("Download a file of a registered version")
        .returnsType("application/octet-stream")
        .handle(this::download);
  }

  private Response download(Request request) {
    Message asked = Message.ofQuery(request);
    ModelVersion version =
        registry.load(request.caller(), asked.fullText("name"), ModelMessages.version(asked));
    String path = PlainPath.check(asked.fullText("path"));
    return packages
        .download(request, version, path)
        .or(() -> files.find(request.caller(), version, path).map(file -> answer.of(request, file)))
        .orElseThrow(() ->
            Problem.notFound(
                "Version %d of '%s' has no file '%s' in this server.",
                version.version(), version.model(), path));
  }
}
