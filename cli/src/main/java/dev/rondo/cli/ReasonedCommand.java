package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// A change that must say why.
abstract class ReasonedCommand extends ClientCommand {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stands in the history.")
  private String reason = "";

  /// Asks for the change at a path in the project, and shows what came of it.
  final void change(Api api, String... parts) {
    change(api, Json.object(), parts);
  }

  /// @param more what is said besides the reason
  final void change(Api api, ObjectNode more, String... parts) {
    showObject(api.post(inProject(api, parts), more.put("reason", reason)));
  }
}
