package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = "Models: list, show, promote.",
    subcommands = {
      ModelsCommand.Listing.class,
      ModelsCommand.Show.class,
      ModelsCommand.Promote.class
    })
final class ModelsCommand extends Group {

  @Command(name = "list", description = "List the project's models.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(
          api.get(inProject(api, "models")), "name", "production", "latest", "versions", "updated");
    }
  }

  @Command(name = "show", description = "Show a model, or one of its versions.")
  static final class Show extends ClientCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "A version or an alias.")
    private String version = "";

    @Override
    void run(Api api) {
      showObject(
          api.get(
              version.isEmpty()
                  ? inProject(api, "models", model)
                  : inProject(api, "models", model, "versions", version)));
    }
  }

  @Command(name = "promote", description = "Bring a version to production.")
  static final class Promote extends ClientCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
    private String version = "";

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
              inProject(api, "models", model, "versions", version, "promote"),
              Json.object().put("reason", reason)));
    }
  }
}
