package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "pipelines",
    description = "Pipelines: list, run.",
    subcommands = {PipelinesCommand.Listing.class, PipelinesCommand.Run.class})
final class PipelinesCommand extends Group {

  @Command(name = "list", description = "List the project's pipelines.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(api.get(inProject(api, "pipelines")), "name", "tasks", "description");
    }
  }

  @Command(
      name = "run",
      description = "Start a pipeline; does not wait for its end.",
      footer = {"", "Example: rondo pipelines run train -p now=2020-07-01"})
  static final class Run extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline's name.")
    private String pipeline = "";

    @Option(
        names = {"-p", "--parameter"},
        paramLabel = "NAME=VALUE",
        description = "A parameter; may be given several times.")
    private List<String> parameters = List.of();

    @Override
    void run(Api api) {
      ObjectNode body = Json.object();
      body.set("parameters", object(parameters));
      showObject(api.post(inProject(api, "pipelines", pipeline, "runs"), body));
    }
  }
}
