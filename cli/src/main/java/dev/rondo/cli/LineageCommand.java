package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lineage",
    description = "Trace a prediction or an asset back to its data, code and decisions.",
    footer = {
      "",
      "Examples: rondo lineage --prediction 0198c1d2e3f4…",
      "          rondo lineage model duration 3"
    })
final class LineageCommand extends ClientCommand {
  @Option(names = "--prediction", paramLabel = "ID", description = "A prediction's id.")
  private String prediction = "";

  @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "Such as model.")
  private String kind = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The asset's name.")
  private String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Its version (default: the newest).")
  private String version = "";

  @Override
  void run(Api api) {
    if (prediction.isEmpty() == (kind.isEmpty() || name.isEmpty())) {
      throw Problem.invalid("Give either --prediction ID, or a KIND and a NAME.");
    }
    String query =
        prediction.isEmpty()
            ? "?kind="
                + Api.escape(kind)
                + "&name="
                + Api.escape(name)
                + (version.isEmpty() ? "" : "&version=" + Api.escape(version))
            : "?prediction=" + Api.escape(prediction);
    showObject(api.get(inProject(api, "lineage") + query));
  }
}
