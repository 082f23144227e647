package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.registry.Catalog;
import dev.rondo.registry.Model;
import dev.rondo.registry.ModelSearch;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Stage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `registered-models/…`.
final class RegisteredModelResource {
  private static final int PAGE = 100;

  private final Registry registry;
  private final Catalog catalog;

  RegisteredModelResource(Registry registry) {
    this.registry = registry;
    this.catalog = registry.catalog();
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/registered-models/";
    routes
        .post(root + "create", "Create a registered model")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::create);
    routes
        .get(root + "get", "Describe a registered model")
        .permission(Permission.READ)
        .handle(this::get);
    routes
        .patch(root + "update", "Describe a registered model anew")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::update);
    routes
        .post(root + "rename", "Rename a registered model with everything of it")
        .permission(Permission.REGISTER_MODELS)
        .handle(ModelMessages.refusing(this::rename));
    routes
        .delete(root + "delete", "Delete a registered model with its versions")
        .permission(Permission.MANAGE)
        .handle(ModelMessages.refusing(this::delete));
    routes
        .get(root + "search", "Search registered models")
        .permission(Permission.READ)
        .handle(this::search);
    routes
        .post(root + "get-latest-versions", "List the newest version of each stage")
        .permission(Permission.READ)
        .handle(r -> latest(r, Message.ofBody(r)));
    routes
        .get(root + "get-latest-versions", "List the newest version of each stage")
        .permission(Permission.READ)
        .handle(r -> latest(r, Message.ofQuery(r)));
    routes
        .post(root + "set-tag", "Set a tag of a registered model")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::setTag);
    routes
        .delete(root + "delete-tag", "Delete a tag of a registered model")
        .permission(Permission.REGISTER_MODELS)
        .handle(this::deleteTag);
    routes
        .post(root + "alias", "Point an alias at a version")
        .permission(Permission.REGISTER_MODELS)
        .handle(ModelMessages.refusing(this::setAlias));
    routes
        .delete(root + "alias", "Delete an alias")
        .permission(Permission.REGISTER_MODELS)
        .handle(ModelMessages.refusing(this::deleteAlias));
    routes
        .get(root + "alias", "Find the version that an alias points at")
        .permission(Permission.READ)
        .handle(this::alias);
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    Model made =
        catalog.create(
            request.caller(),
            asked.fullText("name"),
            asked.findText("description").orElse(""),
            ModelMessages.tags(Tags.checked(asked)));
    return answer(job(request, asked, made.name()).orElse(made), List.of());
  }

  private Optional<Model> job(Request request, Message asked, String name) {
    return asked
        .findText("deployment_job_id")
        .map(job -> catalog.setDeploymentJob(request.caller(), name, job));
  }

  private Response get(Request request) {
    return described(request, Message.ofQuery(request).fullText("name"));
  }

  private Response described(Request request, String name) {
    Model model = catalog.load(request.caller(), name);
    return answer(model, catalog.newest(request.caller(), List.of(name)));
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("name");
    asked
        .findText("description")
        .ifPresent(description -> catalog.describe(request.caller(), name, description));
    job(request, asked, name);
    return described(request, name);
  }

  private Response rename(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("new_name");
    catalog.rename(request.caller(), asked.fullText("name"), name);
    return described(request, name);
  }

  private Response delete(Request request) {
    catalog.delete(request.caller(), Message.ofBody(request).fullText("name"));
    return JsonAnswer.nothing();
  }

  private Response search(Request request) {
    Message asked = Message.ofQuery(request);
    String filter = asked.findText("filter").orElse("");
    List<String> orders = asked.texts("order_by");
    Page page = Page.upTo(asked, PAGE, ModelSearch.MOST, "registered-models", filter, orders);
    Slice<Model> found =
        catalog.search(
            request.caller(),
            new ModelSearch(
                FilterText.parse(ModelSearch.VOCABULARY, filter),
                FilterText.orders(ModelSearch.VOCABULARY, orders),
                page.offset(),
                page.size()));
    List<Model> told = found.items();
    Map<String, List<ModelVersion>> newest =
        catalog.newest(request.caller(), told.stream().map(Model::name).toList()).stream()
            .collect(Collectors.groupingBy(ModelVersion::model));
    ObjectNode answer = Json.object();
    told.forEach(model ->
        answer
            .withArray("registered_models")
            .add(json(model, newest.getOrDefault(model.name(), List.of()))));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private Response latest(Request request, Message asked) {
    String name = asked.fullText("name");
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    asked.texts("stages").forEach(stage -> stages.add(Stage.parse(stage)));
    catalog.load(request.caller(), name);
    ObjectNode answer = Json.object();
    ofStages(catalog.newest(request.caller(), List.of(name)))
        .forEach((stage, version) -> {
          if (stages.isEmpty() || stages.contains(stage)) {
            answer.withArray("model_versions").add(ModelMessages.json(version));
          }
        });
    return Response.json(answer);
  }

  /// The newest of each stage; several statuses may be of one.
  private static Map<Stage, ModelVersion> ofStages(List<ModelVersion> newest) {
    Map<Stage, ModelVersion> versions = new EnumMap<>(Stage.class);
    newest.forEach(version ->
        versions.merge(
            version.status().stage(), version, (a, b) -> a.version() > b.version() ? a : b));
    return versions;
  }

  private Response setTag(Request request) {
    Message asked = Message.ofBody(request);
    catalog.setTag(request.caller(), asked.fullText("name"), Keys.of(asked), asked.text("value"));
    return JsonAnswer.nothing();
  }

  private Response deleteTag(Request request) {
    Message asked = Message.ofBody(request);
    catalog.removeTag(request.caller(), asked.fullText("name"), asked.fullText("key"));
    return JsonAnswer.nothing();
  }

  private Response setAlias(Request request) {
    Message asked = Message.ofBody(request);
    registry.setAlias(
        request.caller(),
        asked.fullText("name"),
        asked.fullText("alias"),
        ModelMessages.version(asked),
        "Set by a client.");
    return JsonAnswer.nothing();
  }

  private Response deleteAlias(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("name");
    String alias = asked.fullText("alias");
    catalog.load(request.caller(), name);
    registry.removeAlias(request.caller(), name, alias, "Deleted by a client.");
    return JsonAnswer.nothing();
  }

  private Response alias(Request request) {
    Message asked = Message.ofQuery(request);
    String name = asked.fullText("name");
    String alias = asked.fullText("alias");
    catalog.load(request.caller(), name);
    ModelVersion found =
        (alias.toLowerCase(Locale.ROOT).equals("latest")
                ? registry.versions(request.caller(), name, Integer.MAX_VALUE, 1).stream()
                    .findFirst()
                : registry.findByAlias(request.caller(), name, alias))
            .orElseThrow(() -> Message.invalid("alias", alias, "Registered model alias not found"));
    return ModelMessages.answer(found);
  }

  private static Response answer(Model model, List<ModelVersion> newest) {
    ObjectNode answer = Json.object();
    answer.set("registered_model", json(model, newest));
    return Response.json(answer);
  }

  private static ObjectNode json(Model model, List<ModelVersion> newest) {
    ObjectNode json = Json.object();
    json.put("name", model.name());
    json.put("creation_timestamp", model.created().toEpochMilli());
    json.put("last_updated_timestamp", model.updated().toEpochMilli());
    json.put("user_id", model.user());
    json.put("description", model.description());
    if (!model.deploymentJob().isEmpty()) {
      json.put("deployment_job_id", model.deploymentJob());
    }
    ofStages(newest)
        .values()
        .forEach(version -> json.withArray("latest_versions").add(ModelMessages.json(version)));
    ModelMessages.tags(json, model.tags());
    model
        .aliases()
        .forEach((alias, version) ->
            json.withArray("aliases")
                .addObject()
                .put("alias", alias)
                .put("version", Integer.toString(version)));
    return json;
  }
}
