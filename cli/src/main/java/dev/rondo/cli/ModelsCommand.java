package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "models",
    description = "Models: list, show, compare, evaluate, describe, approve, promote.",
    subcommands = {
      ModelsCommand.Listing.class,
      ModelsCommand.Show.class,
      ModelsCommand.Compare.class,
      EvaluateCommand.class,
      DescribeCommand.class,
      ApproveCommand.class,
      ModelsCommand.Promote.class
    })
final class ModelsCommand extends Group {

  @Command(name = "list", description = "List the project's models.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(api.get(inProject(api, "models")), "name", "champion");
    }
  }

  @Command(name = "show", description = "List a model's versions, or show one of them.")
  static final class Show extends ClientCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "A version.")
    private String version = "";

    @Override
    void run(Api api) {
      if (version.isEmpty()) {
        showList(
            api.get(inProject(api, "models", model)),
            "version",
            "status",
            "aliases",
            "created",
            "run",
            "reason");
      } else {
        showObject(api.get(inProject(api, "models", model, "versions", version)));
      }
    }
  }

  @Command(name = "compare", description = "Say in what two versions of a model differ.")
  static final class Compare extends ClientCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "The one version.")
    private String from = "";

    @Parameters(index = "2", paramLabel = "TO", description = "The other version.")
    private String to = "";

    @Override
    void run(Api api) {
      String address = inProject(api, "models", model, "compare");
      showList(
          api.get(address + "?from=" + Api.escape(from) + "&to=" + Api.escape(to)),
          "part",
          "name",
          "from",
          "to");
    }
  }

  @Command(name = "promote", description = "Bring a version to production.")
  static final class Promote extends ReasonedCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
    private String version = "";

    @Option(
        names = "--despite-scan",
        description = "Also when its files seem dangerous; the reason says why they are not.")
    private boolean isDespiteScan;

    @Override
    void run(Api api) {
      ObjectNode more = Json.object();
      if (isDespiteScan) {
        more.put("despiteScan", true);
      }
      change(api, more, "models", model, "versions", version, "promote");
    }
  }
}
