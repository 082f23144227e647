package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.BuildId;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Release;
import dev.rondo.delivery.ReleaseId;
import dev.rondo.delivery.Releases;
import dev.rondo.delivery.Stage;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What became of pushed commits, and of the versions that were to serve.
public final class DeliveryResource {
  private static final int SHOWN = 50;

  private final Builds builds;
  private final Releases releases;

  public DeliveryResource(Builds builds, Releases releases) {
    this.builds = builds;
    this.releases = releases;
  }

  record BuildView(
      String id,
      String commit,
      String user,
      String status,
      Instant created,
      Optional<Instant> ended,
      String bundle,
      String message) {}

  record StageView(
      String name, String status, String detail, Instant started, Optional<Duration> duration) {}

  record MistakeView(String file, int line, int column, String path, String message) {}

  record BuildDetail(
      BuildView build, List<StageView> stages, List<MistakeView> mistakes, String log) {}

  record ReleaseView(
      String id,
      String endpoint,
      String model,
      String version,
      String previous,
      String reason,
      String user,
      String status,
      Instant created,
      Optional<Instant> ended,
      String message,
      List<StageView> stages) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/builds")
        .permission(Permission.READ)
        .summary("List builds, newest first")
        .query("after", Schema.text(), "The `next` of the page before")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(Page.schema(Schema.of(BuildView.class)))
        .handle(this::builds);
    routes
        .get("/api/v1/projects/{project}/builds/{commit}")
        .permission(Permission.READ)
        .summary("Describe a commit's build with its stages, mistakes and log")
        .returns(Schema.of(BuildDetail.class))
        .handle(this::build);
    routes
        .post("/api/v1/projects/{project}/builds/{commit}/retry")
        .permission(Permission.PUSH_CODE)
        .summary("Build the newest commit once more after it failed")
        .accepts(Schema.object())
        .returns(Schema.of(BuildView.class))
        .handle(this::retry);
    routes
        .get("/api/v1/projects/{project}/releases")
        .permission(Permission.READ)
        .summary("List releases to endpoints, newest first")
        .query("after", Schema.text(), "The `next` of the page before")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(Page.schema(Schema.of(ReleaseView.class)))
        .handle(this::releases);
  }

  private Response builds(Request request) {
    int limit = request.query("limit", SHOWN);
    List<Build> found =
        Page.after(request)
            .map(after -> builds.list(request.caller(), new BuildId(after), limit))
            .orElseGet(() -> builds.list(request.caller(), limit));
    return Response.json(
        Page.of(found, limit, build -> build.id().value(), DeliveryResource::view));
  }

  private Response retry(Request request) {
    CommitId commit = new CommitId(request.parameter("commit"));
    builds.retry(request.caller(), commit);
    return Response.json(view(found(request, commit)));
  }

  private Build found(Request request, CommitId commit) {
    return builds
        .find(request.caller(), commit)
        .orElseThrow(() ->
            Problem.notFound(
                "There is no build of commit '%s' in project '%s'; only pushes to main are built.",
                commit, request.caller().project()));
  }

  private Response build(Request request) {
    CommitId commit = new CommitId(request.parameter("commit"));
    Build build = found(request, commit);
    return Response.json(
        new BuildDetail(
            view(build),
            build.stages().stream().map(DeliveryResource::view).toList(),
            build.mistakes().stream().map(DeliveryResource::view).toList(),
            builds.log(request.caller(), commit)));
  }

  private Response releases(Request request) {
    int limit = request.query("limit", SHOWN);
    List<Release> found =
        Page.after(request)
            .map(after -> releases.list(request.caller(), new ReleaseId(after), limit))
            .orElseGet(() -> releases.list(request.caller(), limit));
    return Response.json(
        Page.of(found, limit, release -> release.id().value(), DeliveryResource::view));
  }

  private static BuildView view(Build build) {
    return new BuildView(
        build.id().value(),
        build.commit().value(),
        build.user(),
        text(build.status()),
        build.created(),
        build.ended(),
        build.bundle().map(bundle -> bundle.digest().value()).orElse(""),
        build.message());
  }

  private static StageView view(Stage stage) {
    return new StageView(
        stage.name(), text(stage.status()), stage.detail(), stage.started(), stage.duration());
  }

  private static MistakeView view(Mistake mistake) {
    return new MistakeView(
        mistake.file(), mistake.line(), mistake.column(), mistake.path(), mistake.message());
  }

  private static ReleaseView view(Release release) {
    return new ReleaseView(
        release.id().value(),
        release.request().endpoint(),
        release.request().model(),
        release.request().version(),
        release.previous().orElse(""),
        release.request().reason(),
        release.user(),
        text(release.status()),
        release.created(),
        release.ended(),
        release.message(),
        release.stages().stream().map(DeliveryResource::view).toList());
  }

  /// In lower case with dashes, as on all wires.
  private static String text(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
