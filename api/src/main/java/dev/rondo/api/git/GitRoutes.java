package dev.rondo.api.git;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import java.io.InputStream;
import java.util.Optional;

/// Git's smart HTTP protocol, versions 0 to 2, under `/git/{project}.git`.
public final class GitRoutes {
  private static final String ROOT = "/git/{project}.git";
  private static final String FETCH = "git-upload-pack";
  private static final String PUSH = "git-receive-pack";
  private static final long FETCH_BYTES = 32L << 20;
  private static final long PUSH_BYTES = 512L << 20;

  private final Repositories repositories;

  public GitRoutes(Repositories repositories) {
    this.repositories = repositories;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes.errors(
        "/git/", problem -> Response.text(problem.text() + "\n").status(problem.code().status()));
    routes
        .get(ROOT + "/info/refs")
        .permission(Permission.READ)
        .summary("List the references of a project's repository, for git")
        .query("service", Schema.text(), "git-upload-pack or git-receive-pack")
        .returnsType("application/x-git-upload-pack-advertisement")
        .handle(this::advertise);
    routes
        .post(ROOT + "/" + FETCH)
        .permission(Permission.READ)
        .summary("Serve a clone or fetch")
        .accepts(BodyKind.ANY)
        .maxBody(FETCH_BYTES)
        .returnsType("application/x-git-upload-pack-result")
        .handle(this::fetch);
    routes
        .post(ROOT + "/" + PUSH)
        .permission(Permission.PUSH_CODE)
        .summary("Take a push")
        .accepts(BodyKind.ANY)
        .maxBody(PUSH_BYTES)
        .returnsType("application/x-git-receive-pack-result")
        .handle(this::push);
  }

  private Response advertise(Request request) {
    String service = request.query("service").orElse("");
    if (!service.equals(FETCH) && !service.equals(PUSH)) {
      throw Problem.invalid(
          "'%s' is not a service of git: there are %s and %s.", service, FETCH, PUSH);
    }
    return answer(
        service,
        "advertisement",
        out ->
            repositories.advertise(
                request.caller(), project(request), service, protocol(request), out));
  }

  private Response fetch(Request request) {
    InputStream in = body(request, FETCH);
    return answer(
        FETCH,
        "result",
        out ->
            repositories.uploadPack(
                request.caller(), project(request), protocol(request), in, out));
  }

  private Response push(Request request) {
    InputStream in = body(request, PUSH);
    return answer(
        PUSH,
        "result",
        out ->
            repositories.receivePack(
                request.caller(), project(request), protocol(request), in, out));
  }

  private static InputStream body(Request request, String service) {
    String wanted = "application/x-" + service + "-request";
    if (!request.header("Content-Type").orElse("").equals(wanted)) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The content type must be %s here.", wanted);
    }
    return request.stream();
  }

  private static ProjectName project(Request request) {
    return new ProjectName(request.parameter("project"));
  }

  private static Optional<String> protocol(Request request) {
    return request.header("Git-Protocol");
  }

  private static Response answer(String service, String kind, Response.Writer writer) {
    return Response.stream("application/x-" + service + "-" + kind, writer)
        .header("Cache-Control", "no-cache, max-age=0, must-revalidate");
  }
}
