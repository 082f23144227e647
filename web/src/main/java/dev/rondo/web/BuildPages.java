package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.Release;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import java.time.Instant;
import java.util.List;

/// `/builds`: what became of pushed commits, and of releases; `/builds/{commit}`: one of them.
final class BuildPages {
  private static final int SHOWN = 100;

  private final Site site;
  private final Parts parts;

  BuildPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// Newest first.
  record ListView(List<Build> builds, List<Release> releases, Instant now) {}

  record BuildView(Build build, String log, Instant now) {}

  Response list(Request request) {
    Caller caller = request.caller();
    ListView view =
        new ListView(
            parts.delivery().builds().list(caller, SHOWN),
            parts.delivery().releases().list(caller, SHOWN),
            parts.clock().instant());
    String host = request.header("Host").orElse("localhost");
    String command = "git clone http://" + host + "/git/" + caller.project() + ".git";
    return site.page("builds.jte", site.frame(request, "Builds", "builds", command), view);
  }

  Response show(Request request) {
    Caller caller = request.caller();
    String text = request.parameter("commit");
    if (!text.matches("[0-9a-f]{40}")) {
      throw unknown(text);
    }
    CommitId commit = new CommitId(text);
    var builds = parts.delivery().builds();
    Build build = builds.find(caller, commit).orElseThrow(() -> unknown(text));
    Frame frame = site.frame(request, "Build of " + commit.brief(), "builds", "");
    BuildView view = new BuildView(build, builds.log(caller, commit), parts.clock().instant());
    return site.page("build.jte", frame, view);
  }

  private static Problem unknown(String commit) {
    return Problem.notFound("There is no build of '%s'.", commit);
  }
}
