package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.ExperimentSearch;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Tag;
import dev.rondo.ledger.View;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `experiments/…`.
final class ExperimentResource {
  private static final int MOST = 50_000;

  private final Experiments experiments;

  ExperimentResource(Experiments experiments) {
    this.experiments = experiments;
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/experiments/";
    routes
        .post(root + "create", "Create an experiment")
        .permission(Permission.WRITE_RUNS)
        .handle(this::create);
    routes
        .get(root + "get", "Describe an experiment")
        .permission(Permission.READ)
        .handle(this::get);
    routes
        .get(root + "get-by-name", "Describe the experiment of a name")
        .permission(Permission.READ)
        .handle(this::getByName);
    routes
        .post(root + "search", "Search experiments")
        .permission(Permission.READ)
        .handle(r -> search(r, Message.ofBody(r)));
    routes
        .get(root + "search", "Search experiments")
        .permission(Permission.READ)
        .handle(r -> search(r, Message.ofQuery(r)));
    routes
        .post(root + "update", "Rename an experiment")
        .permission(Permission.WRITE_RUNS)
        .handle(this::update);
    routes
        .post(root + "delete", "Delete an experiment with its runs; it can be restored")
        .permission(Permission.MANAGE)
        .handle(this::delete);
    routes
        .post(root + "restore", "Restore a deleted experiment")
        .permission(Permission.MANAGE)
        .handle(this::restore);
    routes
        .post(root + "set-experiment-tag", "Set a tag of an experiment")
        .permission(Permission.WRITE_RUNS)
        .handle(this::setTag);
    routes
        .post(root + "delete-experiment-tag", "Delete a tag of an experiment")
        .permission(Permission.WRITE_RUNS)
        .handle(this::deleteTag);
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    Optional<String> location = asked.findText("artifact_location").filter(text -> !text.isEmpty());
    location.ifPresent(ArtifactLocation::check);
    Experiment made =
        experiments.create(
            request.caller(), asked.fullText("name"), location, Tags.of(Tags.checked(asked)));
    return Response.json(Json.object().put("experiment_id", made.id().toString()));
  }

  /// Pairs of `key` and `value`.
  static ExperimentId id(Message asked) {
    return ExperimentId.parse(asked.fullText("experiment_id"));
  }

  private Response get(Request request) {
    Experiment found = experiments.load(request.caller(), id(Message.ofQuery(request)));
    return answer(found);
  }

  private Response getByName(Request request) {
    String name = Message.ofQuery(request).fullText("experiment_name");
    return answer(
        experiments
            .find(request.caller(), name)
            .orElseThrow(() -> Problem.notFound("Could not find experiment with name '%s'", name)));
  }

  private static Response answer(Experiment experiment) {
    ObjectNode answer = Json.object();
    answer.set("experiment", json(experiment));
    return Response.json(answer);
  }

  private Response search(Request request, Message asked) {
    String filter = asked.findText("filter").orElse("");
    List<String> orders = asked.texts("order_by");
    View view = Views.of(asked, "view_type");
    Page page = Page.upTo(asked, 0, MOST, "experiments", filter, orders, view);
    Slice<Experiment> found =
        experiments.search(
            request.caller(),
            new ExperimentSearch(
                FilterText.parse(ExperimentSearch.VOCABULARY, filter),
                FilterText.orders(ExperimentSearch.VOCABULARY, orders),
                view,
                page.offset(),
                page.size()));
    ObjectNode answer = Json.object();
    found.items().forEach(one -> answer.withArray("experiments").add(json(one)));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    try {
      experiments.rename(request.caller(), id(asked), asked.fullText("new_name"));
    } catch (Problem e) {
      if (e.code() == ProblemCode.CONFLICT) {
        return MlflowErrors.of(400, "BAD_REQUEST", e.text());
      }
      throw e;
    }
    return JsonAnswer.nothing();
  }

  private Response delete(Request request) {
    experiments.delete(request.caller(), id(Message.ofBody(request)));
    return JsonAnswer.nothing();
  }

  private Response restore(Request request) {
    experiments.restore(request.caller(), id(Message.ofBody(request)));
    return JsonAnswer.nothing();
  }

  private Response setTag(Request request) {
    Message asked = Message.ofBody(request);
    Tag tag = new Tag(Keys.of(asked), asked.text("value"));
    experiments.setTag(request.caller(), id(asked), tag);
    return JsonAnswer.nothing();
  }

  private Response deleteTag(Request request) {
    Message asked = Message.ofBody(request);
    experiments.deleteTag(request.caller(), id(asked), asked.fullText("key"));
    return JsonAnswer.nothing();
  }

  private static ObjectNode json(Experiment experiment) {
    ObjectNode json = Json.object();
    json.put("experiment_id", experiment.id().toString());
    json.put("name", experiment.name());
    json.put("artifact_location", ArtifactLocation.of(experiment));
    json.put("lifecycle_stage", experiment.deleted().isPresent() ? "deleted" : "active");
    json.put("last_update_time", experiment.updated().toEpochMilli());
    json.put("creation_time", experiment.created().toEpochMilli());
    Tags.put(json, experiment.tags());
    return json;
  }
}
