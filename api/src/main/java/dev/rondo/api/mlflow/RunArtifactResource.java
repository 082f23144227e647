package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactEntry;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import tools.jackson.databind.node.ObjectNode;

/// The files of a run by its id: `artifacts/list`, `get-artifact` and `upload-artifact`.
final class RunArtifactResource {
  private static final int UPLOAD = 10 << 20;

  private final Ledger ledger;
  private final BlobStore blobs;
  private final FileAnswer answer;

  RunArtifactResource(Ledger ledger, BlobStore blobs) {
    this.ledger = ledger;
    this.blobs = blobs;
    this.answer = new FileAnswer(blobs);
  }

  void routes(Routes all, MlflowDeclarations routes) {
    routes
        .get("/mlflow/artifacts/list", "List a folder of a run's files")
        .permission(Permission.READ)
        .handle(this::list);
    routes
        .ofPages(Method.POST, "/mlflow/upload-artifact", "Upload a small file of a run")
        .permission(Permission.WRITE_RUNS)
        .accepts(BodyKind.ANY)
        .maxBody(UPLOAD)
        .handle(this::upload);
    routes
        .post("/mlflow/artifacts/presigned-upload-url", "Say that files come by this server alone")
        .permission(Permission.WRITE_RUNS)
        .handle(this::presigned);
    all.errors("/get-artifact", MlflowErrors::of);
    all.get("/get-artifact")
        .permissionOrLevel(Permission.READ)
        .summary("Download a file of a run")
        .returnsType("application/octet-stream")
        .handle(this::download);
  }

  private Run run(Caller caller, Message asked) {
    RunId id = RunIds.of(asked);
    return ledger
        .find(caller, id)
        .orElseThrow(() -> Problem.notFound("Run with id=%s not found", id));
  }

  static String uri(Experiment experiment, RunId run) {
    return ArtifactLocation.of(experiment) + "/" + run + "/artifacts";
  }

  private Response list(Request request) {
    Message asked = Message.ofQuery(request);
    Run run = run(request.caller(), asked);
    Experiment experiment = ledger.experiments().load(request.caller(), run.experimentId());
    ObjectNode json =
        ArtifactProxyResource.json(
            ledger
                .files()
                .list(
                    request.caller(),
                    ArtifactRoot.of(run.id()),
                    ArtifactProxyResource.folder(asked.findText("path").orElse(""))),
            ArtifactEntry::path);
    return Response.json(json.put("root_uri", uri(experiment, run.id())));
  }

  private Response download(Request request) {
    Message asked = Message.ofQuery(request);
    Run run = run(request.caller(), asked);
    String path = asked.fullText("path");
    Artifact file =
        ledger
            .files()
            .find(request.caller(), ArtifactRoot.of(run.id()), path)
            .orElseThrow(() -> Problem.notFound("Run '%s' has no file '%s'.", run.id(), path));
    return answer.of(request, file);
  }

  private Response upload(Request request) {
    Message asked = Message.ofQuery(request);
    Run run = run(request.caller(), asked);
    String path = asked.fullText("path");
    ArtifactRoot root = ArtifactRoot.of(run.id());
    ledger.files().requireWritable(request.caller(), root, path);
    byte[] content = request.bytes();
    if (content.length == 0) {
      throw Problem.invalid("The body is empty; the file's content is needed.");
    }
    ledger.files().put(request.caller(), root, path, blobs.put(content));
    return Response.empty(200);
  }

  private Response presigned(Request request) {
    Message asked = Message.ofBody(request);
    run(request.caller(), asked);
    PlainPath.check(asked.fullText("path"));
    throw Problem.invalid(
        "Presigned uploads are not supported for files that this server keeps: upload by way of it.");
  }
}
