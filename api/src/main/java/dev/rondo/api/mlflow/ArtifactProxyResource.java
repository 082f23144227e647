package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactEntry;
import dev.rondo.ledger.ArtifactTree;
import dev.rondo.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// `mlflow-artifacts/artifacts/…`: files by way of the server, piece by piece from and to the disk.
final class ArtifactProxyResource {
  private final ArtifactTree files;
  private final BlobStore blobs;
  private final FileAnswer answer;
  private final PackageFiles packages;

  ArtifactProxyResource(ArtifactTree files, BlobStore blobs, Registry registry) {
    this.files = files;
    this.blobs = blobs;
    this.answer = new FileAnswer(blobs);
    this.packages = new PackageFiles(registry, answer);
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow-artifacts/artifacts";
    routes.get(root, "List a folder of files").permission(Permission.READ).handle(this::list);
    routes
        .get(root + "/{path...}", "Download a file, or a part of it")
        .permission(Permission.READ)
        .returnsType("application/octet-stream")
        .handle(this::download);
    routes
        .put(root + "/{path...}", "Upload a file")
        .permission(Permission.WRITE_RUNS)
        .accepts(BodyKind.ANY)
        .maxBody(Declaration.ANY_SIZE)
        .handle(this::upload);
    routes
        .delete(root + "/{path...}", "Delete a file, or a folder with everything in it")
        .permission(Permission.MANAGE)
        .accepts(BodyKind.ANY)
        .handle(this::delete);
    routes
        .get("/mlflow-artifacts/presigned/{path...}", "Say that files come by this server alone")
        .permission(Permission.READ)
        .handle(_ ->
            MlflowErrors.of(
                501,
                "NOT_IMPLEMENTED",
                "Presigned downloads are not supported: download by way of this server."));
  }

  private ArtifactPath required(Caller caller, ArtifactPath path) {
    files.require(caller, path.experiment(), path.root());
    return path;
  }

  /// What is no folder has nothing in it, as clients expect.
  private Response list(Request request) {
    String text = folder(request.query("path").orElse(""));
    if (PackageFiles.isAmong(text)) {
      return Response.json(json(packages.list(request.caller(), text), ArtifactEntry::name));
    }
    Optional<ArtifactPath> path = text.isEmpty() ? Optional.empty() : ArtifactPath.find(text);
    return path.map(
            at -> {
              required(request.caller(), at);
              return Response.json(
                  json(files.list(request.caller(), at.root(), at.path()), ArtifactEntry::name));
            })
        .orElseGet(JsonAnswer::nothing);
  }

  /// Clients may end it with a slash.
  static String folder(String text) {
    return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /// @param name how an entry's path is told
  static ObjectNode json(List<ArtifactEntry> entries, Function<ArtifactEntry, String> name) {
    ObjectNode json = Json.object();
    for (ArtifactEntry entry : entries) {
      ObjectNode file = json.withArray("files").addObject();
      file.put("path", name.apply(entry)).put("is_dir", entry.isFolder());
      if (!entry.isFolder() && entry.size() > 0) {
        file.put("file_size", entry.size());
      }
    }
    return json;
  }

  private Response download(Request request) {
    String text = request.parameter("path");
    if (PackageFiles.isAmong(text)) {
      return packages.download(request, text);
    }
    ArtifactPath path = required(request.caller(), ArtifactPath.ofFile(text));
    Artifact file =
        files
            .find(request.caller(), path.root(), path.path())
            .orElseThrow(() -> Problem.notFound("There is no file '%s'.", text));
    return answer.of(request, file);
  }

  private Response upload(Request request) throws IOException {
    ArtifactPath path = required(request.caller(), ArtifactPath.ofFile(request.parameter("path")));
    files.requireWritable(request.caller(), path.root(), path.path());
    try (InputStream body = request.stream()) {
      Blob blob = blobs.put(body);
      files.put(request.caller(), path.root(), path.path(), blob);
    }
    return JsonAnswer.nothing();
  }

  private Response delete(Request request) {
    ArtifactPath path =
        required(request.caller(), ArtifactPath.of(folder(request.parameter("path"))));
    files.delete(request.caller(), path.root(), path.path());
    return JsonAnswer.nothing();
  }
}
