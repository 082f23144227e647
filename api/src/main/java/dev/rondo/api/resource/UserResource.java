package dev.rondo.api.resource;

import dev.rondo.access.Assignment;
import dev.rondo.access.Role;
import dev.rondo.access.User;
import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Who may sign in, and in which role.
public final class UserResource {
  private static final String ALL = "/api/v1/users";
  private static final Schema DONE = Schema.object().field("name", Schema.text());

  private final Users users;

  public UserResource(Users users) {
    this.users = users;
  }

  record UserView(String name, boolean administrator, String created, List<String> roles) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get(ALL)
        .permission(Permission.ADMINISTER)
        .anyProject()
        .summary("List the users, each with roles as project/role")
        .returns(Page.schema(Schema.of(UserView.class)))
        .handle(this::list);
    routes
        .post(ALL)
        .permission(Permission.ADMINISTER)
        .anyProject()
        .summary("Add a user")
        .accepts(
            Schema.object()
                .field("name", Schema.text())
                .field("password", Schema.text())
                .optional("administrator", Schema.flag()))
        .returns(201, DONE)
        .handle(this::add);
    routes
        .post(ALL + "/{user}/remove")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .summary("Remove a user; what they made stays")
        .accepts(Schema.object())
        .returns(DONE)
        .handle(this::remove);
    routes
        .post(ALL + "/{user}/password")
        .signedIn()
        .summary("Change one's own password, for which the current one is needed, or another's")
        .accepts(
            Schema.object().field("password", Schema.text()).optional("current", Schema.text()))
        .returns(DONE)
        .handle(this::setPassword);
    routes
        .post("/api/v1/projects/{project}/users/{user}/roles")
        .permission(Permission.ADMINISTER)
        .summary("Give a user a role in the project, or take it")
        .accepts(Schema.object().field("role", Schema.text()).optional("remove", Schema.flag()))
        .returns(Schema.object().field("name", Schema.text()).field("role", Schema.text()))
        .handle(this::setRole);
  }

  private Response list(Request request) {
    Caller caller = request.caller();
    return Response.json(
        Page.whole(users.all(caller).stream().map(user -> view(caller, user)).toList()));
  }

  private UserView view(Caller caller, User user) {
    return new UserView(
        user.name(),
        user.isAdministrator(),
        user.created().toString(),
        users.roles(caller, user.name()).stream().map(UserResource::text).toList());
  }

  private static String text(Assignment one) {
    return one.project() + "/" + one.role().text();
  }

  private Response add(Request request) {
    ObjectNode asked = request.json();
    String name = asked.path("name").asString();
    User made =
        users.create(
            request.caller(),
            name,
            asked.path("password").asString(),
            asked.path("administrator").asBoolean(false));
    return Response.json(Map.of("name", made.name())).status(201);
  }

  private Response remove(Request request) {
    request.json();
    users.remove(request.caller(), request.parameter("user"));
    return done(request);
  }

  private static Response done(Request request) {
    return Response.json(Map.of("name", request.parameter("user")));
  }

  private Response setPassword(Request request) {
    ObjectNode asked = request.json();
    users.setPassword(
        request.caller(),
        request.parameter("user"),
        asked.path("password").asString(),
        Optional.of(asked.path("current").asString("")));
    return done(request);
  }

  private Response setRole(Request request) {
    ObjectNode asked = request.json();
    String name = request.parameter("user");
    Role role = Role.parse(asked.path("role").asString());
    if (asked.path("remove").asBoolean(false)) {
      users.unassign(request.caller(), name, role);
    } else {
      users.assign(request.caller(), name, role);
    }
    return Response.json(Map.of("name", name, "role", role.text()));
  }
}
