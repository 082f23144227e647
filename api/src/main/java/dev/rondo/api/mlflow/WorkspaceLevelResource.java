package dev.rondo.api.mlflow;

import dev.rondo.access.Assignment;
import dev.rondo.access.User;
import dev.rondo.access.Users;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `workspaces/…/permissions`: levels on whole projects. Such a level is a role: see
/// [RoleLevels#OF_PROJECTS].
final class WorkspaceLevelResource {
  private static final String V3 = "3.0";

  private final Users users;
  private final Workspaces workspaces;

  WorkspaceLevelResource(Users users, Workspaces workspaces) {
    this.users = users;
    this.workspaces = workspaces;
  }

  void routes(MlflowDeclarations routes) {
    String of = "/mlflow/workspaces/{workspace_name}/permissions";
    routes
        .add(Method.GET, V3, of, "List who may do how much in a project, to its administrators")
        .signedIn()
        .handle(this::list);
    routes
        .add(Method.POST, V3, of, "Give a user the role that a level stands for")
        .signedIn()
        .handle(this::set);
    routes
        .add(Method.DELETE, V3, of, "Take a user the roles that levels stand for")
        .signedIn()
        .handle(this::delete);
    routes
        .add(Method.GET, V3, "/mlflow/workspace-permissions", "List a user's levels on projects")
        .signedIn()
        .handle(this::ofUser);
  }

  private Caller there(Request request) {
    return workspaces.in(request.caller(), request.parameter("workspace_name"));
  }

  private Response list(Request request) {
    Map<User, List<Assignment>> byUser =
        users.roles(there(request)).stream()
            .collect(
                Collectors.groupingBy(Assignment::user, LinkedHashMap::new, Collectors.toList()));
    return told(byUser.values());
  }

  private Response ofUser(Request request) {
    String name = Message.ofQuery(request).fullText("username");
    Map<String, List<Assignment>> byProject =
        users.roles(request.caller(), name).stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.project().value(), LinkedHashMap::new, Collectors.toList()));
    return told(byProject.values());
  }

  /// @param groups each of one user in one project
  private static Response told(Collection<List<Assignment>> groups) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("permissions");
    for (List<Assignment> group : groups) {
      RoleLevels.ofProject(group.stream().map(Assignment::role).toList())
          .ifPresent(
              level -> list.add(json(group.getFirst().project(), group.getFirst().user(), level)));
    }
    return Response.json(answer);
  }

  private static ObjectNode json(ProjectName project, User user, Level level) {
    return Json.object()
        .put("workspace", project.value())
        .put("user_id", user.id())
        .put("permission", level.name());
  }

  private Response set(Request request) {
    Message asked = Message.ofBody(request);
    Caller there = there(request);
    String name = asked.fullText("username");
    Level level = Level.parse(asked.fullText("permission"));
    User user = users.known(there, name);
    users.setRole(
        there, name, List.copyOf(RoleLevels.OF_PROJECTS.values()), RoleLevels.role(level));
    return Response.json(JsonAnswer.in("permission", json(there.project(), user, level)));
  }

  private Response delete(Request request) {
    String name = Message.ofQuery(request).fullText("username");
    Caller there = there(request);
    users.setRole(there, name, List.copyOf(RoleLevels.OF_PROJECTS.values()), Optional.empty());
    return Response.empty(204);
  }
}
