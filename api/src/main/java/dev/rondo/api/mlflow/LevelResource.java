package dev.rondo.api.mlflow;

import dev.rondo.access.Levels;
import dev.rondo.access.User;
import dev.rondo.access.Users;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Map;

/// `experiments/permissions/…`, `registered-models/permissions/…` and `users/permissions/…`: the
/// levels that users hold on single things. Whoever manages a thing gives them.
final class LevelResource {
  private static final String V3 = "3.0";
  private static final Map<String, Kind> TYPES =
      Map.of("experiment", Kind.EXPERIMENT, "registered_model", Kind.REGISTERED_MODEL);
  private static final List<String> NOT_HERE =
      List.of("scorers", "gateway/secrets", "gateway/endpoints", "gateway/model-definitions");

  private final Users users;
  private final Levels levels;
  private final LevelMessages messages;

  LevelResource(Users users, Levels levels, LevelMessages messages) {
    this.users = users;
    this.levels = levels;
    this.messages = messages;
  }

  void routes(MlflowDeclarations routes) {
    of(routes, "experiments", Kind.EXPERIMENT);
    of(routes, "registered-models", Kind.REGISTERED_MODEL);
    ofAny(routes);
    NOT_HERE.forEach(things -> notHere(routes, things));
  }

  private void of(MlflowDeclarations routes, String things, Kind kind) {
    String root = "/mlflow/" + things + "/permissions/";
    routes
        .get(root + "get", "Say which level of their own a user holds on it")
        .permission(Permission.READ)
        .handle(r -> get(r, kind));
    routes
        .post(root + "create", "Give a user a level on it")
        .permission(Permission.MANAGE)
        .handle(r -> create(r, kind));
    routes
        .patch(root + "update", "Give a user another level on it")
        .permission(Permission.MANAGE)
        .handle(r -> update(r, kind));
    routes
        .delete(root + "delete", "Take a user the level on it")
        .permission(Permission.MANAGE)
        .handle(r -> delete(r, kind));
  }

  private void ofAny(MlflowDeclarations routes) {
    String root = "/mlflow/users/permissions/";
    routes
        .add(Method.GET, V3, root + "get", "Say what a user may do with a thing")
        .permission(Permission.READ)
        .handle(this::effective);
    routes
        .add(Method.POST, V3, root + "grant", "Give a user a level on a thing")
        .permission(Permission.MANAGE)
        .handle(this::grant);
    routes
        .add(Method.POST, V3, root + "revoke", "Take a user the level on a thing")
        .permission(Permission.MANAGE)
        .handle(this::revoke);
  }

  private static void notHere(MlflowDeclarations routes, String things) {
    for (String verb : List.of("create", "get", "update", "delete")) {
      Method method =
          switch (verb) {
            case "create" -> Method.POST;
            case "get" -> Method.GET;
            case "update" -> Method.PATCH;
            default -> Method.DELETE;
          };
      routes
          .add(method, V3, "/mlflow/" + things + "/permissions/" + verb, "Say that it is not there")
          .permission(Permission.READ)
          .handle(_ -> {
            throw Problem.notFound("There are no %s on this server.", things.replace('/', ' '));
          });
    }
  }

  private Response get(Request request, Kind kind) {
    Message asked = Message.ofQuery(request);
    Caller caller = request.caller();
    String name = asked.fullText(LevelMessages.nameField(kind));
    String user = asked.fullText("username");
    Thing thing = messages.thing(caller, kind, name);
    Level level =
        levels
            .find(caller, user, thing)
            .orElseThrow(() ->
                Problem.notFound(
                    "The permission of user '%s' for %s '%s' was not found; their roles count.",
                    user, kind.text(), name));
    return told(kind, name, users.known(caller, user), level);
  }

  private static Response told(Kind kind, String name, User user, Level level) {
    return Response.json(
        JsonAnswer.in(LevelMessages.field(kind), LevelMessages.one(kind, name, user, level)));
  }

  private Response create(Request request, Kind kind) {
    Message asked = Message.ofBody(request);
    String name = asked.fullText(LevelMessages.nameField(kind));
    Level level = Level.parse(asked.fullText("permission"));
    Thing thing = messages.thing(request.caller(), kind, name);
    User user = levels.give(request.caller(), asked.fullText("username"), thing, level);
    return told(kind, name, user, level);
  }

  private Response update(Request request, Kind kind) {
    Message asked = Message.ofBody(request);
    Level level = Level.parse(asked.fullText("permission"));
    Thing thing =
        messages.thing(request.caller(), kind, asked.fullText(LevelMessages.nameField(kind)));
    levels.change(request.caller(), asked.fullText("username"), thing, level);
    return JsonAnswer.nothing();
  }

  private Response delete(Request request, Kind kind) {
    Message asked = Message.ofBody(request);
    Thing thing =
        messages.thing(request.caller(), kind, asked.fullText(LevelMessages.nameField(kind)));
    levels.take(request.caller(), asked.fullText("username"), thing);
    return JsonAnswer.nothing();
  }

  private Thing thing(Caller caller, Message asked) {
    String type = asked.fullText("resource_type");
    Kind kind = TYPES.get(type);
    if (kind == null) {
      throw Message.invalid(
          "resource_type", type, "there are " + TYPES.keySet().stream().sorted().toList());
    }
    return messages.thing(caller, kind, asked.fullText("resource_id"));
  }

  /// The level that counts in the end, by the user's roles where they hold none of their own.
  private Response effective(Request request) {
    Message asked = Message.ofQuery(request);
    Thing thing = thing(request.caller(), asked);
    Caller user = levels.as(request.caller(), asked.fullText("username"), thing);
    Level level = RoleLevels.of(user, thing);
    return Response.json(
        Json.object()
            .put("allowed", level.compareTo(Level.USE) >= 0)
            .put("permission", level.name()));
  }

  private Response grant(Request request) {
    Message asked = Message.ofBody(request);
    Level level =
        Level.parse(asked.fullText("permission").replaceFirst("^DENY$", "NO_PERMISSIONS"));
    levels.set(request.caller(), asked.fullText("username"), thing(request.caller(), asked), level);
    return JsonAnswer.nothing();
  }

  private Response revoke(Request request) {
    Message asked = Message.ofBody(request);
    levels.take(request.caller(), asked.fullText("username"), thing(request.caller(), asked));
    return JsonAnswer.nothing();
  }
}
