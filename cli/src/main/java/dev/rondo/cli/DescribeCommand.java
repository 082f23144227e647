package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "describe",
    description = "Say who owns a version, its licence and its card; what is not given stays.")
final class DescribeCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
  private String version = "";

  @Option(names = "--owner", paramLabel = "WHO", description = "A user or a role.")
  private Optional<String> owner = Optional.empty();

  @Option(
      names = {"--licence", "--license"},
      paramLabel = "SPDX",
      description = "An SPDX expression, such as Apache-2.0.")
  private Optional<String> licence = Optional.empty();

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "A Markdown file; an empty one brings back the card that is made.")
  private Optional<Path> card = Optional.empty();

  @Override
  void run(Api api) {
    ObjectNode change = Json.object();
    owner.ifPresent(text -> change.put("owner", text));
    licence.ifPresent(text -> change.put("licence", text));
    card.ifPresent(file -> change.put("card", TextFile.read(file)));
    if (change.isEmpty()) {
      throw Problem.invalid("There is nothing to say; give --owner, --licence or --card.");
    }
    showObject(api.post(inProject(api, "models", model, "versions", version, "papers"), change));
  }
}
