package dev.rondo.api.resource;

import dev.rondo.access.Access;
import dev.rondo.api.VisibleEvents;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Loop;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Projects, their clocks and their events.
public final class ProjectResource {
  private final Loop loop;
  private final Events events;
  private final Access access;
  private final String version;

  public ProjectResource(Loop loop, Events events, Access access, String version) {
    this.loop = loop;
    this.events = events;
    this.access = access;
    this.version = version;
  }

  record Status(String version, List<String> projects) {}

  record ProjectView(
      String name,
      String goal,
      String commit,
      String now,
      Map<String, String> owners,
      List<String> pipelines,
      List<String> endpoints) {}

  record EventView(
      long sequence, String type, String subject, String at, Map<String, Object> data) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/status")
        .signedIn()
        .summary("Tell the server's version and the projects that the caller knows of")
        .returns(Schema.of(Status.class))
        .handle(r -> Response.json(new Status(version, names(r.caller()))));
    routes
        .get("/api/v1/projects")
        .signedIn()
        .summary("List the projects that the caller knows of")
        .returns(Page.schema(Schema.object().field("name", Schema.text())))
        .handle(r ->
            Response.json(
                Page.whole(names(r.caller()).stream().map(n -> Map.of("name", n)).toList())));
    routes
        .post("/api/v1/projects")
        .permission(Permission.ADMINISTER)
        .anyProject()
        .summary("Create a project with an empty repository, or bind it to another data folder")
        .accepts(Schema.object().field("name", Schema.text()).field("data", Schema.text()))
        .returns(201, Schema.object().field("name", Schema.text()))
        .handle(this::create);
    routes
        .get("/api/v1/projects/{project}")
        .permission(Permission.READ)
        .summary("Describe a project")
        .returns(Schema.of(ProjectView.class))
        .handle(this::describe);
    routes
        .post("/api/v1/projects/{project}/clock")
        .permission(Permission.RUN_PIPELINES)
        .summary("Move event time forward; answers when everything due until then is done")
        .accepts(Schema.object().field("now", Schema.text()))
        .returns(Schema.object().field("now", Schema.text()))
        .handle(this::advance);
    routes
        .get("/api/v1/projects/{project}/events")
        .permission(Permission.READ)
        .summary("List the newest events, newest first")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(
            Page.schema(
                Schema.object()
                    .field("sequence", Schema.integer())
                    .field("type", Schema.text())
                    .field("subject", Schema.text())
                    .field("at", Schema.time())
                    .field("data", Schema.any())))
        .handle(this::latest);
  }

  private List<String> names(Caller caller) {
    return access.seen(caller, loop.projects().names()).stream().map(ProjectName::value).toList();
  }

  /// A project reads whatever is in its data folder, and the server's folders are of no project.
  private Response create(Request request) {
    var body = request.json();
    ProjectName name = new ProjectName(body.path("name").asString());
    Caller there = access.elsewhere(request.caller(), name);
    access.users().requireAdministrator(there);
    loop.projects().create(there, folder(body.path("data").asString()));
    return Response.json(Map.of("name", name.value())).status(201);
  }

  private static Path folder(String text) {
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute()) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "'data' is no path: " + e.getReason(), e);
    }
    throw Problem.invalid("'%s' is not the whole path of a folder, from its root.", text);
  }

  private Response describe(Request request) {
    Caller caller = request.caller();
    Optional<ActiveProject> active = loop.projects().find(caller);
    return Response.json(
        new ProjectView(
            caller.project().value(),
            active.map(a -> a.project().goal()).orElse(""),
            active.map(ActiveProject::commit).orElse(""),
            loop.now(caller).map(EventTime::toString).orElse(""),
            active.map(a -> a.project().owners()).orElse(Map.of()),
            active
                .map(a -> a.project().pipelines().keySet().stream().sorted().toList())
                .orElse(List.of()),
            active
                .map(a -> a.project().endpoints().keySet().stream().sorted().toList())
                .orElse(List.of())));
  }

  private Response advance(Request request) {
    EventTime to = EventTime.parse(request.json().path("now").asString());
    loop.advance(request.caller(), to);
    return Response.json(Map.of("now", to.toString()));
  }

  private Response latest(Request request) {
    List<EventView> views =
        VisibleEvents.of(
                request.caller(), events.latest(request.caller(), request.query("limit", 50)))
            .stream()
            .map(ProjectResource::view)
            .toList();
    return Response.json(Page.whole(views));
  }

  private static EventView view(Event event) {
    Map<String, Object> data = new TreeMap<>();
    event.data().forEachEntry(data::put);
    return new EventView(
        event.sequence(), event.type(), event.subject(), event.at().toString(), data);
  }
}
