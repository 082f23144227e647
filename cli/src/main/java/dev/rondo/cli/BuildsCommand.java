package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "builds",
    description = "Builds of pushed commits: list, show, retry.",
    subcommands = {
      BuildsCommand.Listing.class,
      BuildsCommand.Show.class,
      BuildsCommand.Retry.class
    })
final class BuildsCommand extends Group {

  @Command(name = "list", description = "List the project's builds, newest first.")
  static final class Listing extends ClientCommand {
    @Mixin private final Paging paging = new Paging();

    @Override
    void run(Api api) {
      showList(
          api.get(inProject(api, "builds") + paging.query()),
          "commit",
          "status",
          "user",
          "created",
          "ended",
          "message");
    }
  }

  @Command(name = "show", description = "Show one build: stages, mistakes, log.")
  static final class Show extends ClientCommand {
    @Parameters(index = "0", paramLabel = "COMMIT", description = "The commit's whole id.")
    private String commit = "";

    @Override
    void run(Api api) {
      var build = api.get(inProject(api, "builds", commit));
      if (isJson()) {
        showObject(build);
        return;
      }
      showObject(build.path("build"));
      build.path("log").asString("").lines().map(Text::plain).forEach(terminal().out()::println);
    }
  }

  @Command(name = "retry", description = "Build the newest commit once more after it failed.")
  static final class Retry extends ClientCommand {
    @Parameters(index = "0", paramLabel = "COMMIT", description = "The commit's whole id.")
    private String commit = "";

    @Override
    void run(Api api) {
      showObject(api.post(inProject(api, "builds", commit, "retry"), Json.object()));
    }
  }
}
