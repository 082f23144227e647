package dev.rondo.api.mlflow;

import dev.rondo.access.Access;
import dev.rondo.access.User;
import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// `users/…`: who may sign in.
final class UserResource {
  private final Users users;
  private final LevelMessages levels;

  UserResource(Users users, LevelMessages levels) {
    this.users = users;
    this.levels = levels;
  }

  void routes(MlflowDeclarations routes) {
    routes.get("/mlflow/users/current", "Say who asks").signedIn().handle(this::current);
    routes
        .get("/mlflow/users/get", "Describe a user, to themselves or an administrator")
        .signedIn()
        .handle(this::get);
    routes
        .patch("/mlflow/users/update-password", "Change one's own password, or another's")
        .signedIn()
        .handle(this::updatePassword);
    routes
        .get("/mlflow/users/list", "List the users")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(this::list);
    routes
        .post("/mlflow/users/create", "Create a user")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(this::create);
    routes
        .patch("/mlflow/users/update-admin", "Make a user an administrator, or no longer one")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(this::updateAdmin);
    routes
        .delete("/mlflow/users/delete", "Delete a user")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .handle(this::delete);
  }

  private static ObjectNode brief(User user) {
    return Json.object()
        .put("id", user.id())
        .put("username", user.name())
        .put("is_admin", user.isAdministrator());
  }

  private Response current(Request request) {
    User user = users.self(request.caller());
    return Response.json(JsonAnswer.in("user", brief(user)).put("is_basic_auth", true));
  }

  private Response list(Request request) {
    ObjectNode answer = Json.object();
    var list = answer.putArray("users");
    users.all(request.caller()).forEach(user -> list.add(brief(user)));
    return Response.json(answer);
  }

  private Response get(Request request) {
    Caller caller = request.caller();
    String name = Message.ofQuery(request).fullText("username");
    boolean isLocal = name.equals(Access.LOCAL_USER) && name.equals(caller.user());
    return isLocal
        ? Response.json(JsonAnswer.in("user", whole(users.self(caller))))
        : described(caller, users.load(caller, name));
  }

  /// With the levels that they hold.
  private Response described(Caller caller, User user) {
    ObjectNode json = whole(user);
    levels.put(json, caller, user);
    return Response.json(JsonAnswer.in("user", json));
  }

  private static ObjectNode whole(User user) {
    ObjectNode json = brief(user);
    json.putArray("experiment_permissions");
    json.putArray("registered_model_permissions");
    json.putArray("scorer_permissions");
    return json;
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    User made =
        users.create(request.caller(), asked.fullText("username"), asked.fullText("password"));
    return Response.json(JsonAnswer.in("user", whole(made)));
  }

  private Response updatePassword(Request request) {
    Message asked = Message.ofBody(request);
    users.setPassword(
        request.caller(),
        asked.fullText("username"),
        asked.fullText("password"),
        asked.findText("current_password"));
    return JsonAnswer.nothing();
  }

  private Response updateAdmin(Request request) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText("username");
    asked.fullText("is_admin");
    if (asked.flag("is_admin")) {
      users.promote(request.caller(), name);
    } else {
      users.demote(request.caller(), name);
    }
    return JsonAnswer.nothing();
  }

  private Response delete(Request request) {
    users.remove(request.caller(), Message.ofBody(request).fullText("username"));
    return JsonAnswer.nothing();
  }
}
