package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "gc",
    description = {
      "Remove for good what was deleted long ago in a project, and contents without an owner.",
      "What was stored within the last day stays, and so does whatever can still be restored."
    },
    footer = {"", "Example: rondo gc --older-than 30d --dry-run"})
final class CollectCommand extends ClientCommand {
  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean isDry;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description =
          "Also remove the runs, experiments and logged models that were deleted longer ago, such as"
              + " 30d (default: none of them).")
  private String age = "";

  @Override
  void run(Api api) {
    ObjectNode asked = Json.object().put("remove", !isDry);
    if (!age.isEmpty()) {
      asked.put("olderThan", age);
    }
    showObject(api.post("garbage" + projectQuery(api), asked));
  }
}
