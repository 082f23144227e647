package dev.rondo.api.mlflow;

import dev.rondo.access.Access;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.Experiments;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `users/…` and permissions. This server knows one user, whoever reaches it on its own machine; so
/// what is asked of that one is answered, and that nothing can be changed is said.
final class UserResource {
  private static final int ID = 1;
  private static final String V3 = "3.0";

  private final Experiments experiments;

  UserResource(Experiments experiments) {
    this.experiments = experiments;
  }

  void routes(MlflowDeclarations routes) {
    routes
        .get("/mlflow/users/current", "Say who asks")
        .permission(Permission.READ)
        .anyProject()
        .handle(r -> Response.json(JsonAnswer.in("user", brief(r.caller()))));
    routes
        .get("/mlflow/users/list", "List the users")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(this::list);
    routes
        .get("/mlflow/users/get", "Describe a user")
        .permission(Permission.READ)
        .anyProject()
        .handle(this::get);
    routes
        .get("/mlflow/experiments/permissions/get", "Say what a user may do with an experiment")
        .permission(Permission.READ)
        .handle(this::experiment);
    routes
        .get(
            "/mlflow/registered-models/permissions/get",
            "Say what a user may do with a registered model")
        .permission(Permission.READ)
        .handle(this::model);
    refusals(routes);
  }

  private static void refusals(MlflowDeclarations routes) {
    refuse(routes, Method.POST, "2.0", "/mlflow/users/create");
    refuse(routes, Method.PATCH, "2.0", "/mlflow/users/update-password");
    refuse(routes, Method.PATCH, "2.0", "/mlflow/users/update-admin");
    refuse(routes, Method.DELETE, "2.0", "/mlflow/users/delete");
    for (String thing : List.of("experiments", "registered-models")) {
      String root = "/mlflow/" + thing + "/permissions/";
      refuse(routes, Method.POST, "2.0", root + "create");
      refuse(routes, Method.PATCH, "2.0", root + "update");
      refuse(routes, Method.DELETE, "2.0", root + "delete");
    }
    for (Method method : Method.values()) {
      refuse(routes, method, V3, "/mlflow/roles/{rest...}");
      refuse(routes, method, V3, "/mlflow/users/{rest...}");
      refuse(routes, method, V3, "/mlflow/workspaces/{workspace_name}/permissions");
      refuse(routes, method, V3, "/mlflow/workspace-permissions");
    }
  }

  private static void refuse(
      MlflowDeclarations routes, Method method, String version, String path) {
    routes
        .add(method, version, path, "Refuse: users and permissions are not kept here")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(_ -> refused());
  }

  private static Response refused() {
    return MlflowErrors.of(
        501,
        "NOT_IMPLEMENTED",
        "This server knows one user, '"
            + Access.LOCAL_USER
            + "', who may do everything; users, roles and permissions cannot be kept here.");
  }

  private static ObjectNode brief(Caller caller) {
    return Json.object()
        .put("id", ID)
        .put("username", caller.user())
        .put("is_admin", caller.permissions().contains(Permission.ADMINISTER));
  }

  private Response list(Request request) {
    ObjectNode answer = Json.object();
    answer.putArray("users").add(brief(request.caller()));
    return Response.json(answer);
  }

  private Response get(Request request) {
    requireKnown(request);
    ObjectNode user = brief(request.caller());
    user.putArray("experiment_permissions");
    user.putArray("registered_model_permissions");
    user.putArray("scorer_permissions");
    return Response.json(JsonAnswer.in("user", user));
  }

  private static void requireKnown(Request request) {
    String name = Message.ofQuery(request).fullText("username");
    if (!name.equals(request.caller().user())) {
      throw Problem.notFound("User with username=%s not found", name);
    }
  }

  private Response experiment(Request request) {
    Experiment found =
        experiments.load(request.caller(), ExperimentResource.id(Message.ofQuery(request)));
    requireKnown(request);
    return permission(
        "experiment_permission",
        Json.object().put("experiment_id", found.id().toString()),
        level(request.caller(), Permission.WRITE_RUNS));
  }

  private Response model(Request request) {
    String name = Message.ofQuery(request).fullText("name");
    requireKnown(request);
    return permission(
        "registered_model_permission",
        Json.object().put("name", name),
        level(request.caller(), Permission.REGISTER_MODELS));
  }

  private static Response permission(String name, ObjectNode of, String level) {
    return Response.json(JsonAnswer.in(name, of.put("user_id", ID).put("permission", level)));
  }

  /// @param writing what writing takes
  private static String level(Caller caller, Permission writing) {
    if (caller.permissions().contains(Permission.ADMINISTER)) {
      return "MANAGE";
    }
    return caller.permissions().contains(writing) ? "EDIT" : "READ";
  }
}
