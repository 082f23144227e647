package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `workspaces/…` and what else the server says of itself. A workspace is a project; `default` is
/// the one that is meant where none is named.
final class WorkspaceResource {
  private static final String V3 = "3.0";

  private final Workspaces workspaces;

  WorkspaceResource(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  void routes(MlflowDeclarations routes) {
    String all = "/mlflow/workspaces";
    String one = all + "/{workspace_name}";
    routes
        .add(Method.GET, V3, "/mlflow/server-info", "Say what kind of server this is")
        .signedIn()
        .handle(_ ->
            Response.json(
                Json.object().put("store_type", "SqlStore").put("workspaces_enabled", true)));
    routes.add(Method.GET, V3, all, "List the projects").signedIn().handle(r -> list(r.caller()));
    routes.add(Method.GET, V3, one, "Describe a project").signedIn().handle(this::get);
    routes
        .add(Method.POST, V3, all, "Refuse to create a project")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(_ -> refused());
    for (Method method : List.of(Method.PATCH, Method.DELETE)) {
      routes
          .add(method, V3, one, "Refuse to change a project")
          .permission(Permission.ADMINISTER)
          .anyProject()
          .handle(_ -> refused());
    }
    for (Method method : List.of(Method.GET, Method.POST)) {
      routes
          .add(method, V3, "/mlflow/ui-telemetry", "Take no telemetry")
          .signedIn()
          .handle(_ -> JsonAnswer.nothing());
      routes
          .ofPages(method, "/mlflow/gateway-proxy", "Say that there is no gateway")
          .signedIn()
          .handle(_ -> noEndpoints());
    }
  }

  private static Response noEndpoints() {
    ObjectNode answer = Json.object();
    answer.putArray("endpoints");
    return Response.json(answer);
  }

  private Response list(Caller caller) {
    ObjectNode answer = Json.object();
    workspaces
        .names(caller)
        .forEach(name -> answer.withArray("workspaces").addObject().put("name", name));
    return Response.json(answer);
  }

  private Response get(Request request) {
    String name = request.parameter("workspace_name");
    workspaces.require(request.caller(), name);
    return Response.json(JsonAnswer.in("workspace", Json.object().put("name", name)));
  }

  private static Response refused() {
    return MlflowErrors.of(
        501,
        "NOT_IMPLEMENTED",
        "A workspace is a project of this server, which needs a repository and a folder of data:"
            + " create it by 'rondo init'; it cannot be changed or deleted here.");
  }
}
