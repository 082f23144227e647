package dev.rondo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "endpoints",
    description = "Endpoints: list, rollback.",
    subcommands = {EndpointsCommand.Listing.class, EndpointsCommand.Rollback.class})
final class EndpointsCommand extends Group {

  @Command(name = "list", description = "List the project's endpoints.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(api.get(inProject(api, "endpoints")), "name", "model", "active", "previous");
    }
  }

  @Command(name = "rollback", description = "Go back to the version that served before.")
  static final class Rollback extends ReasonedCommand {
    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint's name.")
    private String endpoint = "";

    @Override
    void run(Api api) {
      change(api, "endpoints", endpoint, "rollback");
    }
  }
}
