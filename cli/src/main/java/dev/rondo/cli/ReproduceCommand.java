package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "reproduce",
    description = "Make a model's version again, and compare it with what is registered.",
    footer = {
      "",
      "Ends with 0 when the same bytes come out, with 6 when others do, with 5 when it cannot be made"
          + " again: then nothing is begun."
    })
final class ReproduceCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
  private String version = "";

  @Override
  void run(Api api) {
    JsonNode answer =
        api.post(inProject(api, "models", model, "versions", version, "reproduce"), Json.object());
    showObject(answer);
    if (!answer.path("same").asBoolean()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Version %s of '%s' came out as %s; registered is %s.",
          version,
          model,
          answer.path("digest").asString(),
          answer.path("registered").asString());
    }
  }
}
