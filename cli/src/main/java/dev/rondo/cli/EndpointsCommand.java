package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
      showList(api.get(inProject(api, "endpoints")), "name", "model", "version", "state", "since");
    }
  }

  @Command(name = "rollback", description = "Go back to the version that served before.")
  static final class Rollback extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint's name.")
    private String endpoint = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it stands in the history.")
    private String reason = "";

    @Override
    void run(Api api) {
      showObject(
          api.post(
              inProject(api, "endpoints", endpoint, "rollback"),
              Json.object().put("reason", reason)));
    }
  }
}
