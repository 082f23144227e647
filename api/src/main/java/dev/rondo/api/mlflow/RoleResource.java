package dev.rondo.api.mlflow;

import dev.rondo.access.Assignment;
import dev.rondo.access.Role;
import dev.rondo.access.Users;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `roles/…`: the roles of the reference model, and who has them in a project. Roles are not made
/// here: what each may do is the same everywhere.
final class RoleResource {
  private static final String V3 = "3.0";
  private static final String ROOT = "/mlflow/roles/";

  private final Users users;
  private final Workspaces workspaces;

  RoleResource(Users users, Workspaces workspaces) {
    this.users = users;
    this.workspaces = workspaces;
  }

  void routes(MlflowDeclarations routes) {
    routes.add(Method.GET, V3, ROOT + "list", "List the roles").signedIn().handle(this::list);
    routes.add(Method.GET, V3, ROOT + "get", "Describe a role").signedIn().handle(this::get);
    routes
        .add(Method.GET, V3, ROOT + "permissions/list", "List what a role permits")
        .signedIn()
        .handle(this::permissions);
    routes
        .add(Method.POST, V3, ROOT + "assign", "Give a user a role in the project")
        .permission(Permission.ADMINISTER)
        .handle(this::assign);
    routes
        .add(Method.DELETE, V3, ROOT + "unassign", "Take a user a role in the project")
        .permission(Permission.ADMINISTER)
        .handle(this::unassign);
    routes
        .add(Method.GET, V3, "/mlflow/users/roles/list", "List a user's roles")
        .signedIn()
        .handle(this::ofUser);
    routes
        .add(Method.GET, V3, ROOT + "users/list", "List who has a role in the project")
        .permission(Permission.ADMINISTER)
        .handle(this::ofRole);
    refuse(routes, Method.POST, "create");
    refuse(routes, Method.PATCH, "update");
    refuse(routes, Method.DELETE, "delete");
    refuse(routes, Method.POST, "permissions/add");
    refuse(routes, Method.DELETE, "permissions/remove");
    refuse(routes, Method.PATCH, "permissions/update");
  }

  private static void refuse(MlflowDeclarations routes, Method method, String verb) {
    routes
        .add(method, V3, ROOT + verb, "Refuse: roles are those of the reference model")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(_ -> {
          throw Problem.invalid(
              "The roles of this server are %s, each with the same permissions in every project;"
                  + " they cannot be changed. Give a user one of them, or a permission for a single"
                  + " experiment or registered model.",
              List.of(Role.values()).stream().map(Role::text).toList());
        });
  }

  private static ObjectNode json(Role role, String workspace) {
    ObjectNode json =
        Json.object()
            .put("id", id(role))
            .put("name", role.text())
            .put("workspace", workspace)
            .put("description", "The role '" + role.text() + "' of the reference model");
    json.set("permissions", permissions(role));
    return json;
  }

  private static long id(Role role) {
    return role.ordinal() + 1L;
  }

  private static ArrayNode permissions(Role role) {
    ArrayNode list = Json.array();
    for (Kind kind : Kind.values()) {
      list.addObject()
          .put("id", id(role) * Kind.values().length + kind.ordinal())
          .put("role_id", id(role))
          .put("resource_type", kind.text().replace('-', '_'))
          .put("resource_pattern", "*")
          .put("permission", RoleLevels.of(role, kind).name());
    }
    return list;
  }

  private static Role role(Message asked) {
    long id = asked.number("role_id");
    if (id < 1 || id > Role.values().length) {
      throw Problem.notFound("Role with id=%d not found", id);
    }
    return Role.values()[(int) id - 1];
  }

  private Response list(Request request) {
    Message asked = Message.ofQuery(request);
    String workspace = asked.findText("workspace").orElse(request.caller().project().value());
    workspaces.require(request.caller(), workspace);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("roles");
    for (Role role : Role.values()) {
      list.add(json(role, workspace));
    }
    return Response.json(answer);
  }

  private Response get(Request request) {
    Role role = role(Message.ofQuery(request));
    String workspace = request.caller().project().value();
    return Response.json(JsonAnswer.in("role", json(role, workspace)));
  }

  private Response permissions(Request request) {
    Role role = role(Message.ofQuery(request));
    return Response.json(JsonAnswer.in("role_permissions", permissions(role)));
  }

  private Response assign(Request request) {
    Message asked = Message.ofBody(request);
    Assignment made = users.assign(request.caller(), asked.fullText("username"), role(asked));
    return Response.json(JsonAnswer.in("assignment", json(made)));
  }

  private static ObjectNode json(Assignment one) {
    return Json.object()
        .put("id", one.user().id() * Role.values().length + one.role().ordinal())
        .put("user_id", one.user().id())
        .put("role_id", id(one.role()));
  }

  private Response unassign(Request request) {
    Message asked = Message.ofBody(request);
    users.unassign(request.caller(), asked.fullText("username"), role(asked));
    return JsonAnswer.nothing();
  }

  private Response ofUser(Request request) {
    Caller caller = request.caller();
    String name = Message.ofQuery(request).fullText("username");
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("roles");
    users.roles(caller, name).forEach(one -> list.add(json(one.role(), one.project().value())));
    return Response.json(answer);
  }

  private Response ofRole(Request request) {
    Role role = role(Message.ofQuery(request));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("assignments");
    users.roles(request.caller()).stream()
        .filter(one -> one.role() == role)
        .forEach(one -> list.add(json(one)));
    return Response.json(answer);
  }
}
