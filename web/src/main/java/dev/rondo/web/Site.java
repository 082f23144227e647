package dev.rondo.web;

import dev.rondo.api.http.Assets;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns views into pages: the templates, the files beside them, and what stands around each page.
/// Thread-safe.
final class Site {
  static final String PREFIX = "/assets/web";
  static final String LIBRARY_PREFIX = "/assets/lib";
  static final String HTMX = "htmx.org/2.0.4/dist/htmx.min.js";
  static final String CHARTS = "echarts/5.5.0/echarts.min.js";

  private final ProjectReader projects;
  private final TemplateEngine templates;
  private final Assets own;
  private final Assets libraries;
  private final Frame.Links links;

  Site(ProjectReader projects) {
    ClassLoader loader = Site.class.getClassLoader();
    this.projects = projects;
    this.templates = templates();
    this.own = new Assets(loader, "dev/rondo/web/assets", PREFIX);
    this.libraries = new Assets(loader, "META-INF/resources/webjars", LIBRARY_PREFIX);
    this.links =
        new Frame.Links(
            own.link("rondo.css"),
            own.link("rondo.js"),
            libraries.link(HTMX),
            libraries.link(CHARTS),
            own.link("icon.svg"));
  }

  /// The templates as they were compiled with the program.
  static TemplateEngine templates() {
    return TemplateEngine.createPrecompiled(
        null, ContentType.Html, Site.class.getClassLoader(), "dev.rondo.web");
  }

  Response asset(Request request) {
    return own.serve(request, request.parameter("path"));
  }

  Response library(Request request) {
    String path = request.parameter("path");
    if (!path.equals(HTMX) && !path.equals(CHARTS)) {
      throw Problem.notFound("There is no asset '%s'.", path);
    }
    return libraries.serve(request, path);
  }

  /// What stands around a page for this request.
  Frame frame(Request request, String title, String section, String command) {
    Caller caller = request.caller();
    Optional<String> chosen = request.query("project");
    String suffix = chosen.isPresent() ? "project=" + caller.project().value() : "";
    return new Frame(
        title,
        section,
        command,
        caller.project(),
        projects.names(caller),
        projects.now(caller),
        suffix,
        links);
  }

  /// A page, or a part of one, that is made anew for every request.
  Response page(String template, Frame frame, Object view) {
    return Response.html(render(template, Map.of("frame", frame, "view", view)))
        .header("Cache-Control", "no-cache")
        .header("Vary", "HX-Request");
  }

  /// A template's text.
  String render(String template, Map<String, Object> parameters) {
    StringOutput text = new StringOutput();
    templates.render(template, parameters, text);
    return text.toString();
  }

  /// A page that tells of a problem.
  Response problem(Problem problem) {
    Frame frame =
        new Frame(
            problem.code().text().replace('-', ' '),
            "",
            "",
            new ProjectName("none"),
            List.of(),
            Optional.empty(),
            "",
            links);
    return page("problem.jte", frame, problem).status(problem.code().status());
  }
}
