package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactEntry;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ArtifactTree;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModel.Status;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.LoggedModels;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/// `logged-models/…`: models before they are registered, of clients of version 3.
final class LoggedModelResource {
  static final SequencedMap<String, Status> STATUSES = new LinkedHashMap<>();

  static {
    STATUSES.put("LOGGED_MODEL_PENDING", Status.PENDING);
    STATUSES.put("LOGGED_MODEL_READY", Status.READY);
    STATUSES.put("LOGGED_MODEL_UPLOAD_FAILED", Status.FAILED);
  }

  private final LoggedModels models;
  private final Registry registry;
  private final ArtifactTree files;
  private final FileAnswer answer;

  LoggedModelResource(LoggedModels models, Registry registry, ArtifactTree files, BlobStore blobs) {
    this.registry = registry;
    this.models = models;
    this.files = files;
    this.answer = new FileAnswer(blobs);
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/logged-models";
    String one = root + "/{model_id}";
    routes
        .post(root, "Begin to log a model")
        .permission(Permission.WRITE_RUNS)
        .handle(this::create);
    routes.get(one, "Describe a logged model").permission(Permission.READ).handle(this::get);
    routes
        .patch(one, "Say how far a logged model's files have come")
        .permission(Permission.WRITE_RUNS)
        .handle(this::finish);
    routes.delete(one, "Delete a logged model").permission(Permission.MANAGE).handle(this::delete);
    routes
        .post(root + "/search", "Search logged models")
        .permission(Permission.READ)
        .handle(new LoggedModelSearchResource(models, registry)::search);
    routes
        .patch(one + "/tags", "Set tags of a logged model")
        .permission(Permission.WRITE_RUNS)
        .handle(this::setTags);
    routes
        .delete(one + "/tags/{tag_key}", "Delete a tag of a logged model")
        .permission(Permission.WRITE_RUNS)
        .handle(this::deleteTag);
    routes
        .post(one + "/params", "Note parameters of a logged model")
        .permission(Permission.WRITE_RUNS)
        .handle(this::logParameters);
    routes
        .get(one + "/artifacts/directories", "List a folder of a logged model's files")
        .permission(Permission.READ)
        .handle(this::list);
    routes
        .ofPages(Method.GET, one + "/artifacts/files", "Download a file of a logged model")
        .permission(Permission.READ)
        .returnsType("application/octet-stream")
        .handle(this::download);
  }

  private static LoggedModelId id(Request request) {
    return new LoggedModelId(request.parameter("model_id"));
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    var draft =
        new LoggedModel.Draft(
            asked.findText("name").orElse(""),
            asked.findText("model_type").orElse(""),
            asked.findText("source_run_id").filter(text -> !text.isEmpty()).map(RunId::new));
    return answer(
        request,
        models.create(
            request.caller(), ExperimentResource.id(asked), draft, parameters(asked), tags(asked)));
  }

  /// Long values are cut, as those of runs.
  private static List<Parameter> parameters(Message asked) {
    return asked.messages("params").stream()
        .map(one -> new Parameter(one.fullText("key"), Parameter.cut(value(one))))
        .toList();
  }

  /// Long values are cut, as those of runs.
  private static List<Tag> tags(Message asked) {
    return asked.messages("tags").stream()
        .map(one -> new Tag(one.fullText("key"), Tag.cut(value(one))))
        .toList();
  }

  private static String value(Message entry) {
    return entry.findText("value").orElse("");
  }

  private Response get(Request request) {
    Message asked = Message.ofQuery(request);
    LoggedModelId id = id(request);
    if (asked.flag("allow_deleted")) {
      return answer(
          request,
          models
              .find(request.caller(), id)
              .orElseThrow(() -> Problem.notFound("Logged model with ID '%s' not found.", id)));
    }
    return answer(request, models.load(request.caller(), id));
  }

  private Response finish(Request request) {
    Message asked = Message.ofBody(request);
    Status status =
        asked
            .constant("status", STATUSES)
            .orElseThrow(() ->
                asked.has("status")
                    ? Message.invalid("status", asked.text("status"), "one of " + STATUSES.keySet())
                    : Message.missing("status"));
    return answer(request, models.finish(request.caller(), id(request), status));
  }

  private Response delete(Request request) {
    models.delete(request.caller(), id(request));
    return JsonAnswer.nothing();
  }

  private Response setTags(Request request) {
    Message asked = Message.ofBody(request);
    models.setTags(request.caller(), id(request), tags(asked));
    return JsonAnswer.nothing();
  }

  private Response deleteTag(Request request) {
    models.deleteTag(request.caller(), id(request), request.parameter("tag_key"));
    return JsonAnswer.nothing();
  }

  private Response logParameters(Request request) {
    Message asked = Message.ofBody(request);
    models.logParameters(request.caller(), id(request), parameters(asked));
    return JsonAnswer.nothing();
  }

  private Response list(Request request) {
    Message asked = Message.ofQuery(request);
    LoggedModel model = models.load(request.caller(), id(request));
    ObjectNode json =
        ArtifactProxyResource.json(
            files.list(
                request.caller(),
                ArtifactRoot.of(model.id()),
                ArtifactProxyResource.folder(asked.findText("artifact_directory_path").orElse(""))),
            ArtifactEntry::path);
    return Response.json(json.put("root_uri", LoggedModelJson.uri(model)));
  }

  private Response download(Request request) {
    String path = Message.ofQuery(request).fullText("artifact_file_path");
    LoggedModel model = models.load(request.caller(), id(request));
    Artifact file =
        files
            .find(request.caller(), ArtifactRoot.of(model.id()), path)
            .orElseThrow(
                () -> Problem.notFound("Logged model '%s' has no file '%s'.", model.id(), path));
    return answer.of(request, file);
  }

  static String text(Status status) {
    return STATUSES.entrySet().stream()
        .filter(entry -> entry.getValue() == status)
        .map(entry -> entry.getKey())
        .findFirst()
        .orElseThrow();
  }

  private Response answer(Request request, LoggedModel model) {
    List<ModelVersion> registered =
        registry.versionsOfLogged(request.caller(), List.of(model.id().value()));
    ObjectNode answer = Json.object();
    answer.set("model", LoggedModelJson.of(model, registered));
    return Response.json(answer);
  }
}
