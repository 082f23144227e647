package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.Loop;
import dev.rondo.loop.project.Project;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.monitoring.Notice;
import dev.rondo.monitoring.WindowResult;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Judged windows, and notices.
public final class MonitorResource {
  private final Monitoring monitoring;
  private final Loop loop;

  public MonitorResource(Monitoring monitoring, Loop loop) {
    this.monitoring = monitoring;
    this.loop = loop;
  }

  record WindowView(
      String start,
      String end,
      int version,
      long rows,
      long labels,
      double mae,
      double expectedMae,
      String outcome,
      List<String> drifted) {}

  record NoticeView(String id, String role, String subject, String title, String text) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/monitors/{monitor}/windows")
        .permission(Permission.READ)
        .summary("List judged windows, newest first")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(Page.schema(Schema.of(WindowView.class)))
        .handle(this::windows);
    routes
        .get("/api/v1/projects/{project}/notices")
        .permission(Permission.READ)
        .summary("List the notices that nobody has acknowledged, newest first")
        .returns(Page.schema(Schema.of(NoticeView.class)))
        .handle(this::notices);
  }

  private Response windows(Request request) {
    String monitor = request.parameter("monitor");
    List<WindowResult> results =
        monitoring.results(request.caller(), monitor, request.query("limit", 200));
    if (results.isEmpty()) {
      checkKnown(request, "monitor", monitor, Project::monitorNames);
    }
    return Response.json(Page.whole(results.stream().map(MonitorResource::view).toList()));
  }

  /// What no longer stands in the project's files is still known by what it left.
  private void checkKnown(
      Request request, String kind, String name, Function<Project, Set<String>> names) {
    Set<String> known =
        loop.projects().find(request.caller()).map(a -> names.apply(a.project())).orElse(Set.of());
    if (!known.contains(name)) {
      throw Problem.notFound(
          "There is no %s '%s' in project '%s'; there are %s.",
          kind, name, request.caller().project(), known);
    }
  }

  private static WindowView view(WindowResult result) {
    return new WindowView(
        result.window().start().toString(),
        result.window().end().toString(),
        result.window().modelVersion(),
        result.rows(),
        result.error().rows(),
        result.error().mean().orElse(0),
        result.expectedMae(),
        result.outcome().text(),
        result.drifted());
  }

  private Response notices(Request request) {
    return Response.json(
        Page.whole(
            monitoring.openNotices(request.caller(), 200).stream()
                .map(MonitorResource::view)
                .toList()));
  }

  private static NoticeView view(Notice notice) {
    return new NoticeView(
        notice.id(), notice.role().text(), notice.subject(), notice.title(), notice.text());
  }
}
