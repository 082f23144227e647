package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.registry.Catalog;
import dev.rondo.registry.Model;
import dev.rondo.registry.ModelSearch;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Stage;
import dev.rondo.registry.VersionSearch;
import dev.rondo.registry.scan.ModelFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `model-versions/…`.
final class ModelVersionResource {
  private final Registry registry;
  private final Catalog catalog;
  private final ModelSources sources;
  private final VersionScans scans;

  ModelVersionResource(Registry registry, ModelFiles files, VersionScans scans) {
    this.scans = scans;
    this.registry = registry;
    this.catalog = registry.catalog();
    this.sources = new ModelSources(registry, files);
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/model-versions/";
    routes
        .post(root + "create", "Register a version of a model")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::create);
    routes.get(root + "get", "Describe a version").permission(Permission.READ).handle(this::get);
    routes
        .patch(root + "update", "Describe a version anew")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::update);
    routes
        .post(root + "transition-stage", "Bring a version to a stage")
        .permission(Permission.REGISTER_MODELS)
        .handle(ModelMessages.refusing(this::transition));
    routes
        .delete(root + "delete", "Delete a version; its number is never used again")
        .permission(Permission.MANAGE)
        .handle(ModelMessages.refusing(this::delete));
    routes.get(root + "search", "Search versions").permission(Permission.READ).handle(this::search);
    routes
        .get(root + "get-download-uri", "Tell where a version's files are")
        .permission(Permission.READ)
        .handle(this::location);
    routes
        .post(root + "set-tag", "Set a tag of a version")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::setTag);
    routes
        .delete(root + "delete-tag", "Delete a tag of a version")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::deleteTag);
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("name");
    String source = asked.fullText("source");
    Model model = catalog.load(request.caller(), name);
    Map<String, String> tags = ModelMessages.tags(Tags.checked(asked));
    requirePrompt(model, tags);
    boolean isPrompt = isPrompt(model.tags());
    ModelSource from =
        isPrompt
            ? sources.ofPrompt(source)
            : sources.resolve(
                request.caller(),
                source,
                asked.findText("run_id").filter(text -> !text.isEmpty()),
                asked.findText("run_link").orElse(""),
                asked.findText("model_id").filter(text -> !text.isEmpty()));
    List<ModelFile> files = isPrompt ? List.of() : sources.files(request.caller(), from);
    String description = asked.findText("description").orElse("");
    NewVersion wanted = new NewVersion(name, from, description, tags, Optional.empty());
    ModelVersion made = scans.register(request.caller(), wanted, files);
    sources.registered(request.caller(), made);
    return ModelMessages.answer(made);
  }

  /// A version that called itself a prompt would hide from searches, and from the scan.
  private static void requirePrompt(Model model, Map<String, String> tags) {
    if (isPrompt(tags) && !isPrompt(model.tags())) {
      throw Problem.invalid(
          "The registered model '%s' is no prompt, so a version of it is none: leave out the tag"
              + " '%s', or register it under another name.",
          model.name(), ModelSearch.PROMPT);
    }
  }

  private static boolean isPrompt(Map<String, String> tags) {
    return tags.getOrDefault(ModelSearch.PROMPT, "").equals("true");
  }

  private ModelVersion load(Request request, Message asked) {
    return registry.load(request.caller(), asked.fullText("name"), ModelMessages.version(asked));
  }

  private Response get(Request request) {
    return ModelMessages.answer(load(request, Message.ofQuery(request)));
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    ModelVersion known = load(request, asked);
    return ModelMessages.answer(
        asked
            .findText("description")
            .map(text -> catalog.describe(request.caller(), known.model(), known.version(), text))
            .orElse(known));
  }

  private Response transition(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("name");
    int version = ModelMessages.version(asked);
    Stage stage = Stage.parse(asked.fullText("stage"));
    String reason = "Moved to " + stage.text() + " by a client.";
    return ModelMessages.answer(
        asked.flag("archive_existing_versions")
            ? registry.setStageAlone(request.caller(), name, version, stage, reason)
            : registry.setStage(request.caller(), name, version, stage, reason));
  }

  private Response delete(Request request) {
    Message asked = Message.ofBody(request);
    catalog.delete(request.caller(), asked.fullText("name"), ModelMessages.version(asked));
    return JsonAnswer.nothing();
  }

  private Response search(Request request) {
    Message asked = Message.ofQuery(request);
    String filter = asked.findText("filter").orElse("");
    List<String> orders = asked.texts("order_by");
    Page page =
        Page.upTo(asked, VersionSearch.MOST, VersionSearch.MOST, "model-versions", filter, orders);
    Slice<ModelVersion> found =
        catalog.search(
            request.caller(),
            new VersionSearch(
                FilterText.parse(VersionSearch.VOCABULARY, filter),
                FilterText.orders(VersionSearch.VOCABULARY, orders),
                page.offset(),
                page.size()));
    ObjectNode answer = Json.object();
    found
        .items()
        .forEach(version -> answer.withArray("model_versions").add(ModelMessages.json(version)));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private Response location(Request request) {
    ModelVersion version = load(request, Message.ofQuery(request));
    return Response.json(Json.object().put("artifact_uri", ModelPackage.location(version)));
  }

  private Response setTag(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("name");
    int version = ModelMessages.version(asked);
    String key = Keys.of(asked);
    String value = asked.text("value");
    requirePrompt(catalog.load(request.caller(), name), Map.of(key, value));
    catalog.setTag(request.caller(), name, version, key, value);
    return JsonAnswer.nothing();
  }

  private Response deleteTag(Request request) {
    Message asked = Message.ofBody(request);
    catalog.removeTag(
        request.caller(),
        asked.fullText("name"),
        ModelMessages.version(asked),
        asked.fullText("key"));
    return JsonAnswer.nothing();
  }
}
